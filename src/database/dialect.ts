import { type Insertable, type RawBuilder, sql } from 'kysely';
import { fillUp, runCompiled } from './compiled';
import { dialectOf } from './dialect-name';
import { repeatSafely } from './repeat-safely';
import { type Database, EVENT_COLUMNS, type EventTable, type Tables } from './tables';

export { type DialectName, dialectOf } from './dialect-name';

/** A row of an event table, by a key of its own. */
export type EventRow<T extends EventTable> = Insertable<Tables[T]> & { EventKey: string };

/**
 * Inserts events unless those with their `EventKey` are there already: a retry leaves one row. One
 * statement, so either all of them are written or none. `since`: when the wait for it began, where
 * that was earlier, as `performance.now()` has it.
 */
export async function insertEventsOnce<T extends EventTable>(
  db: Database,
  table: T,
  rows: readonly EventRow<T>[],
  since?: number,
): Promise<void> {
  const columns = EVENT_COLUMNS[table];
  // A row that is there twice is written once: so few texts of statements serve any number of rows.
  const filled = fillUp(rows);
  const insert = async () => {
    if (!filled) return insertOnce(db, table, rows).execute();
    const name = `insert ${table} ${filled.length}`;
    return runCompiled(db, name, () => insertOnce(db, table, filled), valuesOf(filled, columns));
  };
  await repeatSafely(db, insert, since);
}

/** The statement for so many rows, with its values in the order of `EVENT_COLUMNS`. */
function insertOnce<T extends EventTable>(db: Database, table: T, rows: readonly EventRow<T>[]) {
  const whole = rows.map((row) =>
    Object.fromEntries(EVENT_COLUMNS[table].map((column) => [column, valueIn(row, column)])),
  );
  // The three tables differ only in columns that this statement does not name.
  const insert = db.insertInto(table as 'queue_data').values(whole as never);
  return dialectOf(db) === 'mysql'
    ? insert.onDuplicateKeyUpdate((eb) => ({ EventKey: eb.ref('EventKey') }))
    : insert.onConflict((conflict) => conflict.column('EventKey').doNothing());
}

/** In the order in which they stand in an INSERT. */
function valuesOf(rows: readonly object[], columns: readonly string[]): unknown[] {
  return rows.flatMap((row) => columns.map((column) => valueIn(row, column)));
}

/** NULL is what a column is that an event does not name. */
function valueIn(row: object, column: string): unknown {
  return (row as Readonly<Record<string, unknown>>)[column] ?? null;
}

/** What a column becomes where there is a row already, from what stands there and what `incoming` is. */
export type Assignment = readonly [
  column: string,
  value: (incoming: (column: string) => RawBuilder<unknown>) => RawBuilder<unknown>,
];

/**
 * Inserts rows; one whose `key` is there changes it as the assignments say. These are in an order in
 * which none reads a column that was assigned before it: MySQL assigns one after the other. They come
 * to the same when they are done twice. The columns and the assignments, which hold no values, are
 * the same each time that it is called for a table: the statement is kept.
 */
export async function upsert<T extends keyof Tables & string>(
  db: Database,
  table: T,
  rows: readonly Insertable<Tables[T]>[],
  change: { key: string; assignments: readonly Assignment[] },
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  const filled = fillUp(rows);
  await repeatSafely(db, async () => {
    if (!filled) return insertOrChange(db, table, rows, change).execute();
    const name = `upsert ${table} ${filled.length}`;
    const create = () => insertOrChange(db, table, filled, change);
    return runCompiled(db, name, create, valuesOf(filled, columns));
  });
}

function insertOrChange<T extends keyof Tables & string>(
  db: Database,
  table: T,
  rows: readonly Insertable<Tables[T]>[],
  { key, assignments }: { key: string; assignments: readonly Assignment[] },
) {
  const isMysql = dialectOf(db) === 'mysql';
  const incoming = (column: string) =>
    isMysql ? sql`values(${sql.ref(column)})` : sql`excluded.${sql.ref(column)}`;
  const changes = Object.fromEntries(
    assignments.map(([column, value]) => [column, value(incoming)]),
  ) as never;
  // The columns are the caller's to name; the statement is the same for every table.
  const insert = db.insertInto(table as 'operators').values(rows as never);
  return isMysql
    ? insert.onDuplicateKeyUpdate(changes)
    : insert.onConflict((conflict) => conflict.column(key as never).doUpdateSet(changes));
}

/** Whether a statement failed because a table it names is not there. */
export function isMissingTable(error: unknown): boolean {
  return (
    error instanceof Error &&
    (('code' in error && error.code === 'ER_NO_SUCH_TABLE') || /no such table/.test(error.message))
  );
}
