import type { Parameters } from '../call-parameters';
import { webhookFor } from '../document';
import type { CallStatus } from '../events';
import { CallRedirected } from '../interruption';
import { elementsOf } from '../twiml/element';
import type { TwimlElement } from '../twiml/read-document';
import { dialNumbers } from './dial-numbers';
import { dialQueue } from './dial-queue';
import { redirect } from './redirect';
import { type Next, requestAction, type VerbRun } from './verb-run';

/** How a Dial ended. */
export interface DialResult {
  status: Extract<CallStatus, 'completed' | 'busy' | 'no-answer' | 'failed' | 'canceled'>;
  /** The call that was dialled, or taken from a queue. */
  callSid?: string | undefined;
  /** How long the dialled call was in progress, or the talk with one from a queue lasted. */
  seconds?: number | undefined;
  /** Whether the two heard each other. */
  isBridged: boolean;
  /** What a Queue adds. */
  parameters?: Parameters;
}

/** How a Dial would end if it ended now. */
export interface DialProgress {
  result: () => DialResult;
}

/**
 * Connects the call with another. The dialling call's session ends without the action where the
 * caller hangs up: whether Twilio asks for it then is not documented.
 * https://www.twilio.com/docs/voice/twiml/dial
 */
export async function dial(
  run: VerbRun,
  verb: TwimlElement,
  following: TwimlElement | undefined,
): Promise<Next | undefined> {
  const progress: DialProgress = { result: () => ({ status: 'canceled', isBridged: false }) };
  try {
    const request = requestDialAction(run, verb, await connect(run, verb, progress));
    return request && { kind: 'document', request };
  } catch (interruption) {
    if (interruption instanceof CallRedirected) {
      await tellRedirected(run, requestDialAction(run, verb, progress.result()), following);
    }
    throw interruption;
  }
}

/**
 * A call that was taken elsewhere has its action told, or a Redirect behind Dial visited, before it
 * goes there; what they answer is not executed.
 * https://www.twilio.com/docs/voice/twiml/changelog (2021-05-13)
 */
async function tellRedirected(
  run: VerbRun,
  action: ReturnType<typeof requestAction>,
  following: TwimlElement | undefined,
): Promise<void> {
  const request =
    action ?? (following?.name === 'Redirect' ? redirect(run, following).request : undefined);
  if (request) await run.switchboard.callBack(run.call, webhookFor(run, request));
}

function requestDialAction(run: VerbRun, verb: TwimlElement, result: DialResult) {
  const { status, callSid, seconds, isBridged, parameters = [] } = result;
  return requestAction(run, verb, {
    purpose: 'dial-action',
    parameters: [
      ['DialCallStatus', status],
      ...(callSid === undefined ? [] : [['DialCallSid', callSid] as const]),
      ...(seconds === undefined ? [] : [['DialCallDuration', String(seconds)] as const]),
      ['DialBridged', String(isBridged)],
      ...parameters,
    ],
  });
}

async function connect(
  run: VerbRun,
  verb: TwimlElement,
  progress: DialProgress,
): Promise<DialResult> {
  if (verb.isRefused) return { status: 'failed', isBridged: false };
  const [noun] = elementsOf(verb);
  return noun?.name === 'Queue'
    ? dialQueue(run, verb, noun, progress)
    : dialNumbers(run, verb, progress);
}
