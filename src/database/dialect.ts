import { type Insertable, type Kysely, MysqlAdapter, type RawBuilder, sql } from 'kysely';
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

/** What a column becomes where there is a row already, from what stands there and what `incoming` is. */
export type Assignment = readonly [
  column: string,
  value: (incoming: (column: string) => RawBuilder<unknown>) => RawBuilder<unknown>,
];

/**
 * Inserts rows; one whose `key` is there changes it as the assignments say. They are in an order in
 * which none reads a column that was assigned before it: MySQL assigns one after the other.
 */
export async function upsert<T extends keyof Tables & string>(
  db: Database,
  table: T,
  rows: readonly Insertable<Tables[T]>[],
  { key, assignments }: { key: string; assignments: readonly Assignment[] },
): Promise<void> {
  const isMysql = dialectOf(db) === 'mysql';
  const incoming = (column: string) =>
    isMysql ? sql`values(${sql.ref(column)})` : sql`excluded.${sql.ref(column)}`;
  const changes = Object.fromEntries(
    assignments.map(([column, value]) => [column, value(incoming)]),
  ) as never;
  // The columns are the caller's to name; the statement is the same for every table.
  const insert = db.insertInto(table as 'operators').values(rows as never);
  const statement = isMysql
    ? insert.onDuplicateKeyUpdate(changes)
    : insert.onConflict((conflict) => conflict.column(key as never).doUpdateSet(changes));
  await repeatSafely(db, () => statement.execute());
}

/** Whether a statement failed because a table it names is not there. */
export function isMissingTable(error: unknown): boolean {
  return (
    error instanceof Error &&
    (('code' in error && error.code === 'ER_NO_SUCH_TABLE') || /no such table/.test(error.message))
  );
}
