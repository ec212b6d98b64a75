import {
  type AddressedRequest,
  DocumentFailed,
  type DocumentScope,
  webhookFor,
  withoutSecrets,
} from '../document';
import type { QueueResult } from '../events';
import { CallEnded, CallRedirected } from '../interruption';
import type { Pairing } from '../pairing';
import { type QueueMember, secondsBetween, Taken } from '../queue';
import { attribute, textOf } from '../twiml/element';
import type { TwimlElement } from '../twiml/read-document';
import { resolveUrl } from '../webhook/resolve-url';
import { hear } from './hear';
import { methodOf, type Next, reportUnmodelled, reportVerb, type VerbRun } from './verb-run';

/** What is heard without a waitUrl: https://www.twilio.com/docs/voice/twiml/enqueue */
const DEFAULT_MUSIC = 'http://com.twilio.sounds.music.s3.amazonaws.com/ClockworkWaltz.mp3';
/** A turn of waiting takes no less, or a document without sound would be asked for without end. */
const SHORTEST_TURN_MS = 1000;
const SILENCE_MS = 3_600_000;

/** How a call left the queue; one that was never in it has no member. */
interface Departure {
  result: QueueResult;
  member?: QueueMember;
  /** When it left. */
  at: number;
}

/** https://www.twilio.com/docs/voice/twiml/enqueue */
export async function enqueue(run: VerbRun, verb: TwimlElement): Promise<Next | undefined> {
  const { call, switchboard } = run;
  const at = switchboard.clock.now();
  call.answer();
  if (verb.isRefused) return leaveWith(run, verb, { result: 'error', at });
  const workflowSid = attribute(verb, 'workflowSid');
  if (workflowSid !== undefined) reportUnmodelled(run, verb, 'The TaskRouter of a workflowSid');
  // Its calls wait in a queue of its name: https://www.twilio.com/docs/taskrouter/twiml-queue-calls
  const queue = switchboard.openQueue(workflowSid ?? textOf(verb));
  const member = queue.join(call);
  if (member === undefined) {
    const message = `The queue ${queue.name} is full`;
    reportVerb(run, verb, { level: 'warning', code: 14207, message });
    return leaveWith(run, verb, { result: 'queue-full', at });
  }
  return stay(run, verb, member);
}

/** From coming into the queue to the end of the talk with whoever took the call. */
async function stay(
  run: VerbRun,
  verb: TwimlElement,
  member: QueueMember,
): Promise<Next | undefined> {
  const { clock } = run.switchboard;
  let leftAt: number | undefined;
  let pairing: Pairing | undefined;
  try {
    const end = await waitInQueue(run, verb, member);
    leftAt = clock.now();
    if (typeof end === 'string') {
      return leaveWith(run, verb, { result: end, member, at: leftAt });
    }
    pairing = end;
    const result = await talk(run, pairing, member);
    return leaveWith(run, verb, { result, member, at: leftAt });
  } catch (interruption) {
    pairing?.end();
    const result = resultOf(interruption, pairing);
    const told = tellOnly(run, verb, { result, member, at: leftAt ?? clock.now() });
    // "It is requested and then the redirect URL is": observed, not documented.
    if (interruption instanceof CallRedirected) await told;
    throw interruption;
  }
}

/** Turn after turn, until an operator's call takes this one or it leaves by another way. */
async function waitInQueue(
  run: VerbRun,
  verb: TwimlElement,
  member: QueueMember,
): Promise<Pairing | QueueResult> {
  const { clock } = run.switchboard;
  const scope: DocumentScope = {
    ...run,
    context: 'wait',
    signal: AbortSignal.any([run.signal, member.taken]),
    extraParameters: () => waitParameters(member, clock.now()),
  };
  // At once, or somebody at the same moment could still take a call that is gone.
  const leave = () => member.queue.leave(member);
  run.signal.addEventListener('abort', leave, { once: true });
  try {
    for (;;) {
      const start = clock.now();
      const end = await waitOneTurn(scope, run, verb);
      // A waitUrl document that hangs up is as if the caller had: nobody documents another word.
      if (end === 'hangup') return 'hangup';
      if (end === 'leave') return 'leave';
      await clock.sleep(start + SHORTEST_TURN_MS - clock.now(), scope.signal);
    }
  } catch (error) {
    if (error instanceof Taken) return error.pairing;
    if (error instanceof DocumentFailed) return 'error';
    throw error;
  } finally {
    run.signal.removeEventListener('abort', leave);
    leave();
  }
}

