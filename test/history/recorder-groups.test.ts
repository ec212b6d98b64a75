import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { sql } from 'kysely';
import { closeWithin, openDatabase } from '../../src/database/database';
import { parseDatabaseUrl } from '../../src/database/database-url';
import { dialectOf } from '../../src/database/dialect';
import { type LocalStore, openLocalStore } from '../../src/database/local-store';
import { migrate } from '../../src/database/migrate';
import { type Database, EVENT_TABLES, type EventTable } from '../../src/database/tables';
import { COMMAND_BOUNDS, webhookBounds } from '../../src/database/time-bounds';
import type { HistoryEvent } from '../../src/history/history-event';
import { createHistoryRecorder, type HistoryRecorder } from '../../src/history/recorder';
import { createSpool, type Spool } from '../../src/history/spool';
import { createLogger } from '../../src/http/log';
import { buildRow } from '../support/build-row';
import { withConnection } from '../support/connection';
import { type DatabaseServer, startPrivateServer } from '../support/database-server';
import { holdTable } from '../support/hold-table';
import { eventually } from '../support/running-server';
import { createOwnDatabase, DIALECTS, type OwnDatabase } from '../support/test-database';

const BOUND_MS = 500;
/** What a busy machine may add. */
const SLACK_MS = 400;
const REFUSED = '+000';
const log = createLogger({ level: 'silent', numbers: 'masked' });

let folder: string;
let store: LocalStore;
let spool: Spool;
let counts: { written: number; spooled: number };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'minicc-groups-'));
  store = openLocalStore(join(folder, 'spool.db'), log);
  spool = createSpool(store);
  // It is open before anything goes wrong, as a server's is.
  await spool.readState();
  counts = { written: 0, spooled: 0 };
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

function createRecorder(db: Database): HistoryRecorder {
  const meter = {
    written: (rows: number) => {
      counts.written += rows;
    },
    spooled: (rows: number) => {
      counts.spooled += rows;
    },
    drained: () => undefined,
    setAside: () => undefined,
    notKept: () => undefined,
  };
  return createHistoryRecorder({ db, spool, meter, log });
}

function buildEvent(
  key: string,
  columns: Record<string, unknown> = {},
  table: EventTable = 'queue_data',
): HistoryEvent {
  return { ...buildRow(table, key, columns), changedColumns: [] };
}

const keysOf = (rows: readonly { EventKey: string }[]) => rows.map(({ EventKey }) => EventKey);
const listKeys = async (db: Database, table: EventTable = 'queue_data') =>
  keysOf(await db.selectFrom(table).select('EventKey').orderBy('EventKey').execute());
const listSpooled = async (table: EventTable = 'queue_data') =>
  keysOf((await spool.listOldest(table, 1000)).map(({ row }) => row)).sort();
const numbered = (count: number) =>
  Array.from({ length: count }, (_, i) => `key ${String(i).padStart(4, '0')}`);

/** Has the database refuse rows of a number that nobody has, as it does other values. */
async function refuseNumber(db: Database, number: string): Promise<void> {
  for (const table of EVENT_TABLES) {
    const refusal =
      dialectOf(db) === 'mysql'
        ? sql`if new.\`From\` = ${sql.lit(number)} then signal sqlstate '45000'; end if`
        : sql`begin select raise(abort, 'no') where new."From" = ${sql.lit(number)}; end`;
    await sql`create trigger ${sql.ref(`refuse_${table}`)} before insert on ${sql.table(table)}
      for each row ${refusal}`.execute(db);
  }
}

/** Has the database itself note each statement that writes to queue_data: its rows are of one moment. */
async function noteStatements(db: Database): Promise<() => Promise<number>> {
  const isMysql = dialectOf(db) === 'mysql';
  const moment = isMysql ? sql`concat(connection_id(), ' ', now(6))` : sql`julianday('now')`;
  await sql`create table noted (moment varchar(99))`.execute(db);
  await sql`create trigger note before insert on queue_data for each row
    ${isMysql ? sql`` : sql`begin`} insert into noted values (${moment});
    ${isMysql ? sql`` : sql`end`}`.execute(db);
  return async () => {
    const { rows } = await sql<{ n: number }>`
      select count(distinct moment) as n from noted`.execute(db);
    return Number(rows[0]?.n);
  };
}

async function timed(work: Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work;
  return performance.now() - start;
}

