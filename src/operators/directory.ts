import type { Logger } from 'pino';
import { isWorthAlone } from '../database/database-errors';
import { createGrouped } from '../database/grouped';
import type { LocalStore } from '../database/local-store';
import { repeatSafely } from '../database/repeat-safely';
import type { Database } from '../database/tables';
import type { CallRequest } from '../twilio/call-request';
import { isWithheld } from '../twilio/caller-id';
import { createOperatorMemory, type OperatorMemory } from './operator-memory';
import { findOperators, type OperatorAccess } from './operators-table';
import { isRightPin } from './pin';
import { createPinCounter } from './pin-counter';
import { isLocked } from './pin-tries';

/**
 * Who calls, as far as their number tells: an operator without a PIN, one whose PIN has to be asked
 * for, one whose number is locked, a customer; `unknown` where nobody can tell. The call flow, which
 * knows nothing of operators, has the same words as `Caller`: src/app.ts hands one over as the other.
 */
export type Recognition = 'operator' | 'pin-needed' | 'pin-locked' | 'customer' | 'unknown';

/** Who calls, after they gave a PIN; `operator` where it was right, or none is needed any more. */
export type PinVerdict = Exclude<Recognition, 'pin-needed'> | 'pin-wrong';

/** A call, by its caller ID, and by the name under which the log tells of it. */
export type IncomingCall = Pick<CallRequest, 'callSid' | 'from'>;

/** Tells operators from customers by caller ID, and those who have one by their PIN. */
export interface OperatorDirectory {
  /** Asks the table; while it cannot be asked, what is remembered of it answers. */
  recognise(call: IncomingCall): Promise<Recognition>;
  /** Looks at the keys that a caller gave for their PIN, which is one of the tries of their number. */
  checkPin(call: IncomingCall, keys: string): Promise<PinVerdict>;
  /** Remembers the table as it is now. Never throws. */
  refresh(): Promise<void>;
  /** Ends the background refresh. */
  close(): void;
}

/** Where a lookup found its answer; `none` where the table cannot be asked and was never read. */
export type LookupSource = 'database' | 'remembered' | 'none';

/** What an `OperatorDirectory` works with. */
export interface DirectoryOptions {
  /** Bounded: it answers or fails within the time a caller can be kept waiting. */
  db: Database;
  log: Logger;
  /** What answers while `db` cannot; unless it is given, a memory of its own, kept in `store`. */
  memory?: OperatorMemory | undefined;
  store?: LocalStore | undefined;
  refreshMs?: number;
  now?: () => Date;
  /** Told of each lookup. */
  onLookup?: ((source: LookupSource) => void) | undefined;
  /** Told of each caller who was refused for their PIN, or because their number is locked. */
  onPinRefused?: ((reason: 'wrong' | 'locked') => void) | undefined;
}

/** Statements under way before callers wait for one of them, and for how long they do. */
const LOOKUPS_AT_ONCE = 2;
const PATIENCE_MS = 15;
/** Callers in one statement. */
const MOST_LOOKUPS = 64;

interface Lookup {
  source: LookupSource;
  operator?: OperatorAccess | undefined;
}

type Access =
  | { who: 'operator' | 'customer' | 'unknown' }
  | { who: 'pin-needed'; operator: OperatorAccess; pinHash: string; isDatabaseThere: boolean };

/**
 * The operators' table is asked at each call, so that a plain SQL INSERT counts at once. A copy of
 * it is kept, refreshed by lookups and in the background, and serves callers through an outage of
 * the database.
 */
export function createOperatorDirectory(options: DirectoryOptions): OperatorDirectory {
  const { db, log, now = () => new Date(), memory = createOperatorMemory(options) } = options;
  const counter = createPinCounter({ db, memory, log, now });
  /** Asks after the caller came, so that whoever was inserted before is found. */
  const find = createGrouped({
    ...{ atOnce: LOOKUPS_AT_ONCE, most: MOST_LOOKUPS, patienceMs: PATIENCE_MS, isWorthAlone },
    work: (callerIds: readonly string[], since) =>
      repeatSafely(db, () => findOperators(db, callerIds), since),
  });

  async function findAccess(call: IncomingCall): Promise<Access> {
    if (isWithheld(call.from)) return { who: 'customer' };
    const { source, operator } = await findOrRecall(call);
    options.onLookup?.(source);
    if (source === 'none') return { who: 'unknown' };
    if (!operator) return { who: 'customer' };
    if (operator.pin_hash === null) return { who: 'operator' };
    const isDatabaseThere = source === 'database';
    return { who: 'pin-needed', operator, pinHash: operator.pin_hash, isDatabaseThere };
  }

  async function findOrRecall({ from, callSid }: IncomingCall): Promise<Lookup> {
    try {
      const operator = await find(from);
      memory.learn(from, operator);
      return { source: 'database', operator };
    } catch (error) {
      const recalled = await memory.recall(from);
      const count = recalled?.count;
      log.error({ err: error, callSid, remembered: count }, 'the operators could not be asked');
      return recalled ? { source: 'remembered', operator: recalled.operator } : { source: 'none' };
    }
  }

  async function recognise(call: IncomingCall): Promise<Recognition> {
    const access = await findAccess(call);
    if (access.who !== 'pin-needed') return access.who;
    return isLocked(access.operator, now()) ? refuse(call, 'locked') : 'pin-needed';
  }

  async function checkPin(call: IncomingCall, keys: string): Promise<PinVerdict> {
    const access = await findAccess(call);
    if (access.who !== 'pin-needed') return access.who;
    const attempt = { call, ...access };
    const pinTry = await counter.take(attempt);
    if (pinTry === 'absent') return 'unknown';
    if (pinTry === 'locked') return refuse(call, 'locked');
    if (!(await isRightPin(keys, access.pinHash))) return refuse(call, 'wrong');
    await counter.giveBack(attempt);
    return 'operator';
  }

  function refuse<T extends 'wrong' | 'locked'>(
    { callSid, from }: IncomingCall,
    reason: T,
  ): `pin-${T}` {
    log.warn({ callSid, from, reason }, 'a caller with the number of an operator was refused');
    options.onPinRefused?.(reason);
    return `pin-${reason}`;
  }

  return { recognise, checkPin, refresh: memory.refresh, close: memory.close };
}
