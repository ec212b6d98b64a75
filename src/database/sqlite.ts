import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Dialect, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely';
import Libsql from 'libsql';
import { isBusy } from './database-errors';

/**
 * Kysely over an embedded SQLite file, made with its folder if it is not there yet.
 * `busyMs`: how long a statement waits while another program writes; this whole process waits with
 * it, since libsql works on our own thread. `cacheKib`: how much of the file is held in memory.
 */
export function createSqliteDialect(path: string, busyMs: number, cacheKib = 2000): Dialect {
  return new SqliteDialect({
    database: async () => {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      const database = new Libsql(path);
      database.exec(`pragma busy_timeout = ${busyMs}`);
      // Readers do not wait for the writer; and an acknowledged row survives a power cut.
      database.exec('pragma journal_mode = wal');
      database.exec('pragma synchronous = full');
      database.exec(`pragma cache_size = -${cacheKib}`);
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
    close: () => closeWhole(database),
    prepare: (text) =>
      /^(begin|commit|rollback|attach|detach)\b/i.test(text)
        ? directStatement(database, text)
        : safeStatement(database, text),
  };
}

/** A person who copies a file that is not in use expects all of it in there. */
function closeWhole(database: Libsql.Database): void {
  try {
    database.exec('pragma busy_timeout = 0');
    database.exec('pragma wal_checkpoint(truncate)');
  } catch {
    // Damaged, or in use: what is beside the file is read with it at the next opening.
  }
  database.close();
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

/**
 * What cannot stand in a transaction of its own. A transaction writes: it takes the lock at its
 * beginning, where it can still be waited for.
 */
function directStatement(database: Libsql.Database, text: string): SqliteStatement {
  return {
    reader: false,
    all: () => [],
    iterate: () => [].values(),
    run() {
      // After a full disk SQLite has rolled back by itself, and would hide that behind a complaint.
      const isOver = text.toLowerCase() === 'rollback' && !database.inTransaction;
      if (!isOver) database.exec(text.toLowerCase() === 'begin' ? 'begin immediate' : text);
      return { changes: 0, lastInsertRowid: 0 };
    },
  };
}

const BUSY_MS = 1000;
const RETRY_MS = 25;

/**
 * Tries `write` again while another program holds SQLite's one write lock, for `timeoutMs` at most,
 * leaving the thread to other callers meanwhile.
 */
export async function waitWhileBusy<T>(
  write: () => Promise<T>,
  timeoutMs: number = BUSY_MS,
): Promise<T> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (!isBusy(error) || performance.now() > end) throw error;
      await sleep(RETRY_MS);
    }
  }
}