describe.each(DIALECTS)('events recorded together on %s', (dialect) => {
  let own: OwnDatabase;
  let db: Database;
  let recorder: HistoryRecorder;
  beforeEach(async () => {
    own = await createOwnDatabase(dialect);
    await migrate(own.db);
    // A busy machine is not what is looked at here.
    db = openDatabase(own.location, webhookBounds(20_000));
    recorder = createRecorder(db);
  });
  afterEach(async () => {
    await db.destroy();
    await own.close();
  });

  it('go in few statements, and each is there when it is acknowledged', async () => {
    const countStatements = await noteStatements(db);
    const keys = numbered(300);
    const missing: string[] = [];
    await Promise.all(
      keys.map(async (key, i) => {
        for (let turn = 0; turn < i % 6; turn += 1) await new Promise(setImmediate);
        await recorder.record(buildEvent(key, { QueueTime: i }));
        const rows = db.selectFrom('queue_data').select('QueueTime');
        const row = await rows.where('EventKey', '=', key).executeTakeFirst();
        if (row?.QueueTime !== i) missing.push(key);
      }),
    );
    expect(missing).toEqual([]);
    expect(await listKeys(db)).toEqual(keys);
    expect(await countStatements()).toBeLessThan(30);
    expect(counts).toEqual({ written: 300, spooled: 0 });
  });

  it('wait for nobody where each comes alone', async () => {
    const countStatements = await noteStatements(db);
    for (const key of numbered(10)) {
      await recorder.record(buildEvent(key));
      // SQLite's clock, which tells its statements apart here, counts milliseconds.
      await sleep(2);
    }
    expect(await countStatements()).toBe(10);
  });

  it('do not suffer from one among them that the database refuses', async () => {
    await refuseNumber(db, REFUSED);
    const keys = numbered(50);
    const bad = keys[20];
    await Promise.all(
      keys.map((key) => recorder.record(buildEvent(key, key === bad ? { From: REFUSED } : {}))),
    );
    expect(await listSpooled()).toEqual([bad]);
    expect(await listKeys(db)).toEqual(keys.filter((key) => key !== bad));
    expect(counts).toEqual({ written: 49, spooled: 1 });
  });

  it('all go to the spool where their table is missing, and those of others do not', async () => {
    await db.schema.dropTable('queue_data').execute();
    const keys = numbered(20);
    await Promise.all([
      ...keys.map((key) => recorder.record(buildEvent(key))),
      ...keys.map((key) => recorder.record(buildEvent(key, {}, 'enqueue_data'))),
    ]);
    expect(await listSpooled()).toEqual(keys);
    expect(await listKeys(db, 'enqueue_data')).toEqual(keys);
  });

  const EVENTS = fc.array(
    fc.record({
      key: fc.integer({ min: 0, max: 30 }).map((n) => `key ${n}`),
      table: fc.constantFrom(...EVENT_TABLES),
      turns: fc.integer({ min: 0, max: 6 }),
      From: fc.option(fc.string({ maxLength: 12, unit: 'grapheme' })),
      isBad: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    }),
    { minLength: 1, maxLength: 60 },
  );

  it('are each there once, as they came first or in the spool, whatever comes when', async () => {
    await refuseNumber(db, REFUSED);
    await fc.assert(
      fc.asyncProperty(EVENTS, async (events) => {
        for (const table of EVENT_TABLES) await db.deleteFrom(table).execute();
        await Promise.all(
          events.map(async ({ key, table, turns, From, isBad }) => {
            for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
            const name = `${isBad ? 'bad' : 'good'} ${key}`;
            await recorder.record(buildEvent(name, { From: isBad ? REFUSED : From }, table));
          }),
        );
        for (const table of EVENT_TABLES) {
          const good = events.filter((event) => event.table === table && !event.isBad);
          const rows = await db.selectFrom(table).select(['EventKey', 'From']).execute();
          expect(keysOf(rows).sort()).toEqual(
            [...new Set(good.map(({ key }) => `good ${key}`))].sort(),
          );
          for (const row of rows) {
            const came = good.filter(({ key }) => `good ${key}` === row.EventKey);
            expect(came.map(({ From }) => From)).toContain(row.From);
          }
          const bad = events.filter((event) => event.table === table && event.isBad);
          expect(await listSpooled(table)).toEqual(
            [...new Set(bad.map(({ key }) => `bad ${key}`))].sort(),
          );
          await spool.remove(await spool.listOldest(table, 100));
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('events recorded together on a MySQL server in trouble', () => {
  let server: DatabaseServer;
  let db: Database;
  let admin: Database;
  let recorder: HistoryRecorder;
  beforeAll(async () => {
    server = await startPrivateServer();
    await withConnection(server.url, (root) => root.query('create database groups_of_events'));
    admin = openDatabase(parseDatabaseUrl(`${server.url}/groups_of_events`), COMMAND_BOUNDS);
    await migrate(admin);
  }, 60_000);
  beforeEach(async () => {
    await admin.deleteFrom('queue_data').execute();
    db = openDatabase(parseDatabaseUrl(`${server.url}/groups_of_events`), webhookBounds(BOUND_MS));
    recorder = createRecorder(db);
    await Promise.all(numbered(5).map((key) => recorder.record(buildEvent(`warm ${key}`))));
    counts = { written: 0, spooled: 0 };
  });
  afterEach(async () => {
    await server.thaw();
    await closeWithin(db, 1000);
  });
  afterAll(async () => {
    await admin?.destroy();
    await server?.stop();
  });

  /** Events that come one after the other for half a second, and how long each was kept waiting. */
  async function recordSteadily(keys: readonly string[]): Promise<number> {
    const waits: Promise<number>[] = [];
    for (const key of keys) {
      waits.push(timed(recorder.record(buildEvent(key))));
      await sleep(3);
    }
    return Math.max(...(await Promise.all(waits)));
  }

  async function expectEachOnce(keys: readonly string[]): Promise<void> {
    const written = await listKeys(admin);
    const spooled = await listSpooled();
    const all = new Set([...written, ...spooled].filter((key) => !key.startsWith('warm')));
    expect([...all].sort()).toEqual(keys);
    expect(counts.written + counts.spooled).toBe(keys.length);
  }

  it('are in the spool in time where the server hangs', async () => {
    const keys = numbered(150);
    await server.freeze();
    const longestMs = await recordSteadily(keys);
    expect(await listSpooled()).toEqual(keys);
    expect(longestMs).toBeLessThan(BOUND_MS + SLACK_MS);
    expect(counts).toEqual({ written: 0, spooled: 150 });
    await server.thaw();
    await expectEachOnce(keys);
  });

  it('are in the spool in time where their table is locked', async () => {
    const keys = numbered(150);
    let longestMs = 0;
    await holdTable(admin, 'queue_data', async () => {
      longestMs = await recordSteadily(keys);
      expect(counts).toEqual({ written: 0, spooled: 150 });
    });
    expect(longestMs).toBeLessThan(BOUND_MS + SLACK_MS);
    await expectEachOnce(keys);
  });

  it('are written in time behind others that wait for a lock on their row', async () => {
    const keys = numbered(10);
    const waits: number[] = [];
    const held = ['z 1', 'z 2'];
    await admin.transaction().execute(async (other) => {
      const rows = held.map((key) => buildEvent(key).row) as never[];
      await other.insertInto('queue_data').values(rows).execute();
      const waiting: Promise<void>[] = [];
      for (const key of held) {
        waiting.push(recorder.record(buildEvent(key)));
        await sleep(5);
      }
      for (const key of keys) waits.push(await timed(recorder.record(buildEvent(key))));
      await Promise.all(waiting);
    });
    expect(await listKeys(admin)).toEqual(expect.arrayContaining(keys));
    expect(await listSpooled()).toEqual(held);
    expect(Math.min(...waits)).toBeLessThan(BOUND_MS / 2);
  });

  it('are all written where they run into a deadlock', async () => {
    const keys = ['a', 'b', 'c'];
    const [a, b] = keys.map((key) => buildEvent(key).row) as [never, never];
    await admin.transaction().execute(async (other) => {
      const insert = (rows: never[]) => other.insertInto('queue_data').values(rows).execute();
      // Who has written less is who is undone.
      await insert(numbered(200).map((key) => buildEvent(`z ${key}`).row) as never[]);
      await insert([b]);
      const recorded = Promise.all(keys.map((key) => recorder.record(buildEvent(key))));
      await eventually(async () => {
        const { rows } = await sql`select 1 from information_schema.innodb_trx
          where trx_state = 'LOCK WAIT'`.execute(admin);
        return rows.length === 1;
      });
      await insert([a]);
      void recorded;
    });
    await eventually(async () => counts.written + counts.spooled === 3);
    expect(counts).toEqual({ written: 3, spooled: 0 });
    expect(await listKeys(admin)).toEqual(expect.arrayContaining(keys));
  });
});
