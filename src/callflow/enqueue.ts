import type { Enqueue } from '../twilio/twiml';
import type { CallFlow } from './call-flow';

/** Puts the customer into the queue. */
export function enqueue({ queueName, urls }: CallFlow): Enqueue {
  return { verb: 'Enqueue', queueName, waitUrl: urls.wait, action: urls.exitEnqueue };
}
