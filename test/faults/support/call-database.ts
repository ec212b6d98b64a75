import { sql } from 'kysely';
import { openDatabase } from '../../../src/database/database';
import { parseDatabaseUrl } from '../../../src/database/database-url';
import { migrate } from '../../../src/database/migrate';
import type { Database } from '../../../src/database/tables';
import { COMMAND_BOUNDS } from '../../../src/database/time-bounds';
import { openTestDatabase } from '../../support/database-server';
import { LOAD_OPERATORS } from './steady-load';

/** A database as README.md has an owner create it, with the operators of the load. */
export interface CallDatabase {
  /** As minicc signs in: with the rights that README.md names and no more. */
  url: string;
  /** Signed in as root, on a connection of its own; to another server, if one is named. */
  asRoot<T>(use: (db: Database) => Promise<T>, otherServerUrl?: string): Promise<T>;
}

/** Creates it on a server, whose root has no password. */
export async function createCallDatabase(serverUrl: string): Promise<CallDatabase> {
  const rootUrl = (await openTestDatabase(serverUrl)).url;
  const asRoot: CallDatabase['asRoot'] = async (use, otherServerUrl = serverUrl) => {
    // Of before a fault, a connection may be dead.
    const place = new URL(new URL(rootUrl).pathname, otherServerUrl).href;
    const db = openDatabase(parseDatabaseUrl(place), COMMAND_BOUNDS);
    try {
      return await use(db);
    } finally {
      await db.destroy();
    }
  };
  const url = new URL(rootUrl);
  url.username = 'minicc';
  await asRoot(async (db) => {
    await migrate(db);
    const operators = LOAD_OPERATORS.map((telnum) => ({ telnum, name: null }));
    await db.insertInto('operators').values(operators).execute();
    await sql`create user if not exists 'minicc'@'%' identified by ''`.execute(db);
    await sql`grant select, insert, update, delete, create, alter, drop, index, create view
      on ${sql.table(url.pathname.slice(1))}.* to 'minicc'@'%'`.execute(db);
  });
  return { url: url.href, asRoot };
}
