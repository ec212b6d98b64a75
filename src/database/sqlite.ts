import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Dialect, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely';
import Libsql from 'libsql';

/**
 * Kysely over an embedded SQLite file, made with its folder if it is not there yet.
 * `busyMs`: how long a statement waits while another program writes; this whole process waits with
 * it, since libsql works on our own thread.
 */
export function createSqliteDialect(path: string, busyMs: number): Dialect {
  return new SqliteDialect({
    database: async () => {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      const database = new Libsql(path);
      database.exec(`pragma busy_timeout = ${busyMs}`);
      // Readers do not wait for the writer; and an acknowledged row survives a power cut.
      database.exec('pragma journal_mode = wal');
      database.exec('pragma synchronous = full');
      return withSafeWrites(database);
    },
  });
}

/**
 * libsql 0.5 does not reset a prepared statement that found the database busy: rows written on that
 * connection afterwards look written and are not committed. Statements run by `exec` are not
 * affected. So each write takes the write lock by `exec` first, and cannot be refused after that.
 */
function withSafeWrites(database: Libsql.Database): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare: (text) =>
      /^(begin|commit|rollback)\b/i.test(text)
        ? transactionStatement(database, text)
        : safeStatement(database, text),
  };
}

function safeStatement(database: Libsql.Database, text: string): SqliteStatement {
  const statement = database.prepare(text) as unknown as SqliteStatement;
  if (statement.reader) return statement;
  return {
    reader: false,
    all: (parameters) => statement.all(parameters),
    iterate: (parameters) => statement.iterate(parameters),
    run(parameters) {
      if (database.inTransaction) return statement.run(parameters);
      database.exec('begin immediate');
      try {
        const result = statement.run(parameters);
        database.exec('commit');
        return result;
      } catch (error) {
        if (database.inTransaction) database.exec('rollback');
        throw error;
      }
    },
  };
}

/** A transaction writes: it takes the lock at its beginning, where it can still be waited for. */
function transactionStatement(database: Libsql.Database, text: string): SqliteStatement {
  return {
    reader: false,
    all: () => [],
    iterate: () => [].values(),
    run() {
      database.exec(text.toLowerCase() === 'begin' ? 'begin immediate' : text);
      return { changes: 0, lastInsertRowid: 0 };
    },
  };
}

const BUSY_MS = 1000;
const RETRY_MS = 25;

/**
 * Tries `write` again while another program holds SQLite's one write lock, for a second at most,
 * leaving the thread to other callers meanwhile.
 */
export async function waitWhileBusy<T>(write: () => Promise<T>): Promise<T> {
  const end = performance.now() + BUSY_MS;
  for (;;) {
    try {
      return await write();
    } catch (error) {
      const isBusy = error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY';
      if (!isBusy || performance.now() > end) throw error;
      await sleep(RETRY_MS);
    }
  }
}
