import type { Logger } from 'pino';
import type { LocalStore } from '../database/local-store';
import type { Database } from '../database/tables';
import { createLocalTries } from './local-tries';
import { createOperatorsReader } from './operators-reader';
import type { OperatorAccess } from './operators-table';
import type { PinTry } from './pin-tries';
import { createRememberedOperators, type RememberedOperators } from './remembered-operators';

/** What is remembered of an operator: see `RememberedOperators`. */
export type Recalled = NonNullable<Awaited<ReturnType<RememberedOperators['recall']>>>;

/** What this machine knows of operators by itself: it serves callers while the database cannot. */
export interface OperatorMemory {
  /** Remembers what the database told of one number. Never throws. */
  learn(telnum: string, operator: OperatorAccess | undefined): void;
  /** How many are remembered, and the one of this number; undefined where nothing is known. */
  recall(telnum: string): Promise<Recalled | undefined>;
  /** Takes a try of a PIN here; `absent` where nothing can be counted. Rejects with the reason. */
  takeTry(operator: OperatorAccess): Promise<PinTry>;
  /** Gives back the tries that were taken here. Rejects with the reason. */
  giveBackTries(telnum: string): Promise<void>;
  /** Remembers the table as it is now. Never throws. */
  refresh(): Promise<void>;
  /** Ends the background refresh. */
  close(): void;
}

/** What an `OperatorMemory` works with. */
export interface MemoryOptions {
  db: Database;
  /** Where the operators are remembered beyond the end of this process. */
  store?: LocalStore | undefined;
  log: Logger;
  refreshMs?: number | undefined;
  now?: (() => Date) | undefined;
}

const REFRESH_MS = 60_000;

/** A copy of the operators' table, refreshed by lookups and in the background. */
export function createOperatorMemory(options: MemoryOptions): OperatorMemory {
  const { db, store, log, refreshMs = REFRESH_MS, now = () => new Date() } = options;
  const remembered = createRememberedOperators(store, log);
  const reader = createOperatorsReader(db);
  const tries = createLocalTries(store, now);
  let refreshing: Promise<void> | undefined;

  function refresh(): Promise<void> {
    refreshing ??= remembered
      .learnAll(reader)
      .catch((error) =>
        log.warn({ err: error }, 'the operators could not be read; those remembered stay'),
      )
      .finally(() => {
        refreshing = undefined;
      });
    return refreshing;
  }

  const timer = setInterval(() => void refresh(), refreshMs).unref();
  return {
    learn(telnum, operator) {
      if (!remembered.learn(telnum, operator)) void refresh();
    },
    recall: remembered.recall,
    takeTry: tries.take,
    giveBackTries: tries.giveBack,
    refresh,
    close() {
      clearInterval(timer);
      remembered.close();
    },
  };
}
