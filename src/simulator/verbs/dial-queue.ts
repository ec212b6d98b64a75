import { Pairing } from '../pairing';
import { secondsBetween, type WaitingQueue } from '../queue';
import { attribute, textOf } from '../twiml/element';
import type { TwimlElement } from '../twiml/read-document';
import { resolveUrl } from '../webhook/resolve-url';
import type { DialProgress, DialResult } from './dial';
import { dialTimeoutMs, talk } from './talk';
import { limitTime, methodOf, reportUnmodelled, TimedOut, type VerbRun } from './verb-run';

/**
 * Takes the first in line, or waits for one. While the customer hears the announcement the operator
 * hears nothing, a choice: nobody documents it.
 * https://www.twilio.com/docs/voice/twiml/queue
 */
export async function dialQueue(
  run: VerbRun,
  verb: TwimlElement,
  noun: TwimlElement,
  progress: DialProgress,
): Promise<DialResult> {
  run.call.answer();
  if (attribute(noun, 'reservationSid') !== undefined) {
    reportUnmodelled(run, noun, 'The TaskRouter of a reservationSid');
  }
  const queue = run.switchboard.findQueue(textOf(noun));
  // "Error status", says the documentation; of the words that there are, this is the one for it.
  if (!queue) return { status: 'failed', isBridged: false };
  const pairing = await takeNext(run, verb, noun, queue);
  if (!pairing) return { status: 'no-answer', isBridged: false };
  progress.result = () => resultOf(pairing, queue);
  await talk(run, verb, pairing);
  return resultOf(pairing, queue);
}

async function takeNext(run: VerbRun, verb: TwimlElement, noun: TwimlElement, queue: WaitingQueue) {
  const { call, switchboard } = run;
  const limit = limitTime(run, dialTimeoutMs(verb));
  try {
    return await queue.takeNext(({ call: customer, enqueuedAt }) => {
      const waitedSeconds = secondsBetween(enqueuedAt, switchboard.clock.now());
      const calls = { customer, operator: call, waitedSeconds };
      return new Pairing(calls, switchboard.clock, switchboard.tell, announcementOf(run, noun));
    }, limit.signal);
  } catch (error) {
    if (error instanceof TimedOut) return undefined;
    throw error;
  } finally {
    limit.stop();
  }
}

function announcementOf(run: VerbRun, noun: TwimlElement) {
  const reference = attribute(noun, 'url');
  if (reference === undefined) return undefined;
  return {
    purpose: 'queue-url',
    url: resolveUrl(reference, run.documentUrl),
    method: methodOf(noun, 'method'),
  } as const;
}

/** Documents and published payloads name different parameters: all of them are sent. */
function resultOf(pairing: Pairing, queue: WaitingQueue): DialResult {
  const { customer, operator, wasConnected, seconds, waitedSeconds } = pairing;
  return {
    status: 'completed',
    callSid: customer.sid,
    seconds: wasConnected ? seconds : undefined,
    isBridged: wasConnected,
    parameters: [
      ['QueueSid', queue.sid],
      ['QueueTime', String(waitedSeconds)],
      ['DequeingCallSid', operator.sid],
      ['DequeueResult', wasConnected ? 'bridged' : 'hangup'],
      ['DequeuedCallSid', customer.sid],
      ['DequeuedCallQueueTime', String(waitedSeconds)],
      ['DequeuedCallDuration', String(seconds)],
    ],
  };
}
