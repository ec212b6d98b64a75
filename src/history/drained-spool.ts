import type { LocalStore } from '../database/local-store';
import { type BackgroundDrainOptions, startBackgroundDrain } from './background-drain';
import { createSpool, type Spool } from './spool';

/** A spool whose rows find their way to the database by themselves. */
export interface DrainedSpool {
  spool: Spool;
  /** Ends the moving of rows from the spool to the database; more can be added. Never throws. */
  stop(): Promise<void>;
}

/** What a `DrainedSpool` works with: its place, and a database with patience for many rows at once. */
export type DrainedSpoolOptions = Omit<BackgroundDrainOptions, 'spool'> & { store: LocalStore };

/** Opens the spool, and begins to move what an earlier server left in it. */
export function openDrainedSpool({ store, ...options }: DrainedSpoolOptions): DrainedSpool {
  const spool = createSpool(store);
  const drain = startBackgroundDrain({ ...options, spool });
  const add: Spool['add'] = async (row) => {
    await spool.add(row);
    drain.wake();
  };
  return { spool: { ...spool, add }, stop: drain.stop };
}
