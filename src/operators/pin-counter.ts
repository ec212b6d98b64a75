import type { Logger } from 'pino';
import type { Database } from '../database/tables';
import type { CallRequest } from '../twilio/call-request';
import type { OperatorMemory } from './operator-memory';
import type { OperatorAccess } from './operators-table';
import { giveBackTries, type PinTry, takePinTry } from './pin-tries';

/** Counts the tries of PINs, in the database or, where it cannot, on this machine. */
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
  memory: Pick<OperatorMemory, 'takeTry' | 'giveBackTries'>;
  log: Logger;
  now: () => Date;
}

/** Where this machine counts nothing, tries are counted in the database alone. */
export function createPinCounter({ db, memory, log, now }: PinCounterOptions): PinCounter {
  async function take({ call, operator, isDatabaseThere }: PinAttempt): Promise<PinTry> {
    try {
      if (isDatabaseThere) return await takePinTry(db, operator.telnum, now());
    } catch (error) {
      log.error({ err: error, ...name(call) }, 'the database could not count a try of a PIN');
    }
    try {
      return await memory.takeTry(operator);
    } catch (error) {
      log.error(
        { err: error, ...name(call) },
        'a try of a PIN could not be counted on this machine',
      );
    }
    return 'absent';
  }

  async function giveBack({ call, operator, isDatabaseThere }: PinAttempt): Promise<void> {
    const { telnum } = operator;
    const places = [isDatabaseThere && giveBackTries(db, telnum), memory.giveBackTries(telnum)];
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

/** Which call it was, for the log. */
function name({ callSid, from }: PinAttempt['call']) {
  return { callSid, from };
}
