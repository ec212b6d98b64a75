import { sql } from 'kysely';
import { insertEventsOnce } from '../../src/database/dialect';
import { migrate } from '../../src/database/migrate';
import { createMiniccV2Schema } from '../support/minicc-v2';
import { createOwnDatabase, DIALECTS, type OwnDatabase } from '../support/test-database';
import { createTestService, type TestService } from '../support/test-service';

/**
 * Rows that the PHP original lost, its answer being 200 all the same. Each is shown to be refused
 * by its schema (below), and to be kept by ours.
 */
const SID = 'CA00000000000000000000000000000001';
const LOSSES = [
  {
    loss: 'a QueueResult of 19 characters',
    table: 'enqueue_data',
    path: '/exit_enqueue',
    form: { CallSid: SID, QueueResult: 'bridging-in-process' },
    kept: { QueueResult: 'bridging-in-process' },
  },
  {
    loss: 'a QueueResult of 23 characters',
    table: 'enqueue_data',
    path: '/exit_enqueue',
    form: { CallSid: SID, QueueResult: 'redirected-from-bridged' },
    kept: { QueueResult: 'redirected-from-bridged' },
  },
  {
    loss: 'a Direction of 20 characters',
    table: 'queue_data',
    path: '/guidance',
    form: { CallSid: SID, Direction: 'trunking-originating' },
    kept: { Direction: 'trunking-originating' },
  },
  {
    loss: 'a caller name with an emoji',
    table: 'enqueue_data',
    path: '/exit_enqueue',
    form: { CallSid: SID, CallerName: 'Bob 😀' },
    kept: { CallerName: 'Bob 😀' },
  },
  {
    loss: 'an empty QueueTime',
    table: 'enqueue_data',
    path: '/exit_enqueue',
    form: { CallSid: SID, QueueTime: '' },
    kept: { QueueTime: null },
  },
  {
    loss: 'a QueueTime that is no number',
    table: 'queue_data',
    path: '/guidance',
    form: { CallSid: SID, QueueTime: 'NaN' },
    kept: { QueueTime: null },
  },
  {
    loss: 'a CallDuration that is no number',
    table: 'statuscallback_data',
    path: '/status_callback',
    form: { CallSid: SID, CallDuration: 'unknown' },
    kept: { CallDuration: null },
  },
  {
    loss: 'a CallDuration beyond an INT',
    table: 'statuscallback_data',
    path: '/status_callback',
    form: { CallSid: SID, CallDuration: '99999999999' },
    kept: { CallDuration: null },
  },
  {
    loss: 'a RecordingUrl of 300 characters',
    table: 'statuscallback_data',
    path: '/status_callback',
    form: { CallSid: SID, RecordingUrl: `https://${'r'.repeat(292)}` },
    kept: { RecordingUrl: `https://${'r'.repeat(292)}` },
  },
  {
    loss: 'a From too long for any column',
    table: 'enqueue_data',
    path: '/exit_enqueue',
    form: { CallSid: SID, From: `sip:${'あ'.repeat(3000)}` },
    kept: { From: `sip:${'あ'.repeat(508)}` },
  },
  {
    loss: 'a SID of another length',
    table: 'queue_data',
    path: '/guidance',
    form: { CallSid: SID, QueueSid: `QU${'é'.repeat(40)}` },
    kept: { QueueSid: `QU${'é'.repeat(32)}` },
  },
] as const;

describe('the schema of MiniCC v2', () => {
  let own: OwnDatabase;
  beforeAll(async () => {
    own = await createOwnDatabase('mysql');
    await createMiniccV2Schema(own.db);
  });
  afterAll(() => own.close());

  it.each(LOSSES)('refuses $loss', async ({ table, form }) => {
    await expect(insertPlainly(own.db, table, form)).rejects.toThrow(/column|value/);
  });

  it('refuses the second event of a call', async () => {
    const form = { CallSid: 'CA00000000000000000000000000000002', QueueResult: 'redirected' };
    await insertPlainly(own.db, 'enqueue_data', form);
    const again = insertPlainly(own.db, 'enqueue_data', { ...form, QueueResult: 'hangup' });
    await expect(again).rejects.toThrow(/Duplicate entry/);
  });
});

function insertPlainly(db: OwnDatabase['db'], table: string, form: Record<string, string>) {
  const columns = sql.join(Object.keys(form).map((column) => sql.ref(column)));
  const values = sql.join(Object.values(form));
  return sql`insert into ${sql.table(table)} (${columns}) values (${values})`.execute(db);
}

