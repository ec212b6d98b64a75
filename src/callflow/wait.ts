import type { CallRequest } from '../twilio/call-request';
import type { TwimlDocument } from '../twilio/twiml';
import type { CallFlow } from './call-flow';

const PAUSE_SECONDS = 3;

/** One turn of waiting in the queue; Twilio asks again when it is over. */
export function wait(
  { queuePosition }: Pick<CallRequest, 'queuePosition'>,
  { speak, holdMusicUrl }: CallFlow,
): TwimlDocument {
  return [
    { verb: 'Pause', lengthSeconds: PAUSE_SECONDS },
    queuePosition === undefined
      ? speak('waiting')
      : speak('queuePosition', { position: queuePosition, ahead: queuePosition - 1 }),
    { verb: 'Play', url: holdMusicUrl },
  ];
}
