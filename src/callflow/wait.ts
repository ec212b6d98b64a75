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

/** Longer queues are rare. */
const MOST_PLACES = 200;

/** `wait`, which makes the document of a place once: whoever waits asks for it again and again. */
export function createWait(
  callFlow: CallFlow,
): (request: Pick<CallRequest, 'queuePosition'>) => TwimlDocument {
  const documents = new Map<number | undefined, TwimlDocument>();
  return ({ queuePosition }) => {
    const document = documents.get(queuePosition) ?? wait({ queuePosition }, callFlow);
    if (documents.size < MOST_PLACES) documents.set(queuePosition, document);
    return document;
  };
}
