import type { TwimlDocument } from '../twilio/twiml';

/** A call ended: nobody listens. */
export function statusCallback(): TwimlDocument {
  return [];
}
