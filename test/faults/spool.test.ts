import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Database } from '../../src/database/tables';
import { toUtcTime } from '../../src/database/utc-time';
import { type DatabaseServer, startPrivateServer } from '../support/database-server';
import { startMinicc } from '../support/minicc-command';
import { eventually } from '../support/running-server';
import { type Account, takeAccount } from './support/account';
import { type CallDatabase, createCallDatabase } from './support/call-database';
import { DAMAGES, type Damage, emptyLog } from './support/damage';
import { type Fault, IS_FULL } from './support/faults';
import { tellFigures } from './support/figures';
import { limitFileSize } from './support/file-size';
import { type Service, startService } from './support/service';
import { type SteadyLoad, startSteadyLoad } from './support/steady-load';

jest.setTimeout(900_000);

const DRAIN_ROUNDS = IS_FULL ? 5 : 1;
/** More than a drain moves at once. */
const DRAINED_ROWS = IS_FULL ? 1000 : 250;
/** Each of them waits for the database as long as it may. */
const LOCKED_OUT_ROWS = IS_FULL ? 300 : 60;
const DAMAGE_ROUNDS = IS_FULL ? 2 : 1;
const ROWS_BETWEEN = IS_FULL ? 20 : 8;
const LONG_MS = 120_000;

/** What the log says of a row that could be kept nowhere. */
const REFUSED = 'nor did the spool: the request is refused';
/** What it says of a file that could not be used any more. */
const SET_ASIDE = 'a damaged spool file was set aside';

