import type { Call } from '../call';
import { statusParameters } from '../call-parameters';
import { DocumentFailed } from '../document';
import { CallRedirected, untilAborted } from '../interruption';
import { Pairing } from '../pairing';
import { attribute, booleanAttribute, elementsOf, textOf } from '../twiml/element';
import type { TwimlElement } from '../twiml/read-document';
import { resolveUrl } from '../webhook/resolve-url';
import type { DialProgress, DialResult } from './dial';
import { hear, hearDigits } from './hear';
import { dialTimeoutMs, talk } from './talk';
import {
  limitTime,
  methodOf,
  reportUnmodelled,
  reportVerb,
  TimedOut,
  type VerbRun,
} from './verb-run';

/** A telephone to ring. */
interface Target {
  number: string;
  /** The noun, or Dial itself, which has none of a noun's attributes, where the number is its text. */
  noun: TwimlElement;
}

/** What came of ringing a telephone; one that answered is still on the line. */
interface Attempt {
  leg: Call;
  status: 'answered' | DialResult['status'];
}

/**
 * Rings telephones, all at once or one after the other, and connects the first that answers.
 * https://www.twilio.com/docs/voice/twiml/number and https://www.twilio.com/docs/voice/twiml/client
 */
export async function dialNumbers(
  run: VerbRun,
  verb: TwimlElement,
  progress: DialProgress,
): Promise<DialResult> {
  if (!booleanAttribute(verb, 'answerOnBridge', false)) run.call.answer();
  const targets = targetsOf(run, verb);
  if (isCallerIdMissing(run, verb, targets)) return { status: 'failed', isBridged: false };
  const attempt = await ringUntilAnswered(run, verb, targets);
  if (attempt === undefined) return { status: 'failed', isBridged: false };
  const { leg, status } = attempt;
  if (status === 'answered' && !leg.signal.aborted) {
    progress.result = () => resultOf(leg);
    return connect(run, verb, leg);
  }
  const seconds = leg.answeredAt === undefined ? undefined : leg.seconds;
  const end = status === 'answered' ? 'completed' : status;
  return { status: end, callSid: leg.sid, seconds, isBridged: false };
}

/** https://www.twilio.com/docs/api/errors/13214 */
function isCallerIdMissing(run: VerbRun, verb: TwimlElement, targets: readonly Target[]): boolean {
  const isClient = (number: string) => number.startsWith('client:');
  if (!isClient(run.call.from) || attribute(verb, 'callerId') !== undefined) return false;
  if (targets.every(({ number }) => isClient(number))) return false;
  const message = 'A client that calls a telephone needs a callerId';
  reportVerb(run, verb, { level: 'error', code: 13214, message });
  return true;
}

function resultOf(leg: Call): DialResult {
  return { status: 'completed', callSid: leg.sid, seconds: leg.seconds, isBridged: true };
}

async function connect(run: VerbRun, verb: TwimlElement, leg: Call): Promise<DialResult> {
  const { clock, tell } = run.switchboard;
  run.call.answer();
  const pairing = new Pairing({ customer: run.call, operator: leg }, clock, tell);
  pairing.connect();
  try {
    await talk(run, verb, pairing);
  } finally {
    letGo(run, leg);
  }
  return resultOf(leg);
}

/** The other side is gone: the call ends, unless it was told to go on with a document of its own. */
function letGo({ switchboard }: VerbRun, leg: Call): void {
  const { reason } = leg.signal;
  if (reason instanceof CallRedirected) switchboard.continueCall(leg, leg.resume() ?? reason.to);
  else leg.end();
}

/** The first attempt that was answered, else the last of them; the caller hears it ring. */
async function ringUntilAnswered(
  run: VerbRun,
  verb: TwimlElement,
  targets: Target[],
): Promise<Attempt | undefined> {
  const silence = new AbortController();
  const ringing = AbortSignal.any([run.signal, silence.signal]);
  const isSequential = booleanAttribute(verb, 'sequential', false);
  const longestMs = dialTimeoutMs(verb) * (isSequential ? targets.length : 1);
  hear({ ...run, signal: ringing }, { kind: 'ringing' }, longestMs).catch(() => {});
  try {
    return isSequential
      ? await ringInTurn(run, verb, targets)
      : await ringTogether(run, verb, targets);
  } finally {
    silence.abort();
  }
}

async function ringInTurn(run: VerbRun, verb: TwimlElement, targets: Target[]) {
  let last: Attempt | undefined;
  for (const target of targets) {
    last = await ring(run, verb, target, run.signal);
    if (last.status === 'answered') break;
  }
  return last;
}

async function ringTogether(run: VerbRun, verb: TwimlElement, targets: Target[]) {
  const rest = new AbortController();
  const signal = AbortSignal.any([run.signal, rest.signal]);
  const attempts = await Promise.all(
    targets.map(async (target) => {
      const attempt = await ring(run, verb, target, signal);
      if (attempt.status === 'answered') rest.abort(new AnsweredElsewhere());
      return attempt;
    }),
  );
  return attempts.find(({ status }) => status === 'answered') ?? attempts.at(-1);
}

