import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CompiledQuery, sql } from 'kysely';
import { openDatabase } from '../../src/database/database';
import { type LocalStore, openLocalStore } from '../../src/database/local-store';
import { migrate } from '../../src/database/migrate';
import type { Database } from '../../src/database/tables';
import { DRAIN_BOUNDS } from '../../src/database/time-bounds';
import { startBackgroundDrain } from '../../src/history/background-drain';
import { type DrainOptions, drainBatch } from '../../src/history/drain';
import { createSpool, type Spool } from '../../src/history/spool';
import { createLogger } from '../../src/http/log';
import { buildRow } from '../support/build-row';
import { eventually } from '../support/running-server';
import { createOwnDatabase, DIALECTS, type OwnDatabase } from '../support/test-database';

describe.each(DIALECTS)('a spool that is drained into %s', (dialect) => {
  let folder: string;
  let own: OwnDatabase;
  let store: LocalStore;
  let spool: Spool;
  let options: DrainOptions;
  let counted: Record<'drained' | 'setAside', number>;
  let logLines: Record<string, unknown>[];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'minicc-drain-'));
    own = await createOwnDatabase(dialect);
    await migrate(own.db);
    logLines = [];
    const log = createLogger(
      { level: 'debug', numbers: 'masked' },
      { write: (line) => logLines.push(JSON.parse(line)) },
    );
    store = openLocalStore(join(folder, 'spool.db'), log);
    spool = createSpool(store);
    counted = { drained: 0, setAside: 0 };
    const meter = {
      written: () => {},
      spooled: () => {},
      drained: (rows: number) => {
        counted.drained += rows;
      },
      setAside: (rows: number) => {
        counted.setAside += rows;
      },
      notKept: () => {},
    };
    options = { spool, db: own.db, log, meter };
  });
  afterEach(async () => {
    await store.close();
    await own.close();
    rmSync(folder, { recursive: true });
  });

  async function fill(count: number): Promise<void> {
    const tables = ['enqueue_data', 'queue_data', 'statuscallback_data'] as const;
    await Promise.all(
      Array.from({ length: count }, (_, i) => {
        const Time = new Date(Date.UTC(2026, 3, 1) + i * 1000).toISOString();
        return spool.add(
          buildRow(tables[i % 3] ?? 'queue_data', `key ${i}`, {
            Time: Time.replace('T', ' ').replace('Z', ''),
          }),
        );
      }),
    );
  }

  async function countRows(): Promise<number> {
    let count = 0;
    for (const table of ['enqueue_data', 'queue_data', 'statuscallback_data'] as const) {
      count += (await own.db.selectFrom(table).select('EventKey').execute()).length;
    }
    return count;
  }

  it('is in the tables, value by value, and gone from the spool', async () => {
    const row = buildRow('enqueue_data', 'a', { CallerName: 'Bob 😀', To: '', QueueTime: null });
    await spool.add(row);
    expect(await drainBatch(options)).toEqual({ drained: 1, setAside: 0 });
    const rows = await own.db.selectFrom('enqueue_data').selectAll().execute();
    expect(rows).toEqual([row.row]);
    expect(await drainBatch(options)).toEqual({ drained: 0, setAside: 0 });
    expect(counted).toEqual({ drained: 1, setAside: 0 });
  });

  it('goes in batches, the oldest first', async () => {
    await fill(750);
    await drainBatch(options);
    expect(await countRows()).toBe(600);
    const left = await spool.listOldest('enqueue_data', 1);
    expect(left.map(({ row }) => row.EventKey)).toEqual(['key 600']);
    await drainBatch(options);
    expect(await countRows()).toBe(750);
    expect(await spool.readState()).toMatchObject({ rows: 0 });
  });

  it('is there once where the last drain was cut off before it had forgotten the rows', async () => {
    await fill(30);
    const write = jest.spyOn(store, 'write').mockRejectedValue(new Error('killed'));
    await expect(drainBatch(options)).rejects.toThrow('killed');
    write.mockRestore();
    expect(await spool.readState()).toMatchObject({ rows: 30 });
    expect(await countRows()).toBe(30);
    await drainBatch(options);
    expect(await countRows()).toBe(30);
    expect(await spool.readState()).toMatchObject({ rows: 0 });
  });

  it('is there once where two drain it at once', async () => {
    await fill(400);
    const other = openDatabase(own.location, DRAIN_BOUNDS);
    const drains = [options, { ...options, db: other }].map(async (one) => {
      while ((await drainBatch(one)).drained > 0);
    });
    await Promise.all(drains);
    await other.destroy();
    expect(await countRows()).toBe(400);
    expect(await spool.readState()).toMatchObject({ rows: 0 });
  });

  it('sets a row aside that the database will never take, and drains those behind it', async () => {
    await refuse('enqueue_data', 'key 0');
    await fill(10);
    expect(await drainBatch(options)).toEqual({ drained: 9, setAside: 1 });
    expect(await countRows()).toBe(9);
    expect(await spool.readState()).toMatchObject({ rows: 0, setAside: 1 });
    expect(await spool.listSetAside(5)).toMatchObject([
      { table: 'enqueue_data', reason: expect.stringMatching(/\w/) },
    ]);
    expect(counted).toEqual({ drained: 9, setAside: 1 });
    expect(logLines).toMatchObject([
      { level: 50, msg: 'the database refuses a history row; it was set aside' },
    ]);
  });

  it('keeps the rows of a table that is not there, however many, and drains those of the others', async () => {
    await fill(900);
    await sql`alter table enqueue_data rename to elsewhere`.execute(own.db);
    for (const _batch of [1, 2]) {
      await expect(drainBatch(options)).rejects.toThrow(/enqueue_data/);
    }
    expect(await spool.readState()).toMatchObject({ rows: 300, setAside: 0 });
    await sql`alter table elsewhere rename to enqueue_data`.execute(own.db);
    while ((await drainBatch(options)).drained > 0);
    expect(await countRows()).toBe(900);
    expect(await spool.readState()).toMatchObject({ rows: 0, setAside: 0 });
  });

  it('sets a row aside that it refuses twice for a reason of its own, while it takes others', async () => {
    await fill(12);
    const db = refuseInserts(({ EventKey }) => EventKey === 'key 3');
    expect(await drainBatch({ ...options, db })).toEqual({ drained: 11, setAside: 1 });
    expect(await spool.listSetAside(5)).toMatchObject([{ reason: 'for no known reason' }]);
  });

  it('keeps a row on its way that it refuses once and takes when it is asked again', async () => {
    await fill(12);
    let times = 0;
    const db = refuseInserts(({ EventKey }) => EventKey === 'key 3' && ++times <= 2);
    expect(await drainBatch({ ...options, db })).toEqual({ drained: 12, setAside: 0 });
  });

  it('sets nothing aside where it refuses all rows for a reason of its own', async () => {
    await fill(60);
    let statements = 0;
    const db = refuseInserts(() => ++statements > 0);
    await expect(drainBatch({ ...options, db })).rejects.toThrow('for no known reason');
    expect(await spool.readState()).toMatchObject({ rows: 60, setAside: 0 });
    expect(statements).toBeLessThan(60);
  });

  it('sets nothing aside where the database goes away in the middle', async () => {
    await refuse('enqueue_data', 'key 0');
    await fill(300);
    const other = openDatabase(own.location, DRAIN_BOUNDS);
    let statements = 0;
    const db = new Proxy(other, {
      get(target, name) {
        if (name === 'executeQuery') statements += 1;
        if (statements === 20) void target.destroy();
        const value = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    await expect(drainBatch({ ...options, db })).rejects.toThrow(/closed|destroyed|not open/);
    const { rows, setAside } = await spool.readState();
    expect(setAside).toBeLessThanOrEqual(1);
    expect(rows + setAside + (await countRows())).toBe(300);
    expect(await countRows()).toBeGreaterThan(5);
  });

  it('drains by itself what was there before, and what comes later', async () => {
    await fill(5);
    const drain = startBackgroundDrain(options);
    await eventually(async () => (await countRows()) === 5);
    await spool.add(buildRow('queue_data', 'later'));
    drain.wake();
    await eventually(async () => (await countRows()) === 6);
    await drain.stop();
  });

  it('begins when it is told that the tables are ready, and ends where it never is', async () => {
    await sql`alter table queue_data rename to elsewhere`.execute(own.db);
    await fill(5);
    let tell = () => {};
    const readiness = new Promise<void>((resolve) => {
      tell = resolve;
    });
    const drain = startBackgroundDrain({ ...options, readiness });
    const never = startBackgroundDrain({ ...options, readiness: new Promise(() => {}) });
    // Long enough for a drain that does not wait to find no table.
    await sleep(300);
    await sql`alter table elsewhere rename to queue_data`.execute(own.db);
    tell();
    await eventually(async () => (await countRows()) === 5);
    await Promise.all([drain.stop(), never.stop()]);
    expect(logLines.filter(({ msg }) => msg === 'the spool cannot be drained yet')).toEqual([]);
  });

  it('tries again by itself while the database takes nothing', async () => {
    await sql`alter table queue_data rename to elsewhere`.execute(own.db);
    await fill(9);
    const drain = startBackgroundDrain(options);
    const complaint = () => logLines.filter(({ msg }) => msg === 'the spool cannot be drained yet');
    await eventually(() => complaint().length > 0);
    await sql`alter table elsewhere rename to queue_data`.execute(own.db);
    await eventually(async () => (await countRows()) === 9);
    await drain.stop();
    expect(complaint()).toHaveLength(1);
  });

  /** The database with a fault that no list knows: it refuses statements with such a row. */
  function refuseInserts(isRefused: (row: { EventKey: string }) => boolean): Database {
    const refuse: Database['executeQuery'] = async (query) => {
      const { sql: text, parameters } = query as CompiledQuery;
      const keys = parameters.filter((value) => /^key \d+$/.test(String(value)));
      if (text.startsWith('insert') && keys.some((EventKey) => isRefused({ EventKey } as never))) {
        throw new Error('for no known reason');
      }
      return own.db.executeQuery(query);
    };
    return new Proxy(own.db, {
      get(db, name) {
        const member = Reflect.get(db, name, db);
        if (name === 'executeQuery') return refuse;
        return typeof member === 'function' ? member.bind(db) : member;
      },
    });
  }

  /** Has the database refuse the row with this key, as an owner's own trigger or column may. */
  async function refuse(table: string, key: string): Promise<void> {
    await (dialect === 'mysql'
      ? sql.raw(`alter table ${table} add constraint never check (EventKey <> '${key}')`)
      : sql.raw(
          `create trigger never before insert on ${table} when new.EventKey = '${key}'
           begin select raise(abort, 'never'); end`,
        )
    ).execute(own.db);
  }
});
