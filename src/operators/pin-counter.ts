import type { Logger } from 'pino';
import type { LocalStore } from '../database/local-store';
import type { Database } from '../database/tables';
import type { CallRequest } from '../twilio/call-request';
import { findOperator, type OperatorAccess } from './operators-table';
import { giveBackTries, type PinTry, takePinTry } from './pin-tries';

/** Counts the tries of PINs, in the database or, where it cannot, in the store of this machine. */
export interface PinCounter {
  /** Takes a try; `absent` where nobody can count it: then no PIN may be taken. Never throws. */
  take(attempt: PinAttempt): Promise<PinTry>;
  /** Gives all tries back, wherever they were counted: the PIN was right. Never throws. */
  giveBack(attempt: PinAttempt): Promise<void>;
}

/** A PIN that was given in a call. */
export interface PinAttempt {
  call: Pick<CallRequest, 'callSid' | 'from'>;
  operator: OperatorAccess;
  /** Whether the database answered a moment ago; if not, callers need not wait for it again. */
  isDatabaseThere: boolean;
}

/** What a `PinCounter` works with. */
export interface PinCounterOptions {
  db: Database;
  store: LocalStore | undefined;
  log: Logger;
  now: () => Date;
}

/** Without a store, tries are counted in the database alone. */
export function createPinCounter({ db, store, log, now }: PinCounterOptions): PinCounter {
  async function take({ call, operator, isDatabaseThere }: PinAttempt): Promise<PinTry> {
    try {
      if (isDatabaseThere) return await takePinTry(db, operator.telnum, now());
    } catch (error) {
      log.error({ err: error, ...name(call) }, 'the database could not count a try of a PIN');
    }
    try {
      if (store) return await takeHere(store, operator);
    } catch (error) {
      log.error(
        { err: error, ...name(call) },
        'a try of a PIN could not be counted on this machine',
      );
    }
    return 'absent';
  }

  async function takeHere(store: LocalStore, operator: OperatorAccess): Promise<PinTry> {
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
  }

  async function giveBack({ call, operator, isDatabaseThere }: PinAttempt): Promise<void> {
    const { telnum } = operator;
    const places = [
      isDatabaseThere && giveBackTries(db, telnum),
      store && giveBackHere(store, telnum),
    ];
    for (const place of await Promise.allSettled(places)) {
      if (place.status === 'fulfilled') continue;
      log.warn(
        { err: place.reason, ...name(call) },
        'the tries of a right PIN could not be given back',
      );
    }
  }

  return { take, giveBack };
}

/** Most operators have nothing to get back here, and a write waits for the disk. */
async function giveBackHere(store: LocalStore, telnum: string): Promise<void> {
  const kept = await store.read((db) => findOperator(db, telnum));
  if (!kept || (kept.pin_failures === 0 && kept.pin_locked_until === null)) return;
  await store.write((db) => giveBackTries(db, telnum));
}

/** Which call it was, for the log. */
function name({ callSid, from }: PinAttempt['call']) {
  return { callSid, from };
}
