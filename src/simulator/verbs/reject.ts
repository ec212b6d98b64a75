import { attribute } from '../twiml/element';
import type { TwimlElement } from '../twiml/read-document';
import type { Next, VerbRun } from './verb-run';

/**
 * Turns the call away without answering it; one that has been answered is hung up.
 * https://www.twilio.com/docs/voice/twiml/reject
 */
export function reject({ call }: VerbRun, verb: TwimlElement): Next {
  call.isRejected = true;
  call.end(attribute(verb, 'reason') === 'busy' ? 'busy' : 'no-answer');
  return { kind: 'hangup' };
}
