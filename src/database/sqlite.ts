import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Dialect, SqliteDialect } from 'kysely';
import Libsql from 'libsql';

/**
 * Kysely over an embedded SQLite file, made with its folder if it is not there yet.
 * `busyMs`: how long a statement waits for another process that is writing; this thread waits too.
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
