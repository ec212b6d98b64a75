import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Database } from '../../src/database/tables';
import { type DatabaseServer, startPrivateServer } from '../support/database-server';
import { eventually } from '../support/running-server';
import { takeAccount } from './support/account';
import { type CallDatabase, createCallDatabase } from './support/call-database';
import { type Fault, IS_FULL } from './support/faults';
import { tellFigures } from './support/figures';
import { type Service, startService } from './support/service';
import { startSteadyLoad } from './support/steady-load';

jest.setTimeout(300_000);

/** A caller can be kept waiting no longer than this, but for one in a hundred. */
const PATIENCE_MS = 2000;
/** So many events come before the fault, and after it. */
const EVENTS = IS_FULL ? 200 : 40;
/** A fault lasts until so many rows had to go to the spool. */
const SPOOLED = IS_FULL ? 200 : 20;
const STOPPED_MS = IS_FULL ? 30_000 : 4000;

describe('under steady load, when the database is', () => {
  let server: DatabaseServer;
  let database: CallDatabase;
  let minicc: Service;

  beforeAll(async () => {
    // All tables in one file that can grow to 48 MB: a disk that the test can fill.
    server = await startPrivateServer([
      '--innodb-file-per-table=0',
      '--innodb-data-file-path=ibdata1:12M:autoextend:max:48M',
    ]);
    database = await createCallDatabase(server.url);
    minicc = await startService({ DATABASE_URL: database.url });
  });
  afterAll(async () => {
    await minicc?.remove();
    await server?.stop();
  });

  async function undergo(fault: Fault, strike: (until: () => Promise<void>) => Promise<void>) {
    const load = startSteadyLoad({ origin: minicc.origin });
    try {
      await load.goesOn(EVENTS);
      const before = minicc.countSpooled();
      await strike(() => eventually(() => minicc.countSpooled() >= before + SPOOLED, 60_000));
      await load.goesOn(EVENTS);
    } finally {
      await load.stop();
    }
    await minicc.recovers();
    const account = await database.asRoot((db) => takeAccount(db, load.events()));
    const { p99Ms } = load.figures().total;
    tellFigures(fault, account, p99Ms);
    expect(account).toMatchObject({ lost: 0, doubled: 0, wrong: 0 });
    expect(load.debuggerLog()).toEqual([]);
    expect(p99Ms).toBeLessThan(PATIENCE_MS);
  }

  it('killed and restarted, every call is answered and every row is there once', () =>
    undergo('databaseKilled', async (untilSpooled) => {
      await server.kill();
      await untilSpooled();
      await server.restart();
    }));

  it('stopped, every call is answered and every row is there once', () =>
    undergo('databaseStopped', async (untilSpooled) => {
      await server.freeze();
      await Promise.all([sleep(STOPPED_MS), untilSpooled()]);
      await server.thaw();
    }));

  it('restarted, and has all connections cut, every call is answered and every row is there once', () =>
    undergo('databaseRestarted', async () => {
      await server.shutDown();
      await server.restart();
      await minicc.recovers();
      for (let round = 0; round < 5; round += 1) {
        await database.asRoot(cutEveryConnection);
        await sleep(200);
      }
    }));

  it('read-only, every call is answered and every row is there once', () =>
    undergo('databaseReadOnly', async (untilSpooled) => {
      await database.asRoot((db) => sql`set global read_only = 1`.execute(db));
      await untilSpooled();
      await database.asRoot((db) => sql`set global read_only = 0`.execute(db));
    }));

  it('on a full disk, every call is answered and every row is there once', () =>
    undergo('databaseFull', async (untilSpooled) => {
      await database.asRoot(fillDisk);
      await untilSpooled();
      await database.asRoot((db) => sql`drop table ballast`.execute(db));
    }));
});

async function cutEveryConnection(db: Database): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    select id from information_schema.processlist where user = 'minicc'`.execute(db);
  // One may be gone by now.
  for (const { id } of rows) {
    await sql`kill ${sql.lit(Number(id))}`.execute(db).catch(() => undefined);
  }
}

/** Many rows at once first, then single ones, until not even one has room. */
async function fillDisk(db: Database): Promise<void> {
  // Short enough to be kept in its page, where a table that is full is found out in time.
  await sql`create table ballast (filling varchar(8000)) character set latin1`.execute(db);
  for (const rows of [500, 50, 5, 1]) {
    const values = sql.join(Array.from({ length: rows }, () => sql`(repeat('x', 7000))`));
    const insert = sql`insert into ballast values ${values}`;
    for (let isFull = false; !isFull; ) {
      isFull = await insert.execute(db).then(
        () => false,
        (error: { code?: string }) => {
          if (error.code !== 'ER_RECORD_FILE_FULL') throw error;
          return true;
        },
      );
    }
  }
}
