import { NothingLeftError } from './clock';
import { NotInTimeError } from './wait-for-event';

/** What is waited for, or undefined where it does not happen in time or cannot happen any more. */
export async function ifItHappens<T>(waiting: Promise<T>): Promise<T | undefined> {
  try {
    return await waiting;
  } catch (error) {
    if (error instanceof NotInTimeError || error instanceof NothingLeftError) return undefined;
    throw error;
  }
}
