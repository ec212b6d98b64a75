import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseTimeoutError } from '../errors';
import { isBusy, isCollision, isReadOnly, isWorthRepeating } from './database-errors';
import type { Database } from './tables';
import { findBounds } from './time-bounds';

/** A server that fails this often in a row is not one where something was in the way for a moment. */
const MOST_TRIES = 5;
const LEAST_PAUSE_MS = 5;
const MOST_PAUSE_MS = 50;

/**
 * Does `work`, which asks `db` for something that does no harm when it is done twice, and does it
 * again after a deadlock, a lost connection or the like, or while another program writes to a SQLite
 * file. All within the time that a statement of `db` may take, at the end of which it rejects with a
 * `DatabaseTimeoutError`. In a transaction it is done once: what is lost there is more than it.
 * `since`: when that time began, where it was earlier than now, as `performance.now()` has it.
 */
export function repeatSafely<T>(db: Database, work: () => Promise<T>, since?: number): Promise<T> {
  return repeatWithin(db, work, isWorthRepeating, since);
}

/**
 * As `repeatSafely`, for one statement that must not be done twice: it is done again only where
 * another one was in the way, and certainly nothing was done.
 */
export function repeatAfterCollision<T>(db: Database, work: () => Promise<T>): Promise<T> {
  return repeatWithin(db, work, isCollision);
}

type IsToBeRepeated = (error: unknown) => boolean;

async function repeatWithin<T>(
  db: Database,
  work: () => Promise<T>,
  isToBeRepeated: IsToBeRepeated,
  since = performance.now(),
): Promise<T> {
  const bounds = findBounds(db);
  if (!bounds) return work();
  const { queryMs, connectMs } = bounds;
  const end = since + (queryMs ?? connectMs);
  const done = repeat(work, end, isToBeRepeated);
  return queryMs === undefined ? done : within(queryMs, end, done);
}

async function repeat<T>(
  work: () => Promise<T>,
  end: number,
  isToBeRepeated: IsToBeRepeated,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const isOften = !isBusy(error) && tries >= (isReadOnly(error) ? 2 : MOST_TRIES);
      const pauseMs = LEAST_PAUSE_MS + Math.random() * (MOST_PAUSE_MS - LEAST_PAUSE_MS);
      if (!isToBeRepeated(error) || isOften || performance.now() + pauseMs > end) throw error;
      await sleep(pauseMs);
    }
  }
}

/** A try that began in time may end late: it is left to itself, which does no harm. */
function within<T>(timeoutMs: number, end: number, done: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new DatabaseTimeoutError(timeoutMs));
    const timer = setTimeout(late, end - performance.now());
    done.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
