import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely';
import Libsql from 'libsql';
import type { Database, Tables } from './tables';

/**
 * A SQLite file opened for reading alone. Neither it nor what SQLite keeps beside it is changed,
 * whether a server has it open, was killed with it, or has closed it. `busyMs` as for any other.
 */
export function lookAtFile(path: string, busyMs: number): Database {
  return new Kysely<Tables>({
    dialect: new SqliteDialect({
      database: async () => {
        const database = new Libsql(readOnlyUrl(path));
        database.exec(`pragma busy_timeout = ${busyMs}`);
        return database as unknown as SqliteDatabase;
      },
    }),
  });
}

/** https://www.sqlite.org/uri.html */
function readOnlyUrl(path: string): string {
  const url = pathToFileURL(path);
  url.searchParams.set('mode', 'ro');
  // Nobody has it open then; and without this, SQLite would make files beside it and leave them.
  if (!existsSync(`${path}-wal`)) url.searchParams.set('immutable', '1');
  return url.href;
}
