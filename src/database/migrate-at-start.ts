import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { MissingRightError, UserError } from '../errors';
import { closeWithin, explainDatabaseError, openDatabase } from './database';
import { isTemporary } from './database-errors';
import type { DatabaseUrl } from './database-url';
import { type MigrateOptions, migrate } from './migrate';
import type { TimeBounds } from './time-bounds';

/** A database that works may take this long; Twilio waits 15 s for an answer. */
const PATIENCE_MS = 8000;
/** One that does not answer is found out sooner. */
const BOUNDS: TimeBounds = { connectMs: 1500, busyMs: PATIENCE_MS };
const RETRY_MS = 5000;
const CLOSE_MS = 1500;

/**
 * Brings the database up to date before a server takes calls. Where that takes long, or the
 * database cannot be reached or written to now, it goes on in the background until `signal` is
 * aborted: callers can be told to call back, and that is better than a dead line. For the same reason
 * a server starts where nothing but the views of the reports cannot be made. Throws a `UserError`
 * where trying again would not help.
 */
export async function migrateAtStart(
  url: DatabaseUrl,
  options: MigrateOptions,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  const tryOnce = () => migrateOnce(url, options, log);
  const first = tryOnce();
  try {
    const late = sleep(PATIENCE_MS, 'late' as const, { ref: false });
    if ((await Promise.race([first, late])) !== 'late') return;
    log.warn('the database is not up to date yet; going on in the background');
    void first.catch((error) => keepTrying(tryOnce, error, log, signal));
  } catch (error) {
    if (isOnlyViews(error)) {
      log.error({ err: error }, `there are no reports: ${error.message}`);
      return;
    }
    if (!isTemporary(error)) throw explainDatabaseError(error, url);
    void keepTrying(tryOnce, error, log, signal);
  }
}

/** Views come after all the tables that they are made of. */
function isOnlyViews(error: unknown): error is MissingRightError {
  return error instanceof MissingRightError && error.right === 'CREATE VIEW';
}

async function keepTrying(
  tryOnce: () => Promise<void>,
  firstError: unknown,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  for (let error: unknown = firstError; error !== undefined && !signal.aborted; ) {
    log.error({ err: error }, 'the database cannot be brought up to date');
    if (error instanceof UserError) return;
    await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    error = await tryOnce().then(
      () => undefined,
      (next: unknown) => next,
    );
  }
}

async function migrateOnce(url: DatabaseUrl, options: MigrateOptions, log: Logger): Promise<void> {
  const db = openDatabase(url, BOUNDS);
  try {
    const migrations = await migrate(db, options);
    if (migrations.length > 0) log.info({ migrations }, 'the database was brought up to date');
  } finally {
    await closeWithin(db, CLOSE_MS);
  }
}
