import type { LocalStore } from '../database/local-store';
import { findOperator, type OperatorAccess } from './operators-table';
import { giveBackTries, type PinTry, takePinTry } from './pin-tries';

/** Counts the tries of PINs in the store of this machine, while the database cannot. */
export interface LocalTries {
  /** Takes a try; `absent` where there is no store. Rejects where it cannot be counted. */
  take(operator: OperatorAccess): Promise<PinTry>;
  /** Gives all tries back that were taken here. Rejects with the reason. */
  giveBack(telnum: string): Promise<void>;
}

/** Tries as `store` counts them. */
export function createLocalTries(store: LocalStore | undefined, now: () => Date): LocalTries {
  return {
    async take(operator) {
      if (!store) return 'absent';
      const tries: PinTry[] = [];
      await store.write(async (kept) => {
        // Files that were made anew since hold nobody.
        if (!(await findOperator(kept, operator.telnum))) {
          await kept.insertInto('operators').values(operator).execute();
        }
        tries.push(await takePinTry(kept, operator.telnum, now()));
      });
      // Where the two files of the store disagree, the stricter one counts.
      return tries.find((pinTry) => pinTry !== 'taken') ?? 'taken';
    },
    async giveBack(telnum) {
      // Most operators have nothing to get back here, and a write waits for the disk.
      const kept = await store?.read((db) => findOperator(db, telnum));
      if (!kept || (kept.pin_failures === 0 && kept.pin_locked_until === null)) return;
      await store?.write((db) => giveBackTries(db, telnum));
    },
  };
}
