import { type Insertable, type Kysely, MysqlAdapter } from 'kysely';
import { repeatSafely } from './repeat-safely';
import type { Database, EventTable, Tables } from './tables';

/** Which SQL the database speaks. */
export type DialectName = 'mysql' | 'sqlite';

/** Which SQL the database behind `db` speaks. */
export function dialectOf<T>(db: Kysely<T>): DialectName {
  return db.getExecutor().adapter instanceof MysqlAdapter ? 'mysql' : 'sqlite';
}

/**
 * Inserts events unless those with their `EventKey` are there already: a retry leaves one row. One
 * statement, so either all of them are written or none.
 */
export async function insertEventsOnce<T extends EventTable>(
  db: Database,
  table: T,
  rows: readonly Insertable<Tables[T]>[],
): Promise<void> {
  // The three tables differ only in columns that this statement does not name.
  const insert = db.insertInto(table as 'queue_data').values(rows as never);
  const once =
    dialectOf(db) === 'mysql'
      ? insert.onDuplicateKeyUpdate((eb) => ({ EventKey: eb.ref('EventKey') }))
      : insert.onConflict((conflict) => conflict.column('EventKey').doNothing());
  await repeatSafely(db, () => once.execute());
}

/** Whether a statement failed because a table it names is not there. */
export function isMissingTable(error: unknown): boolean {
  return (
    error instanceof Error &&
    (('code' in error && error.code === 'ER_NO_SUCH_TABLE') || /no such table/.test(error.message))
  );
}
