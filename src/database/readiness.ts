import { findPendingMigrations } from './migrate';
import type { Database } from './tables';

/**
 * Why the database cannot be used, in a few words that name no host; undefined when it can. One that
 * a newer server has changed meanwhile can: in a rolling upgrade the older servers serve on.
 */
export async function findDatabaseFault(db: Database): Promise<string | undefined> {
  try {
    const pending = await findPendingMigrations(db);
    return pending.length === 0 ? undefined : `migrations not applied: ${pending.join(', ')}`;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return `the database cannot be reached (${code ?? 'unknown error'})`;
  }
}
