import type { CallRequest } from '../twilio/call-request';
import type { TwimlDocument } from '../twilio/twiml';
import type { CallFlow } from './call-flow';

/** The longest that Dial allows: https://www.twilio.com/docs/voice/twiml/dial */
const DIAL_TIMEOUT_SECONDS = 600;

/**
 * An operator is on the queue, one customer after another, until they hang up.
 *
 * The pause is more than courtesy. A queue comes into being with its first customer, and until
 * then Dial returns at once; without a pause an operator who is early would make us answer request
 * upon request.
 */
export function operatorQueue(
  { signedIn }: Pick<CallRequest, 'signedIn'>,
  { speak, queueName, urls, wrapUpSeconds }: CallFlow,
): TwimlDocument {
  return [
    ...(signedIn ? [] : [speak('operatorOnQueue')]),
    { verb: 'DialQueue', queueName, url: urls.guidance, timeoutSeconds: DIAL_TIMEOUT_SECONDS },
    { verb: 'Pause', lengthSeconds: wrapUpSeconds },
    { verb: 'Redirect', url: urls.operatorQueueAgain },
  ];
}
