import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { openLocalStore } from '../database/local-store';
import type { Database } from '../database/tables';
import { openDrainedSpool } from '../history/drained-spool';
import type { HistoryMeter } from '../history/history-meter';
import type { Spool } from '../history/spool';
import { createOperatorMemory, type OperatorMemory } from '../operators/operator-memory';

/** What this machine keeps by itself while the database cannot: rows, and what it knows of operators. */
export interface Keeping {
  spool: Pick<Spool, 'add' | 'readState' | 'findFault'>;
  memory: OperatorMemory;
}

/** A `Keeping` in files that are this process's alone. */
export interface OwnKeeping extends Keeping {
  /** Ends what goes on in the background; rows can still be added. Never throws. */
  stop(): Promise<void>;
  /** Nothing is kept any more after this. */
  close(): Promise<void>;
}

/** What an `OwnKeeping` works with. */
export interface KeepingOptions {
  spoolPath: string;
  /** To read the operators by. */
  db: Database;
  /** To bring rows to, once its tables are up to date. */
  drainDb: Database;
  readiness?: Promise<void>;
  meter: HistoryMeter;
  log: Logger;
}

/** A database that does not answer must not hold up a stop. */
const STOP_MS = 1500;

/** Opens the files, and begins to move what an earlier server left in them to the database. */
export function openKeeping(options: KeepingOptions): OwnKeeping {
  const { spoolPath, db, drainDb, readiness, meter, log } = options;
  const store = openLocalStore(spoolPath, log);
  const { spool, stop } = openDrainedSpool({ store, db: drainDb, readiness, meter, log });
  const memory = createOperatorMemory({ db, store, log });
  return {
    ...{ spool, memory },
    async stop() {
      memory.close();
      await Promise.race([stop(), sleep(STOP_MS, undefined, { ref: false })]);
    },
    close: () => store.close(),
  };
}