/** Why a telephone stops ringing. */
class AnsweredElsewhere extends Error {
  override readonly name = 'AnsweredElsewhere';
}

async function ring(
  run: VerbRun,
  verb: TwimlElement,
  { number, noun }: Target,
  signal: AbortSignal,
): Promise<Attempt> {
  run.signal.throwIfAborted();
  const { call, switchboard } = run;
  const from = attribute(verb, 'callerId') ?? call.from;
  const leg = switchboard.startCall({
    from,
    to: number,
    direction: 'outbound-dial',
    parentSid: call.sid,
  });
  const report = createReporter(run, noun, leg);
  leg.onEnded = () => report('completed');
  switchboard.tell({ type: 'ring', call: leg.sid, parent: call.sid, from, to: number });
  report('initiated');
  leg.setStatus('ringing');
  report('ringing');
  const ringing = AbortSignal.any([signal, leg.signal]);
  const limit = limitTime({ ...run, signal: ringing }, dialTimeoutMs(verb));
  try {
    const pickup = await ringTelephone(run, leg, limit.signal);
    if (pickup !== 'answered') {
      leg.end('busy');
      return { leg, status: 'busy' };
    }
    leg.answer();
    report('answered');
    return { leg, status: await screen(run, noun, leg, signal) };
  } catch (error) {
    const isTimeout = error instanceof TimedOut;
    const isOver = leg.signal.aborted || error instanceof AnsweredElsewhere;
    if (leg.signal.aborted) letGo(run, leg);
    else leg.end(isTimeout ? 'no-answer' : 'canceled');
    run.signal.throwIfAborted();
    if (!isTimeout && !isOver) throw error;
    return { leg, status: isTimeout ? 'no-answer' : 'canceled' };
  } finally {
    limit.stop();
  }
}

/** A number that nobody holds rings in an empty room. */
function ringTelephone({ switchboard }: VerbRun, leg: Call, signal: AbortSignal) {
  const telephone = switchboard.findTelephone(leg.to);
  if (telephone) return telephone.ring(leg, signal);
  return untilAborted(new Promise<never>(() => {}), signal);
}

/** What the called party hears before being connected; they may hang up, or be hung up on, in it. */
async function screen(
  run: VerbRun,
  noun: TwimlElement,
  leg: Call,
  signal: AbortSignal,
): Promise<Attempt['status']> {
  const digits = attribute(noun, 'sendDigits');
  const reference = attribute(noun, 'url');
  const scope = {
    switchboard: run.switchboard,
    call: leg,
    signal: AbortSignal.any([leg.signal, signal]),
    context: 'called' as const,
    extraParameters: () => [],
  };
  try {
    if (digits !== undefined) await hearDigits(scope, digits);
    if (reference === undefined) return 'answered';
    const end = await run.switchboard.runDocuments(scope, {
      purpose: 'number-url',
      url: resolveUrl(reference, run.documentUrl),
      method: methodOf(noun, 'method'),
    });
    if (end === 'hangup') leg.end();
  } catch (error) {
    // Connected all the same, a choice: nobody documents it.
    if (!(error instanceof DocumentFailed) && !leg.hasEnded) throw error;
  }
  return leg.hasEnded ? 'completed' : 'answered';
}

type LegEvent = 'initiated' | 'ringing' | 'answered' | 'completed';

/** Makes the noun's status callbacks, those that it asks for. */
function createReporter(run: VerbRun, noun: TwimlElement, leg: Call): (event: LegEvent) => void {
  const reference = attribute(noun, 'statusCallback');
  const events = (attribute(noun, 'statusCallbackEvent') ?? 'completed').split(' ');
  const { accountSid, clock } = run.switchboard;
  let sequenceNumber = 0;
  return (event) => {
    if (reference === undefined || !events.includes(event)) return;
    const parameters = statusParameters(leg, accountSid, { sequenceNumber, now: clock.now() });
    sequenceNumber += 1;
    void run.switchboard.callBack(leg, {
      purpose: 'dial-status-callback',
      url: resolveUrl(reference, run.documentUrl),
      method: methodOf(noun, 'statusCallbackMethod'),
      parameters,
      session: leg.callbackSession,
    });
  };
}

/** Sip and Conference are not modelled, which the debugger log says. */
function targetsOf(run: VerbRun, verb: TwimlElement): Target[] {
  const nouns = elementsOf(verb);
  if (nouns.length === 0) return [{ number: numberIn(textOf(verb)), noun: verb }];
  return nouns.flatMap((noun) => {
    if (noun.name === 'Number') return [{ number: numberIn(textOf(noun)), noun }];
    if (noun.name === 'Client') return [{ number: `client:${identityOf(noun)}`, noun }];
    reportUnmodelled(run, noun, noun.name);
    return [];
  });
}

function numberIn(text: string): string {
  return text.replace(/[ ().-]/g, '');
}

function identityOf(client: TwimlElement): string {
  const identity = elementsOf(client).find(({ name }) => name === 'Identity');
  return textOf(identity ?? client);
}
