import type { Pairing } from '../pairing';
import { booleanAttribute, integerAttribute } from '../twiml/element';
import type { TwimlElement } from '../twiml/read-document';
import type { VerbRun } from './verb-run';

/** The default, and what is always added: https://www.twilio.com/docs/voice/twiml/dial (timeout) */
export function dialTimeoutMs(verb: TwimlElement): number {
  return 1000 * (integerAttribute(verb, 'timeout', 30) + 5);
}

/** https://www.twilio.com/docs/voice/twiml/dial (timeLimit) */
function timeLimitMs(verb: TwimlElement): number {
  return 1000 * integerAttribute(verb, 'timeLimit', 14_400);
}

/** The dialling call's side of a talk: until either side is gone, time is up, or `*` is pressed. */
export async function talk(
  { call, signal, switchboard }: VerbRun,
  verb: TwimlElement,
  pairing: Pairing,
): Promise<void> {
  const stopLimit = new AbortController();
  pairing.connected
    .then(() => switchboard.clock.sleep(timeLimitMs(verb), stopLimit.signal))
    .then(
      () => pairing.end(),
      () => {},
    );
  const stopKeys = call.onKey((key) => {
    if (key === '*' && booleanAttribute(verb, 'hangupOnStar', false)) pairing.end();
  });
  try {
    await pairing.lasting(signal);
  } finally {
    stopLimit.abort();
    stopKeys();
  }
}
