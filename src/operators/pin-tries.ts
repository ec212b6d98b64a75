import { repeatAfterCollision, repeatSafely } from '../database/repeat-safely';
import type { Database } from '../database/tables';
import { toUtcTime } from '../database/utc-time';
import { findOperator, type OperatorAccess } from './operators-table';

/** So many wrong PINs in a row lock a number: those of two calls. */
const FAILURES_TO_LOCK = 6;
const LOCK_MS = 3_600_000;

/** What came of taking a try; `absent` where the number is no operator's. */
export type PinTry = 'taken' | 'locked' | 'absent';

/** Whether the operator's number is locked at `now`. */
export function isLocked(
  { pin_locked_until: until }: Pick<OperatorAccess, 'pin_locked_until'>,
  now: Date,
): boolean {
  return until !== null && until > toUtcTime(now);
}

/**
 * Takes one of the tries that a number has, before the PIN is looked at: of callers who try at the
 * same moment no more get through than there are tries. The last try locks the number, until it
 * turns out to have been right.
 */
export async function takePinTry(db: Database, telnum: string, now: Date): Promise<PinTry> {
  // A try that a lost connection may have taken is not taken once more.
  const { numUpdatedRows } = await repeatAfterCollision(db, () =>
    db
      .updateTable('operators')
      // In this order: MySQL reads a column that was set before with its new value.
      .set(({ eb }) => ({
        pin_locked_until: eb
          .case()
          .when('pin_failures', '>=', FAILURES_TO_LOCK - 1)
          .then(toUtcTime(new Date(now.getTime() + LOCK_MS)))
          .else(null)
          .end(),
        pin_failures: eb
          .case()
          .when('pin_failures', '>=', FAILURES_TO_LOCK - 1)
          .then(0)
          .else(eb('pin_failures', '+', 1))
          .end(),
      }))
      .where('telnum', '=', telnum)
      .where(({ eb, or }) =>
        or([eb('pin_locked_until', 'is', null), eb('pin_locked_until', '<=', toUtcTime(now))]),
      )
      .executeTakeFirstOrThrow(),
  );
  if (numUpdatedRows > 0n) return 'taken';
  return (await repeatSafely(db, () => findOperator(db, telnum))) ? 'locked' : 'absent';
}

/** Gives a number all its tries again; false where it is no operator's. */
export async function giveBackTries(db: Database, telnum: string): Promise<boolean> {
  return changeOperator(db, telnum, { pin_failures: 0, pin_locked_until: null });
}

/** Gives an operator a PIN by its hash, or none, and all tries; false where there is no such operator. */
export async function setPinHash(
  db: Database,
  telnum: string,
  pinHash: string | null,
): Promise<boolean> {
  const tries = { pin_failures: 0, pin_locked_until: null };
  return changeOperator(db, telnum, { pin_hash: pinHash, ...tries });
}

async function changeOperator(
  db: Database,
  telnum: string,
  change: Partial<OperatorAccess>,
): Promise<boolean> {
  const { numUpdatedRows } = await repeatSafely(db, () =>
    db.updateTable('operators').set(change).where('telnum', '=', telnum).executeTakeFirstOrThrow(),
  );
  return numUpdatedRows > 0n;
}
