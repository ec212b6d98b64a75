import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  type Dialect,
  type Kysely,
  type MigrationLockOptions,
  SqliteAdapter,
  SqliteDialect,
  sql,
} from 'kysely';
import Libsql from 'libsql';

/**
 * Kysely over an embedded SQLite file, made with its folder if it is not there yet.
 * `busyMs`: how long a statement waits for another process that is writing; this thread waits too.
 */
export function createSqliteDialect(path: string, busyMs: number): Dialect {
  return new LockingSqliteDialect({
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

/** Kysely takes no migration lock on SQLite; two servers starting at once need one. */
class LockingSqliteDialect extends SqliteDialect {
  override createAdapter() {
    return new LockingSqliteAdapter();
  }
}

class LockingSqliteAdapter extends SqliteAdapter {
  override async acquireMigrationLock(db: Kysely<unknown>, options: MigrationLockOptions) {
    // The first statement of the migration transaction is a write, so SQLite's one write lock is
    // ours until the end; after a read it could not be waited for.
    const { lockTable, lockRowId } = options;
    await sql`update ${sql.table(lockTable)} set is_locked = is_locked where id = ${lockRowId}`.execute(
      db,
    );
  }
}
