import type { RequestPurpose } from './events';

/** What goes wrong with a request. */
export type Fault =
  /** The answer takes so much longer; where that is longer than Twilio waits, it never comes. */
  | { kind: 'slow'; seconds: number }
  /** The request arrives, its answer never does. */
  | { kind: 'lost-answer' }
  /** The request never arrives. Of a callback nobody notices; a document is waited for in vain. */
  | { kind: 'lost' }
  /** The request arrives late, behind later ones: for callbacks. */
  | { kind: 'late'; seconds: number }
  /** In place of the application, something on the way answers with this status. */
  | { kind: 'status'; status: number }
  /** The request arrives twice, with the same idempotency token; the first answer counts. */
  | { kind: 'repeat' }
  /** Nobody listens at the address. */
  | { kind: 'refused' };

/**
 * Which requests are struck by a fault; without a bound, all of them. A webhook with all that
 * belongs to it, such as its repetition with credentials, is one request; a retry is another.
 */
export interface FaultRule {
  fault: Fault;
  purpose?: RequestPurpose | undefined;
  /** The number that the call comes from. */
  from?: string | undefined;
  /** How many requests the rule lets pass before it strikes. */
  after?: number | undefined;
  /** How many requests it strikes. */
  times?: number | undefined;
  /** The share of requests that it strikes, 0 to 1, drawn from the exchange's seed. */
  share?: number | undefined;
}