describe.each(DIALECTS)('our schema on %s', (dialect) => {
  let service: TestService;
  beforeEach(async () => {
    service = await createTestService(dialect);
  });
  afterEach(() => service.close());

  it.each(LOSSES)('keeps $loss', async ({ table, path, form, kept }) => {
    await service.post(path, form).expect(200);
    const rows = await service.db.selectFrom(table).selectAll().execute();
    expect(rows).toMatchObject([{ CallSid: SID, ...kept }]);
  });

  it('warns in the log of a value that was changed to fit', async () => {
    const form = { CallSid: SID, From: 'x'.repeat(600), QueueTime: 'NaN', QueueResult: 'a\0b' };
    await service.post('/exit_enqueue', form).expect(200);
    const rows = await service.db.selectFrom('enqueue_data').selectAll().execute();
    expect(rows).toMatchObject([{ QueueResult: 'a\u{FFFD}b', QueueTime: null }]);
    expect(service.logLines).toContainEqual(
      expect.objectContaining({
        level: 40,
        callSid: SID,
        columns: ['From', 'QueueResult', 'QueueTime'],
      }),
    );
  });

  it('cuts between characters, never inside one', async () => {
    await service.post('/exit_enqueue', { CallSid: SID, CallerName: '😀'.repeat(300) });
    const rows = await service.db.selectFrom('enqueue_data').selectAll().execute();
    expect(rows[0]?.CallerName).toBe('😀'.repeat(255));
  });

  it('keeps both events of a caller who enters the queue twice', async () => {
    await service.post('/exit_enqueue', { CallSid: SID, QueueResult: 'redirected', QueueTime: 10 });
    await service.post('/exit_enqueue', { CallSid: SID, QueueResult: 'hangup', QueueTime: 95 });
    const rows = await service.db.selectFrom('enqueue_data').select('QueueResult').execute();
    expect(rows.map((row) => row.QueueResult).sort()).toEqual(['hangup', 'redirected']);
  });

  it('keeps two events that are alike but for Twilio’s idempotency token', async () => {
    const form = { CallSid: SID, QueueResult: 'hangup', QueueTime: '5' };
    for (const token of ['5f8f1c2a-0001', '5f8f1c2a-0002', '5f8f1c2a-0001']) {
      await service.post('/exit_enqueue', form, { 'I-Twilio-Idempotency-Token': token });
    }
    const rows = await service.db.selectFrom('enqueue_data').select('EventKey').execute();
    expect(rows.map((row) => row.EventKey).sort()).toEqual(['5f8f1c2a-0001', '5f8f1c2a-0002']);
  });

  it.each([undefined, 'x'.repeat(500), 'no word / at all'])(
    'leaves one row of a request that is repeated, also at once (token %p)',
    async (token) => {
      const form = { CallSid: SID, QueueSid: 'QU1', QueueTime: '42' };
      const headers: Record<string, string> =
        token === undefined ? {} : { 'I-Twilio-Idempotency-Token': token };
      await service.post('/guidance', form, headers);
      await Promise.all(
        Array.from({ length: 5 }, () => service.post('/guidance', form, headers).expect(200)),
      );
      const rows = await service.db.selectFrom('queue_data').selectAll().execute();
      expect(rows).toHaveLength(1);
    },
  );

  it('compares SIDs case-sensitively', async () => {
    const lower = `CA${'a'.repeat(32)}`;
    const upper = `CA${'A'.repeat(32)}`;
    await service.post('/guidance', { CallSid: lower });
    await service.post('/guidance', { CallSid: upper });
    const rows = await service.db
      .selectFrom('queue_data')
      .select('CallSid')
      .where('CallSid', '=', upper)
      .execute();
    expect(rows).toEqual([{ CallSid: upper }]);
  });

  it('takes a plain INSERT of the original’s columns, twice', async () => {
    const form = { CallSid: SID, From: '+819012345678', QueueResult: 'hangup' };
    await insertPlainly(service.db, 'enqueue_data', form);
    await insertPlainly(service.db, 'enqueue_data', form);
    await insertPlainly(service.db, 'queue_data', { CallSid: SID, QueueTime: '1' });
    await insertPlainly(service.db, 'statuscallback_data', { CallSid: SID, CallDuration: '1' });
    const keys = await service.db.selectFrom('enqueue_data').select('EventKey').execute();
    expect(new Set(keys.map((row) => row.EventKey)).size).toBe(2);
  });
});

describe('the columns of MySQL', () => {
  it('are as wide as what we cut values to', async () => {
    const service = await createTestService('mysql');
    const long = 'x'.repeat(2000);
    const texts = ['From', 'To', 'CallStatus', 'ApiVersion', 'Direction', 'ForwardedFrom'];
    const more = ['CallerName', 'QueueResult', 'QueueSid', 'DequeingCallSid', 'RecordingUrl'];
    const names = [...texts, ...more, 'RecordingSid'];
    const form = { CallSid: SID, ...Object.fromEntries(names.map((name) => [name, long])) };
    for (const path of ['/exit_enqueue', '/guidance', '/status_callback']) {
      await service.post(path, form).expect(200);
    }
    const { rows } = await sql<{ name: string; width: number; table: string }>`
      select table_name as "table", column_name as name, character_maximum_length as width
      from information_schema.columns
      where table_schema = database() and table_name like '%\\_data'
        and character_maximum_length is not null and column_name not in ('CallSid', 'EventKey')
    `.execute(service.db);
    const stored = await Promise.all(
      rows.map(async ({ table, name }) => {
        const result = await sql<{ length: number }>`
          select char_length(${sql.ref(name)}) as length from ${sql.table(table)}`.execute(
          service.db,
        );
        return { table, name, width: Number(result.rows[0]?.length) };
      }),
    );
    await service.close();
    expect(rows.length).toBeGreaterThan(20);
    expect(stored).toEqual(
      rows.map(({ table, name, width }) => ({ table, name, width: Number(width) })),
    );
  });
});

describe.each(DIALECTS)('insertEventsOnce on %s', (dialect) => {
  it('tells of every fault but a key that is there already', async () => {
    const own = await createOwnDatabase(dialect);
    await migrate(own.db);
    const row = { EventKey: 'k', CallSid: null as unknown as string, Time: '' };
    await expect(insertEventsOnce(own.db, 'queue_data', [row as never])).rejects.toThrow(/CallSid/);
    await own.close();
  });
});
