import type { TwimlDocument } from '../twilio/twiml';
import type { CallFlow } from './call-flow';

/** The latest product information; the call ends with it. */
export function information({ speak }: CallFlow): TwimlDocument {
  return [speak('information')];
}
