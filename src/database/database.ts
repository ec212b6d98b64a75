import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely } from 'kysely';
import { UserError } from '../errors';
import type { DatabaseUrl } from './database-url';
import { createMysqlDialect, type TimeBounds } from './mysql';
import { createSqliteDialect } from './sqlite';
import type { Tables } from './tables';

/** For a webhook's path, where somebody is listening to the silence. */
export const WEBHOOK_BOUNDS: TimeBounds = { connectMs: 1000, queryMs: 1000 };

/** For commands and migrations: a statement may take its time, an absent server may not. */
export const COMMAND_BOUNDS: TimeBounds = { connectMs: 10_000 };

/** Opens the database; a connection is made on first use. Close with `destroy()`. */
export function openDatabase(url: DatabaseUrl, bounds: TimeBounds): Kysely<Tables> {
  const dialect =
    url.dialect === 'mysql'
      ? createMysqlDialect(url.url, bounds)
      : createSqliteDialect(url.path, bounds.queryMs ?? bounds.connectMs);
  return new Kysely<Tables>({ dialect });
}

/** The error with the name of the setting to look at, without its password. */
export function explainDatabaseError(error: unknown, { describe }: DatabaseUrl): unknown {
  if (error instanceof UserError || !(error instanceof Error)) return error;
  return new UserError(`DATABASE_URL ${describe} cannot be used: ${error.message}`);
}

/** Closes the database, or leaves it after `timeoutMs`: a hung server never takes leave. */
export async function closeWithin(db: Kysely<Tables>, timeoutMs: number): Promise<void> {
  await Promise.race([db.destroy(), sleep(timeoutMs, undefined, { ref: false })]);
}
