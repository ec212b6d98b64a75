import { sql } from 'kysely';
import {
  isCollision,
  isConnectionLost,
  isRowFault,
  isTemporary,
} from '../../src/database/database-errors';
import type { Database } from '../../src/database/tables';
import { DatabaseClosedError, DatabaseDownError, DatabaseTimeoutError } from '../../src/errors';
import { createOwnDatabase, DIALECTS, type OwnDatabase } from '../support/test-database';

/** As the drivers give them. */
function buildError(code: string | undefined, errno?: number, sqlState = 'HY000'): Error {
  return Object.assign(new Error(code), { code, errno, sqlState });
}

describe('isTemporary', () => {
  it.each([
    ...['ECONNREFUSED', 'ENOTFOUND', 'PROTOCOL_CONNECTION_LOST', 'ER_SERVER_SHUTDOWN'],
    ...['ER_UNKNOWN_COM_ERROR', 'ER_CON_COUNT_ERROR', 'ER_TOO_MANY_USER_CONNECTIONS'],
    ...['ER_OPTION_PREVENTS_STATEMENT', 'ER_READ_ONLY_MODE', 'ER_DISK_FULL'],
    ...['ER_RECORD_FILE_FULL', 'EE_WRITE', 'ER_LOCK_WAIT_TIMEOUT', 'ER_LOCK_DEADLOCK'],
    ...['ER_SERVER_OFFLINE_MODE', 'ER_TRANSACTION_ROLLBACK_DURING_COMMIT', 'ER_CHECKREAD'],
    ...['ER_NET_READ_ERROR', 'ER_NET_READ_INTERRUPTED', 'ER_NET_ERROR_ON_WRITE'],
    ...['ER_NET_WRITE_INTERRUPTED', 'ER_LOCK_TABLE_FULL', 'ER_MAX_PREPARED_STMT_COUNT_REACHED'],
    ...[
      'ER_QUERY_TIMEOUT',
      'SQLITE_BUSY',
      'SQLITE_FULL',
      'SQLITE_IOERR',
      'SQLITE_IOERR_WRITE',
      'SQLITE_READONLY',
    ],
  ])('is true of %s', (code) => {
    expect(isTemporary(buildError(code))).toBe(true);
    expect(isRowFault(buildError(code))).toBe(false);
  });

  it('is true of what has no name of its own', () => {
    const noSpace = new Error('Can\'t create table `a` (errno: 28 "No space left on device")');
    expect(
      isTemporary(Object.assign(noSpace, { code: 'ER_CANT_CREATE_TABLE', sqlState: 'HY000' })),
    ).toBe(true);
    expect(isTemporary(buildError(undefined, 1927, '70100'))).toBe(true);
    expect(isTemporary(buildError(undefined, 1969, '70100'))).toBe(true);
    expect(isTemporary(new DatabaseTimeoutError(5))).toBe(true);
    expect(isTemporary(new DatabaseClosedError())).toBe(true);
    expect(isTemporary(new DatabaseDownError(buildError('ECONNREFUSED')))).toBe(true);
  });

  it.each([
    ...[
      'ER_ACCESS_DENIED_ERROR',
      'ER_BAD_DB_ERROR',
      'ER_PARSE_ERROR',
      'ER_TABLEACCESS_DENIED_ERROR',
    ],
    ...['ER_NO_SUCH_TABLE', 'SQLITE_CANTOPEN', 'SQLITE_CORRUPT', 'SQLITE_ERROR', 'user_error'],
  ])('is false of %s', (code) => {
    expect(isTemporary(buildError(code))).toBe(false);
    expect(isRowFault(buildError(code))).toBe(false);
  });

  it('is false of errors of ours', () => {
    expect(isTemporary(new Error('no code'))).toBe(false);
    expect(isTemporary('text')).toBe(false);
  });
});

describe('isCollision', () => {
  it('tells what was undone from what was only late, and from a connection that is lost', () => {
    for (const code of ['ER_LOCK_DEADLOCK', 'ER_CHECKREAD', 'SQLITE_BUSY_SNAPSHOT']) {
      expect(isCollision(buildError(code))).toBe(true);
    }
    for (const code of ['ER_LOCK_WAIT_TIMEOUT', 'ECONNRESET', 'ER_CON_COUNT_ERROR']) {
      expect(isCollision(buildError(code))).toBe(false);
    }
  });
});

describe('isConnectionLost', () => {
  it('tells the end of a connection from that of a statement', () => {
    expect(isConnectionLost(buildError('ECONNRESET'))).toBe(true);
    expect(isConnectionLost(buildError(undefined, 1927))).toBe(true);
    expect(isConnectionLost(buildError('ER_LOCK_DEADLOCK'))).toBe(false);
  });
});

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe.each(DIALECTS)('isRowFault on %s', (dialect) => {
  let own: OwnDatabase;
  beforeAll(async () => {
    own = await createOwnDatabase(dialect);
    const refuse = {
      mysql: sql`create trigger refuse before insert on t for each row
        begin if new.word = 'bad' then signal sqlstate '45000' set message_text = 'no'; end if; end`,
      sqlite: sql`create trigger refuse before insert on t when new.word = 'bad'
        begin select raise(abort, 'no'); end`,
    };
    const strict = sql.raw(dialect === 'sqlite' ? 'strict' : '');
    await sql`create table t (id int primary key, word text not null,
      small int check (small < 10)) ${strict}`.execute(own.db);
    await refuse[dialect].execute(own.db);
    await sql`insert into t values (1, 'one', 1)`.execute(own.db);
  });
  afterAll(() => own.close());

  const insert = (db: Database, id: unknown, word: unknown, small: unknown) =>
    sql`insert into t values (${id}, ${word}, ${small})`.execute(db);

  it.each<[what: string, id: unknown, word: unknown, small: unknown]>([
    ['nothing where something has to be', 2, null, 1],
    ['a text where a number has to be', 'x', 'two', 1],
    ['a value that a rule forbids', 2, 'two', 10],
    ['a key that is there', 1, 'two', 1],
    ['a value that a trigger refuses', 2, 'bad', 1],
    ['undefined', 2, undefined, 1],
  ])('is true of %s', async (_what, ...values) => {
    const error = await errorOf(insert(own.db, ...values));
    expect(error).toBeInstanceOf(Error);
    expect(isRowFault(error)).toBe(true);
    expect(isTemporary(error)).toBe(false);
  });

  it('is false of a table or a column that is missing', async () => {
    for (const text of ['insert into nowhere values (1)', 'insert into t (nothing) values (1)']) {
      const error = await errorOf(sql.raw(text).execute(own.db));
      expect(error).toBeInstanceOf(Error);
      expect(isRowFault(error)).toBe(false);
    }
  });
});

describe('isRowFault on a database that is closed meanwhile', () => {
  it('is false', async () => {
    const own = await createOwnDatabase('sqlite');
    const error = await own.db.connection().execute(async (connection) => {
      await own.close();
      return errorOf(sql`select ${1} as one`.execute(connection));
    });
    expect(error).toMatchObject({ message: 'The database connection is not open' });
    expect(isRowFault(error)).toBe(false);
  });
});
