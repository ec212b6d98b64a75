import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { COMMAND_BOUNDS, closeWithin, explainDatabaseError, openDatabase } from './database';
import type { DatabaseUrl } from './database-url';
import { isUnreachable } from './dialect';
import { type MigrateOptions, migrate } from './migrate';

const RETRY_MS = 5000;
const CLOSE_MS = 1500;

/**
 * Brings the database up to date before a server takes calls. One that cannot be reached is tried
 * again in the background until `signal` is aborted: callers can be told to call back, and that is
 * better than a dead line. Throws a `UserError` where trying again would not help.
 */
export async function migrateAtStart(
  url: DatabaseUrl,
  options: MigrateOptions,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  try {
    await migrateOnce(url, options, log);
  } catch (error) {
    if (!isUnreachable(error)) throw explainDatabaseError(error, url);
    log.error({ err: error }, 'the database cannot be reached; trying again');
    void keepTrying(url, options, log, signal);
  }
}

async function keepTrying(
  url: DatabaseUrl,
  options: MigrateOptions,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await sleep(RETRY_MS);
    try {
      await migrateOnce(url, options, log);
      return;
    } catch (error) {
      log.error({ err: error }, 'the database is not ready; trying again');
    }
  }
}

async function migrateOnce(url: DatabaseUrl, options: MigrateOptions, log: Logger): Promise<void> {
  const db = openDatabase(url, COMMAND_BOUNDS);
  try {
    const migrations = await migrate(db, options);
    if (migrations.length > 0) log.info({ migrations }, 'the database was brought up to date');
  } finally {
    await closeWithin(db, CLOSE_MS);
  }
}