describe('under steady load, rows that wait in the spool', () => {
  let server: DatabaseServer;
  let database: CallDatabase;
  let minicc: Service;

  beforeAll(async () => {
    server = await startPrivateServer();
    database = await createCallDatabase(server.url);
    minicc = await startService({ DATABASE_URL: database.url });
  });
  afterAll(async () => {
    await minicc?.remove();
    await server?.stop();
  });

  /** How many customers left the queue in a time span, by what the tables say. */
  const countLeavers = (from: Date, until: Date) =>
    database.asRoot(async (db) => {
      const { count } = await db
        .selectFrom('enqueue_data')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('Time', '>=', toUtcTime(from))
        .where('Time', '<', toUtcTime(until))
        .executeTakeFirstOrThrow();
      return Number(count);
    });

  const isSpooled = (rows: number) => {
    const enough = minicc.countSpooled() + rows;
    return eventually(() => minicc.countSpooled() >= enough, LONG_MS);
  };

  /** Places calls as fast as they are answered while `work` is done, and takes account afterwards. */
  async function undergo(
    fault: Fault,
    work: (load: SteadyLoad) => Promise<void>,
    service = minicc,
  ): Promise<{ account: Account; load: SteadyLoad }> {
    const load = startSteadyLoad({
      origin: service.origin,
      webhooksPerSecond: Number.POSITIVE_INFINITY,
    });
    try {
      await work(load);
    } finally {
      await load.stop();
    }
    await service.recovers();
    const account = await database.asRoot((db) => takeAccount(db, load.events()));
    tellFigures(fault, account);
    expect(account).toMatchObject({ lost: 0, doubled: 0, wrong: 0 });
    return { account, load };
  }

  it('are each in the tables once, though minicc is killed while it moves them', async () => {
    await undergo('killedDuringDrain', async () => {
      for (let round = 0; round < DRAIN_ROUNDS; round += 1) {
        await killBetweenTables();
        await killSomewhere();
      }
    });
  });

  /** The rows of one table are there, those of another are not, and all are still in the spool. */
  async function killBetweenTables(): Promise<void> {
    await whileLockedOut(async (locker) => {
      const lockedAt = new Date();
      await isSpooled(LOCKED_OUT_ROWS);
      const unlockedAt = new Date();
      await sql`lock tables statuscallback_data write`.execute(locker);
      await eventually(
        async () => (await countLeavers(lockedAt, unlockedAt)) > 0 && (await countDrains()) > 0,
        LONG_MS,
      );
      await minicc.end('SIGKILL');
    });
    await minicc.start();
    await minicc.recovers();
  }

  /** Some are there and no longer in the spool, or in one of its files, or in both. */
  async function killSomewhere(): Promise<void> {
    await server.kill();
    const downAt = new Date();
    await isSpooled(DRAINED_ROWS);
    const upAt = new Date();
    await server.restart();
    await eventually(async () => (await countLeavers(downAt, upAt)) > 0, LONG_MS);
    await minicc.end('SIGKILL');
    await minicc.start();
    await minicc.recovers();
  }

  it('are each in the tables once, though two commands move them beside the server', async () => {
    const { folder, settings } = minicc;
    await undergo('drainsAtOnce', async () => {
      for (let round = 0; round < DRAIN_ROUNDS; round += 1) {
        const drains = await whileLockedOut(async () => {
          await isSpooled(LOCKED_OUT_ROWS);
          const commands = [1, 2].map(() => startMinicc(['spool', 'drain'], { folder, settings }));
          await eventually(async () => (await countDrains()) === 3, LONG_MS);
          return commands;
        });
        const ends = await Promise.all(drains.map(({ ended }) => ended));
        expect(ends.map(({ code }) => code)).toEqual([0, 0]);
        await minicc.recovers();
      }
    });
  });

  /** While `work` is done, whoever wants to write to a table of history waits for a lock. */
  function whileLockedOut<T>(work: (locker: Database) => Promise<T>): Promise<T> {
    return database.asRoot((db) =>
      db.connection().execute(async (locker) => {
        await sql`
          lock tables enqueue_data write, queue_data write, statuscallback_data write`.execute(
          locker,
        );
        const result = await work(locker);
        await sql`unlock tables`.execute(locker);
        return result;
      }),
    );
  }

  /** How many wait to write, and longer than a webhook does. */
  const countDrains = () =>
    database.asRoot(async (db) => {
      const { rows } = await sql<{ count: number }>`
        select count(*) as count from information_schema.processlist
        where user = 'minicc' and info like 'insert%' and time >= 2`.execute(db);
      return Number(rows[0]?.count);
    });

  async function damageStopped({ isOfLog, strike }: Damage, file: string): Promise<void> {
    await minicc.end('SIGKILL');
    if (!isOfLog) emptyLog(file);
    strike(file);
    await minicc.start();
    await isSpooled(ROWS_BETWEEN);
  }

  /**
   * A file in use may not be read again before the next start; and what was written to its log since
   * may have taken the place of all that was damaged.
   */
  async function damageRunning({ isOfLog, strike }: Damage, file: string): Promise<void> {
    await minicc.end('SIGKILL');
    if (!isOfLog) emptyLog(file);
    await minicc.start();
    await isSpooled(ROWS_BETWEEN);
    strike(file);
    await isSpooled(ROWS_BETWEEN);
    await minicc.end('SIGKILL');
    await minicc.start();
    await isSpooled(ROWS_BETWEEN);
  }

  /** What the log says of files that were set aside. */
  const listSetAside = () => minicc.logLines().filter(({ msg }) => msg === SET_ASIDE);

  it('are each in the tables once, though one of the two files is damaged', async () => {
    const files = ['var/spool.db', 'var/spool.db.copy'];
    await undergo('spoolDamaged', async () => {
      for (let round = 0; round < DAMAGE_ROUNDS; round += 1) {
        for (const [index, file] of files.entries()) {
          for (const strike of [damageRunning, damageStopped]) {
            if (!IS_FULL && (index === 0) !== (strike === damageRunning)) continue;
            await server.kill();
            await isSpooled(ROWS_BETWEEN);
            for (const [name, damage] of Object.entries(DAMAGES)) {
              const told = listSetAside().length;
              await strike(damage, join(minicc.folder, file));
              const news = listSetAside().slice(told);
              expect(news.filter((line) => line.file !== file)).toEqual([]);
              if (strike === damageStopped) {
                expect([file, name, news.length]).toEqual([file, name, damage.isSetAside ? 1 : 0]);
              }
            }
            await server.restart();
            await minicc.recovers();
          }
        }
      }
    });
    expect(minicc.logLines().filter(({ msg }) => msg === REFUSED)).toEqual([]);
    const kept = listSetAside().map(({ aside }) => existsSync(join(minicc.folder, String(aside))));
    expect(kept).toEqual(kept.map(() => true));
  });

  it('and cannot, for want of room, are refused and not acknowledged, and callers are served', async () => {
    const { load } = await undergo('spoolFull', async (running) => {
      await server.kill();
      await isSpooled(ROWS_BETWEEN);
      const { pid = 0 } = minicc.server.process;
      await limitFileSize(pid, 4096);
      await isRefused(minicc, ROWS_BETWEEN);
      await limitFileSize(pid, 'unlimited');
      await isSpooled(ROWS_BETWEEN);
      await server.restart();
      await running.goesOn(ROWS_BETWEEN);
    });
    expectOnlyRowsRefused(load);
  });

  it('and cannot, for want of a folder, are refused and not acknowledged, and callers are served', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'minicc-no-folder-'));
    // Even root cannot make a folder in a file.
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const other = await startService({
      DATABASE_URL: database.url,
      SPOOL_PATH: join(file, 'spool.db'),
    });
    try {
      const { load } = await undergo(
        'spoolUnwritable',
        async (running) => {
          await running.goesOn(ROWS_BETWEEN);
          await server.kill();
          await isRefused(other, ROWS_BETWEEN);
          await server.restart();
          await running.goesOn(ROWS_BETWEEN);
        },
        other,
      );
      expectOnlyRowsRefused(load);
    } finally {
      await other.remove();
      rmSync(folder, { recursive: true });
    }
  });
});

async function isRefused(minicc: Service, rows: number): Promise<void> {
  const count = () => minicc.logLines().filter(({ msg }) => msg === REFUSED).length;
  const enough = count() + rows;
  await eventually(() => count() >= enough, LONG_MS);
  expect(minicc.logLines().find(({ msg }) => msg === REFUSED)).toMatchObject({
    level: 50,
    err: { message: expect.stringMatching(/disk|not a directory/) },
  });
}

/** The menu, the music and the operators' queue are as ever; what could not be kept was refused. */
function expectOnlyRowsRefused(load: SteadyLoad): void {
  const entries = load.debuggerLog();
  const paths = entries.map(({ url }) => new URL(url ?? '').pathname);
  expect(
    paths.filter((path) => !['/exit_enqueue', '/guidance', '/status_callback'].includes(path)),
  ).toEqual([]);
  expect(entries.filter(({ message }) => message.includes('(503)')).length).toBeGreaterThan(0);
}