async function waitOneTurn(scope: DocumentScope, run: VerbRun, verb: TwimlElement) {
  const waitUrl = attribute(verb, 'waitUrl');
  if (waitUrl === undefined) {
    // Twilio asks for a document of its own here, which plays music.
    const seconds = scope.switchboard.playSeconds(DEFAULT_MUSIC);
    await hear(scope, { kind: 'play', url: DEFAULT_MUSIC }, 1000 * seconds);
    return 'finished';
  }
  if (waitUrl === '') {
    await hear(scope, { kind: 'silence' }, SILENCE_MS);
    return 'finished';
  }
  return run.switchboard.runDocuments(scope, {
    purpose: 'wait-url',
    url: resolveUrl(waitUrl, run.documentUrl),
    method: methodOf(verb, 'waitUrlMethod'),
  });
}

function waitParameters(member: QueueMember, now: number) {
  const { queue, enqueuedAt, position } = member;
  return [
    ['QueuePosition', String(position)],
    ['QueueSid', queue.sid],
    ['QueueTime', String(secondsBetween(enqueuedAt, now))],
    ['AvgQueueTime', String(queue.averageWaitSeconds)],
    ['CurrentQueueSize', String(queue.size)],
    ['MaxQueueSize', String(queue.maxSize)],
  ] as const;
}

/**
 * The customer's side of being connected: the announcement of `Queue url`, then the talk.
 *
 * Nobody documents what the result is where the operator hangs up during the announcement; there is
 * a word for a call about to be connected, and no other use of it is known.
 */
async function talk(run: VerbRun, pairing: Pairing, member: QueueMember): Promise<QueueResult> {
  try {
    await announce(run, pairing, member);
  } catch (error) {
    // Where both hang up at the same moment, the caller's own end is what counts.
    run.signal.throwIfAborted();
    if (!pairing.over.aborted) throw error;
  }
  run.signal.throwIfAborted();
  pairing.connect();
  await pairing.lasting(run.signal);
  return pairing.wasConnected ? 'bridged' : 'bridging-in-process';
}

async function announce(run: VerbRun, pairing: Pairing, member: QueueMember): Promise<void> {
  if (!pairing.announcement) return;
  const waited = String(secondsBetween(member.enqueuedAt, run.switchboard.clock.now()));
  const scope: DocumentScope = {
    ...run,
    context: 'announcement',
    signal: AbortSignal.any([run.signal, pairing.over]),
    extraParameters: () => [
      ['QueueSid', member.queue.sid],
      ['QueueTime', waited],
      ['DequeingCallSid', pairing.operator.sid],
    ],
  };
  try {
    await run.switchboard.runDocuments(scope, pairing.announcement);
  } catch (error) {
    if (!(error instanceof DocumentFailed)) throw error;
    // The two are connected all the same, a choice: nobody documents it.
    const { url } = error;
    const message = 'The document of Queue url cannot be used';
    const place = { url, line: undefined, text: undefined };
    run.switchboard.report({
      call: run.call.sid,
      level: 'warning',
      code: 14211,
      message,
      ...place,
    });
  }
}

/** A caller who hangs up during the announcement is one who gave up: a choice, as documents are silent. */
function resultOf(interruption: unknown, pairing: Pairing | undefined): QueueResult {
  if (interruption instanceof CallEnded) return pairing?.wasConnected ? 'bridged' : 'hangup';
  return pairing?.wasConnected ? 'redirected-from-bridged' : 'redirected';
}

/** The caller is still on the line, and goes on with the action, or behind the verb. */
function leaveWith(run: VerbRun, verb: TwimlElement, departure: Departure): Next | undefined {
  if (departure.result === 'hangup') {
    run.call.end();
    void tellOnly(run, verb, departure);
    return { kind: 'hangup' };
  }
  const request = requestDeparture(run, verb, departure);
  return request && { kind: 'document', request };
}

/** The call is elsewhere, or nowhere: the action is told, and its answer is not executed. */
async function tellOnly(run: VerbRun, verb: TwimlElement, departure: Departure): Promise<void> {
  const request = requestDeparture(run, verb, departure);
  if (request) await run.switchboard.callBack(run.call, webhookFor(run, request));
}

function requestDeparture(
  run: VerbRun,
  verb: TwimlElement,
  { result, member, at }: Departure,
): AddressedRequest | undefined {
  const action = attribute(verb, 'action');
  if (action === undefined) return undefined;
  return {
    purpose: 'enqueue-action',
    // Credentials are not inherited, see Call.enqueueActionSession.
    url: resolveUrl(action, withoutSecrets(run.documentUrl)),
    method: methodOf(verb, 'method'),
    parameters: [
      ['QueueResult', result],
      ...(member === undefined
        ? []
        : ([
            ['QueueSid', member.queue.sid],
            ['QueueTime', String(secondsBetween(member.enqueuedAt, at))],
          ] as const)),
    ],
    session: run.call.enqueueActionSession,
  };
}
