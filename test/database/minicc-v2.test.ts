import { sql } from 'kysely';
import { migrate } from '../../src/database/migrate';
import type { Database } from '../../src/database/tables';
import { createMiniccV2Schema } from '../support/minicc-v2';
import { createOwnDatabase, type OwnDatabase } from '../support/test-database';

const SIDS = ['CA00000000000000000000000000000001', 'CA00000000000000000000000000000002'];

async function fill(db: Database): Promise<void> {
  await sql`insert into operators values ('+815011112222'), ('0312345678')`.execute(db);
  for (const sid of SIDS) {
    await sql`insert into enqueue_data values (${sid}, '+819012345678', '+815055550000', 'completed',
      '2010-04-01', 'inbound', null, '田中', 'redirected-from', 'QU1', 42, '2014-04-01 09:00:00')`.execute(
      db,
    );
    await sql`insert into queue_data values (${sid}, '+819012345678', '+815055550000', 'in-progress',
      '2010-04-01', 'inbound', null, null, 'QU1', 42, 'CAd', '2014-04-01 08:30:00')`.execute(db);
    await sql`insert into statuscallback_data values (${sid}, '+819012345678', '+815055550000',
      'completed', '2010-04-01', 'inbound', null, null, 61, 'http://r', 'RE1', 55, null)`.execute(
      db,
    );
  }
}

/** What the server's own clock makes of a local time; the tests may run in any zone. */
async function serverUtc(db: Database, local: string): Promise<string | undefined> {
  const { rows } = await sql<{ utc: string }>`
    select convert_tz(${local}, @@global.time_zone, '+00:00') as utc`.execute(db);
  return rows[0]?.utc;
}

describe('a database of MiniCC v2', () => {
  let own: OwnDatabase;
  beforeEach(async () => {
    own = await createOwnDatabase('mysql');
    await createMiniccV2Schema(own.db);
    await fill(own.db);
  });
  afterEach(() => own.close());

  const common = {
    From: '+819012345678',
    To: '+815055550000',
    ApiVersion: '2010-04-01',
    Direction: 'inbound',
    ForwardedFrom: null,
  };

  const withoutPin = { pin_hash: null, pin_failures: 0, pin_locked_until: null };

  it('is upgraded in place with every row kept, times in UTC', async () => {
    const { db } = own;
    const leftAt = await serverUtc(db, '2014-04-01 09:00:00');
    const answeredAt = await serverUtc(db, '2014-04-01 08:30:00');
    await migrate(db);

    expect(await db.selectFrom('operators').selectAll().orderBy('telnum').execute()).toEqual([
      { telnum: '+815011112222', name: null, ...withoutPin },
      { telnum: '0312345678', name: null, ...withoutPin },
    ]);
    expect(await db.selectFrom('enqueue_data').selectAll().orderBy('CallSid').execute()).toEqual(
      SIDS.map((CallSid) => ({
        ...common,
        CallSid,
        CallStatus: 'completed',
        CallerName: '田中',
        QueueResult: 'redirected-from',
        QueueSid: 'QU1',
        QueueTime: 42,
        Time: `${leftAt}.000`,
        EventKey: `minicc-v2-${CallSid}`,
      })),
    );
    expect(await db.selectFrom('queue_data').selectAll().orderBy('CallSid').execute()).toEqual(
      SIDS.map((CallSid) => ({
        ...common,
        CallSid,
        CallStatus: 'in-progress',
        CallerName: null,
        QueueSid: 'QU1',
        QueueTime: 42,
        DequeingCallSid: 'CAd',
        Time: `${answeredAt}.000`,
        EventKey: `minicc-v2-${CallSid}`,
      })),
    );
    expect(
      await db.selectFrom('statuscallback_data').selectAll().orderBy('CallSid').execute(),
    ).toEqual(
      SIDS.map((CallSid) => ({
        ...common,
        CallSid,
        CallStatus: 'completed',
        CallerName: null,
        CallDuration: 61,
        RecordingUrl: 'http://r',
        RecordingSid: 'RE1',
        RecordingDuration: 55,
        Time: null,
        EventKey: `minicc-v2-${CallSid}`,
      })),
    );
  });

  it('has its times read in the zone that the owner names', async () => {
    await migrate(own.db, { miniccV2TimeZone: '+09:00' });
    const rows = await own.db.selectFrom('enqueue_data').select('Time').execute();
    expect(rows.map((row) => row.Time)).toEqual(Array(2).fill('2014-04-01 00:00:00.000'));
  });

  it('is left as it is where the server does not know the zone', async () => {
    const refused = migrate(own.db, { miniccV2TimeZone: 'Nowhere/Town' });
    await expect(refused).rejects.toThrow(
      /does not know the time zone Nowhere\/Town; give its offset/,
    );
    const { rows } = await sql<{ n: number }>`select count(*) as n from enqueue_data`.execute(
      own.db,
    );
    expect(rows[0]?.n).toBe(2);
  });

  it('keeps its own tables beside ours, untouched', async () => {
    await migrate(own.db);
    const { rows } = await sql`
      select QueueResult, Time from minicc_v2_enqueue_data order by CallSid`.execute(own.db);
    expect(rows).toEqual(
      Array(2).fill({ QueueResult: 'redirected-from', Time: '2014-04-01 09:00:00' }),
    );
  });

  it.each(['0001', '0002', '0003', '0004', '0005'])(
    'is upgraded as well where the upgrade was cut off after %s',
    async (last) => {
      const names = await migrate(own.db);
      for (const name of names.filter((name) => name > last)) {
        await sql`delete from minicc_migration where name = ${name}`.execute(own.db);
      }
      await migrate(own.db);
      const rows = await own.db.selectFrom('enqueue_data').select('EventKey').execute();
      expect(rows).toHaveLength(2);
    },
  );

  it('is recognised where only some of its tables are there', async () => {
    await sql`drop table enqueue_data`.execute(own.db);
    await sql`drop table statuscallback_data`.execute(own.db);
    await migrate(own.db);
    expect(await own.db.selectFrom('operators').selectAll().execute()).toHaveLength(2);
    expect(await own.db.selectFrom('queue_data').selectAll().execute()).toHaveLength(2);
    expect(await own.db.selectFrom('enqueue_data').selectAll().execute()).toHaveLength(0);
  });

  it('can still be written to as the original does, after the upgrade', async () => {
    await migrate(own.db);
    await sql`insert into queue_data(CallSid, ${sql.ref('From')}, QueueTime, ${sql.ref('Time')})
      values (${SIDS[0]}, '+81', 5, now())`.execute(own.db);
    expect(await own.db.selectFrom('queue_data').selectAll().execute()).toHaveLength(3);
  });
});
