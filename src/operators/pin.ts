import { compare, hash } from 'bcryptjs';
import { UserError } from '../errors';

/** bcrypt's: each one more doubles the work of a guess, and of a call. */
const COST = 10;

/** The PIN that a person typed. Throws a `UserError`, which does not repeat it, where it is none. */
export function parsePin(text: string): string {
  const pin = text.trim();
  if (!/^[0-9]{4,12}$/.test(pin)) throw new UserError('a PIN has 4 to 12 digits and nothing else');
  return pin;
}

/** What the table holds in place of a PIN. */
export function hashPin(pin: string): Promise<string> {
  return hash(pin, COST);
}

/** Whether keys are the PIN of this hash; of a hash that is none, no keys are. */
export async function isRightPin(keys: string, pinHash: string): Promise<boolean> {
  return compare(keys, pinHash).catch(() => false);
}
