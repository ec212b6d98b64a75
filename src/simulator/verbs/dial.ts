import type { Parameters } from '../call-parameters';
import type { CallStatus } from '../events';
import { elementsOf } from '../twiml/element';
import type { TwimlElement } from '../twiml/read-document';
import { dialNumbers } from './dial-numbers';
import { dialQueue } from './dial-queue';
import { type Next, requestAction, type VerbRun } from './verb-run';

/** How a Dial ended. */
export interface DialResult {
  status: Extract<CallStatus, 'completed' | 'busy' | 'no-answer' | 'failed' | 'canceled'>;
  /** The call that was dialled, or taken from a queue. */
  callSid?: string | undefined;
  /** How long the two heard each other; undefined where they did not. */
  seconds?: number | undefined;
  /** What a Queue adds. */
  parameters?: Parameters;
}

/**
 * Connects the call with another. The dialled call's session ends without the action where the
 * caller hangs up: whether Twilio asks for it then is not documented.
 * https://www.twilio.com/docs/voice/twiml/dial
 */
export async function dial(run: VerbRun, verb: TwimlElement): Promise<Next | undefined> {
  const result = await connect(run, verb);
  const { status, callSid, seconds, parameters = [] } = result;
  const request = requestAction(run, verb, {
    purpose: 'dial-action',
    parameters: [
      ['DialCallStatus', status],
      ...(callSid === undefined ? [] : [['DialCallSid', callSid] as const]),
      ...(seconds === undefined ? [] : [['DialCallDuration', String(seconds)] as const]),
      ['DialBridged', String(seconds !== undefined)],
      ...parameters,
    ],
  });
  return request && { kind: 'document', request };
}

async function connect(run: VerbRun, verb: TwimlElement): Promise<DialResult> {
  if (verb.isRefused) return { status: 'failed' };
  const [noun] = elementsOf(verb);
  return noun?.name === 'Queue' ? dialQueue(run, verb, noun) : dialNumbers(run, verb);
}
