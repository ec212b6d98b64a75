import type { Logger } from 'pino';
import type { Database } from '../database/tables';
import { isWithheld } from '../twilio/caller-id';
import { hasOperator, listOperatorNumbers } from './operators-table';

/** Tells operators from customers by caller ID. */
export interface OperatorDirectory {
  /** Asks the table; while it cannot be asked, what is remembered of it answers. */
  recognise(callerId: string): Promise<'operator' | 'customer' | 'unknown'>;
  /** Remembers the table as it is now. Never throws. */
  refresh(): Promise<void>;
  /** Ends the background refresh. */
  close(): void;
}

/** What an `OperatorDirectory` works with. */
export interface DirectoryOptions {
  /** Bounded: it answers or fails within the time a caller can be kept waiting. */
  db: Database;
  log: Logger;
  refreshMs?: number;
}

const REFRESH_MS = 60_000;

/**
 * The operators' table is asked at each call, so that a plain SQL INSERT counts at once. A copy of
 * its numbers is kept, refreshed by lookups and in the background, and serves callers through an
 * outage of the database.
 */
export function createOperatorDirectory(options: DirectoryOptions): OperatorDirectory {
  const { db, log, refreshMs = REFRESH_MS } = options;
  let remembered: Set<string> | undefined;
  let refreshing: Promise<void> | undefined;
  /** Counts what lookups taught us, so that a list read before it is not taken for newer. */
  let lessons = 0;

  async function readTable(): Promise<void> {
    const before = lessons;
    try {
      const numbers = new Set(await listOperatorNumbers(db));
      if (before === lessons) remembered = numbers;
    } catch (error) {
      log.warn({ err: error }, 'the operators could not be read; those remembered stay');
    }
  }

  function refresh(): Promise<void> {
    refreshing ??= readTable().finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  }

  function learn(callerId: string, isOperator: boolean): void {
    if (!remembered) void refresh();
    else if (remembered.has(callerId) !== isOperator) {
      lessons += 1;
      if (isOperator) remembered.add(callerId);
      else remembered.delete(callerId);
    }
  }

  async function recognise(callerId: string): Promise<'operator' | 'customer' | 'unknown'> {
    if (isWithheld(callerId)) return 'customer';
    try {
      const found = await hasOperator(db, callerId);
      learn(callerId, found);
      return found ? 'operator' : 'customer';
    } catch (error) {
      log.error({ err: error, remembered: remembered?.size }, 'the operators could not be asked');
      if (!remembered) return 'unknown';
      return remembered.has(callerId) ? 'operator' : 'customer';
    }
  }

  const timer = setInterval(() => void refresh(), refreshMs).unref();
  return { recognise, refresh, close: () => clearInterval(timer) };
}
