import { sql } from 'kysely';
import type { Database, Tables } from '../../src/database/tables';

/** Has all who read a table on MySQL wait while `work` lasts, as behind one that never ends. */
export async function holdTable(
  db: Database,
  table: keyof Tables & string,
  work: () => Promise<void>,
): Promise<void> {
  await db.connection().execute(async (connection) => {
    await sql`lock tables ${sql.table(table)} write`.execute(connection);
    try {
      await work();
    } finally {
      await sql`unlock tables`.execute(connection);
    }
  });
}

/** How many statements wait for a table of this database that somebody holds. */
export async function countTableWaits(db: Database): Promise<number> {
  const { rows } = await sql<{ waits: number }>`
    select count(*) as waits from information_schema.processlist
    where state = 'Waiting for table metadata lock' and db = database()`.execute(db);
  return Number(rows[0]?.waits);
}
