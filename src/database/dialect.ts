import { type Insertable, type Kysely, MysqlAdapter } from 'kysely';
import { waitWhileBusy } from './sqlite';
import type { Database, EventTable, Tables } from './tables';

/** Which SQL the database speaks. */
export type DialectName = 'mysql' | 'sqlite';

/** Which SQL the database behind `db` speaks. */
export function dialectOf<T>(db: Kysely<T>): DialectName {
  return db.getExecutor().adapter instanceof MysqlAdapter ? 'mysql' : 'sqlite';
}

/** Inserts an event unless one with its `EventKey` is there already: a retry leaves one row. */
export async function insertEventOnce<T extends EventTable>(
  db: Database,
  table: T,
  row: Insertable<Tables[T]>,
): Promise<void> {
  // The three tables differ only in columns that this statement does not name.
  const insert = db.insertInto(table as 'queue_data').values(row as never);
  if (dialectOf(db) === 'mysql') {
    await insert.onDuplicateKeyUpdate((eb) => ({ EventKey: eb.ref('EventKey') })).execute();
  } else {
    const once = insert.onConflict((conflict) => conflict.column('EventKey').doNothing());
    await waitWhileBusy(() => once.execute());
  }
}

const UNREACHABLE = new Set([
  'database_timeout',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'ER_CON_COUNT_ERROR',
  'ER_SERVER_SHUTDOWN',
  'PROTOCOL_CONNECTION_LOST',
]);

/** Whether the database could not be reached, so that trying again later may help. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && UNREACHABLE.has(String(error.code));
}

/** Whether a statement failed because a table it names is not there. */
export function isMissingTable(error: unknown): boolean {
  return (
    error instanceof Error &&
    (('code' in error && error.code === 'ER_NO_SUCH_TABLE') || /no such table/.test(error.message))
  );
}
