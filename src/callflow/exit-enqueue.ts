import type { CallRequest } from '../twilio/call-request';
import type { TwimlDocument } from '../twilio/twiml';
import type { CallFlow } from './call-flow';

/**
 * A customer left the queue. Mostly nobody is on the line any more, and the document is empty; but
 * a customer who was refused, or lost to a fault, still listens.
 * https://www.twilio.com/docs/voice/twiml/enqueue (QueueResult)
 */
export function exitEnqueue(
  { queueResult }: Pick<CallRequest, 'queueResult'>,
  { speak }: CallFlow,
): TwimlDocument {
  switch (queueResult) {
    case 'queue-full':
      return [speak('queueFull')];
    case 'error':
    case 'system-error':
      return [speak('trouble')];
    default:
      return [];
  }
}
