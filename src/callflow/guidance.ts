import type { TwimlDocument } from '../twilio/twiml';
import type { CallFlow } from './call-flow';

/** What the customer hears before an operator is on the line. */
export function guidance({ speak }: CallFlow): TwimlDocument {
  return [speak('operatorComing')];
}
