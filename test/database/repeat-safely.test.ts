import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import Libsql from 'libsql';
import { openDatabase } from '../../src/database/database';
import { repeatSafely } from '../../src/database/repeat-safely';
import { webhookBounds } from '../../src/database/time-bounds';
import { DatabaseDownError, DatabaseTimeoutError } from '../../src/errors';
import { createOwnDatabase, DIALECTS, type OwnDatabase } from '../support/test-database';

const buildError = (code: string) => Object.assign(new Error(code), { code });

describe.each(DIALECTS)('repeatSafely on %s', (dialect) => {
  let own: OwnDatabase;
  beforeAll(async () => {
    own = await createOwnDatabase(dialect);
  });
  afterAll(() => own.close());

  /** Work that fails with each of `errors` in turn before it succeeds. */
  function failWith(...errors: Error[]) {
    const left = [...errors];
    return jest.fn(async () => {
      const error = left.shift();
      if (error) throw error;
      return 'done';
    });
  }

  it.each(['ER_LOCK_DEADLOCK', 'ER_SERVER_SHUTDOWN', 'PROTOCOL_CONNECTION_LOST', 'SQLITE_BUSY'])(
    'tries again after %s',
    async (code) => {
      const work = failWith(buildError(code), buildError(code));
      await expect(repeatSafely(own.db, work)).resolves.toBe('done');
      expect(work).toHaveBeenCalledTimes(3);
    },
  );

  it.each([
    buildError('ER_LOCK_WAIT_TIMEOUT'),
    buildError('ER_DUP_ENTRY'),
    new DatabaseTimeoutError(5),
    new DatabaseDownError(buildError('ER_SERVER_SHUTDOWN')),
  ])('fails at once with %s', async (error) => {
    const work = failWith(error);
    await expect(repeatSafely(own.db, work)).rejects.toBe(error);
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('gives up after a few times, with the last reason', async () => {
    const work = failWith(...Array.from({ length: 9 }, () => buildError('ER_LOCK_DEADLOCK')));
    await expect(repeatSafely(own.db, work)).rejects.toMatchObject({ code: 'ER_LOCK_DEADLOCK' });
    expect(work).toHaveBeenCalledTimes(5);
  });

  it('counts that time from where the wait began, if it is told', async () => {
    const db = openDatabase(own.location, webhookBounds(60_000));
    const since = performance.now() - 59_900;
    const hung = repeatSafely(db, () => sleep(70_000, undefined, { ref: false }), since);
    await expect(hung).rejects.toThrow(DatabaseTimeoutError);
    await db.destroy();
  });

  it('gives up when the time of a statement is over', async () => {
    const db = openDatabase(own.location, webhookBounds(100));
    await expect(repeatSafely(db, () => sleep(5000, undefined, { ref: false }))).rejects.toThrow(
      DatabaseTimeoutError,
    );
    await db.destroy();
  });

  it('does it once in a transaction', async () => {
    const work = failWith(buildError('ER_LOCK_DEADLOCK'));
    const done = own.db.transaction().execute((transaction) => repeatSafely(transaction, work));
    await expect(done).rejects.toMatchObject({ code: 'ER_LOCK_DEADLOCK' });
    expect(work).toHaveBeenCalledTimes(1);
  });
});

function createGate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

describe('a real deadlock', () => {
  it('is repeated until it is none', async () => {
    const own = await createOwnDatabase('mysql');
    const { db } = own;
    await sql`create table t (id int primary key, n int)`.execute(db);
    await sql`insert into t values (1, 0), (2, 0), (3, 0), (4, 0), (5, 0)`.execute(db);
    const ours = createGate();
    const theirs = createGate();
    // This one has done more, so the server undoes the other one.
    const crossed = db.transaction().execute(async (transaction) => {
      await sql`update t set n = 7 where id >= 2`.execute(transaction);
      theirs.open();
      await ours.opened;
      await sql`update t set n = n + 1 where id = 1`.execute(transaction);
    });
    let tries = 0;
    await theirs.opened;
    await repeatSafely(db, () => {
      tries += 1;
      return db.transaction().execute(async (transaction) => {
        await sql`update t set n = n + 1 where id = 1`.execute(transaction);
        ours.open();
        await sql`update t set n = n + 1 where id = 2`.execute(transaction);
      });
    });
    await crossed;
    const { rows } = await sql<{ n: number }>`select n from t where id <= 2 order by id`.execute(
      db,
    );
    await own.close();
    expect(tries).toBe(2);
    expect(rows).toEqual([{ n: 2 }, { n: 8 }]);
  });
});

describe('a SQLite file that another program is writing to', () => {
  it('is waited for no longer than a statement may take', async () => {
    const own = await createOwnDatabase('sqlite');
    await sql`create table t (id int)`.execute(own.db);
    const other = new Libsql(own.url.replace('sqlite:', ''));
    other.exec('begin immediate');
    const db = openDatabase(own.location, webhookBounds(200));
    const start = performance.now();
    const written = repeatSafely(db, () => sql`insert into t values (1)`.execute(db));
    await expect(written).rejects.toMatchObject({
      code: expect.stringMatching(/^(SQLITE_BUSY|database_timeout)$/),
    });
    const tookMs = performance.now() - start;
    await db.destroy();
    other.close();
    await own.close();
    expect(tookMs).toBeLessThan(800);
  });
});
