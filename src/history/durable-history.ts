import type { Logger } from 'pino';
import type { LocalStore } from '../database/local-store';
import type { Database } from '../database/tables';
import { startBackgroundDrain } from './background-drain';
import type { HistoryMeter } from './history-meter';
import { createHistoryRecorder, type HistoryRecorder } from './recorder';
import { createSpool, type Spool } from './spool';

/** A history that loses nothing: what the database does not take in time waits in the spool for it. */
export interface DurableHistory {
  recorder: HistoryRecorder;
  spool: Spool;
  /** Ends the moving of rows from the spool to the database. Never throws. */
  stop(): Promise<void>;
}

/** What a `DurableHistory` is made of. */
export interface DurableHistoryOptions {
  /** Answers or fails within the time a caller can be kept waiting. */
  db: Database;
  /** The same database with more patience, for many rows at once. */
  drainDb: Database;
  store: LocalStore;
  meter: HistoryMeter;
  log: Logger;
}

/** Opens the history, and begins to move what an earlier server left in the spool. */
export function openDurableHistory(options: DurableHistoryOptions): DurableHistory {
  const { db, drainDb, store, meter, log } = options;
  const spool = createSpool(store);
  const drain = startBackgroundDrain({ spool, db: drainDb, meter, log });
  const recorder = createHistoryRecorder({ db, spool, onSpooled: drain.wake, meter, log });
  return { recorder, spool, stop: drain.stop };
}
