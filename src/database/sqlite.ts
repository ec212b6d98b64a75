import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Dialect, SqliteDialect } from 'kysely';
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
      return database as never;
    },
  });
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
