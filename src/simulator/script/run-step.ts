import type { ExchangeEvent } from '../events';
import type { Exchange } from '../exchange-types';
import { becomes, comes, describeHeard, describeHearing, isHeard, type Unmet } from './check';
import { nextSeq, type ScriptPhone } from './script-phone';
import type { Step } from './statement';

/** What the lines of a script are run with. */
export interface Stage {
  exchange: Exchange;
  phone: (name: string) => ScriptPhone;
  /** The first event that came of the script. */
  since: number;
  /** Numbers of the debugger log that the script has asked for. */
  expectedErrors: Set<number>;
}

type StepOf<K extends Step['kind']> = Extract<Step, { kind: K }>;
/** Lines about what goes wrong on the wire are nobody's on the stage. */
export type PlayedStep = Exclude<Step, { kind: 'fault' | 'no-faults' }>;

/** Does what a line says, or waits for it to happen; gives why it does not hold. */
export async function runStep(step: PlayedStep, stage: Stage): Promise<Unmet | undefined> {
  switch (step.kind) {
    case 'wait':
      await stage.exchange.wait(step.seconds);
      return undefined;
    case 'error':
      return awaitError(step, stage);
    case 'no-errors':
      return checkErrors(stage);
    case 'hears':
      return awaitHeard(step, stage);
    case 'does-not-hear':
      return awaitNotHeard(step, stage);
    case 'hears-nothing':
      return awaitSilence(step, stage);
    case 'in-line':
      return awaitPlace(step, stage);
    case 'is-called':
      return awaitRinging(step, stage);
    case 'talks-to':
      return awaitTalk(step, stage);
    case 'parts-from':
      return awaitParting(step, stage);
    case 'call-ends':
      return awaitEnd(step, stage);
    default:
      return act(step, stage.phone(step.who));
  }
}

type Deed = StepOf<'calls' | 'presses' | 'speaks' | 'answers' | 'rejects' | 'hangs-up' | 'habit'>;

function act(step: Deed, phone: ScriptPhone): Unmet | undefined {
  const { handset } = phone;
  try {
    if (step.kind === 'hangs-up') {
      if (!phone.isOnCall) return unmet(`${phone.name} to be on a call`, phone.describe());
      handset.hangUp();
    } else if (step.kind === 'calls') {
      const { forwardedFrom, callerName } = step;
      handset.dial({ forwardedFrom, callerName });
    } else if (step.kind === 'presses') handset.press(step.keys);
    else if (step.kind === 'speaks') handset.speak(step.seconds);
    else if (step.kind === 'answers') handset.answer();
    else if (step.kind === 'rejects') handset.reject();
    else {
      handset.whenCalled = step.habit;
      return undefined;
    }
  } catch (error) {
    // Handsets throw where a person could not do such a thing.
    const reason = error instanceof Error ? error.message : String(error);
    return unmet(`${phone.name} to be able to`, reason.replace(/\.$/, ''));
  }
  phone.moveOn();
  return undefined;
}

async function awaitHeard(
  { who, heard, withinSeconds }: StepOf<'hears'>,
  { exchange, phone }: Stage,
): Promise<Unmet | undefined> {
  const own = phone(who);
  const isIt = (event: ExchangeEvent) =>
    event.type === 'hear' && own.isOwn(event) && isHeard(event.sound, heard);
  const isEnd = (event: ExchangeEvent) => event.type === 'ended' && own.isOwn(event);
  const expected = `${who} to hear ${describeHeard(heard)} within ${withinSeconds} s`;
  if (!own.call) return unmet(expected, own.describe());
  const event = await comes(exchange, (event) => isIt(event) || isEnd(event), {
    since: own.heardFrom,
    withinSeconds,
  });
  if (!event || !isIt(event)) return unmet(expected, own.describe());
  own.heardFrom = event.seq + 1;
  return undefined;
}

async function awaitNotHeard(
  { who, heard, forSeconds }: StepOf<'does-not-hear'>,
  { exchange, phone }: Stage,
): Promise<Unmet | undefined> {
  const own = phone(who);
  const expected = `${who} not to hear ${describeHeard(heard)} within ${forSeconds} s`;
  if (!own.call) return unmet(expected, own.describe());
  const event = await comes(
    exchange,
    (event) => event.type === 'hear' && own.isOwn(event) && isHeard(event.sound, heard),
    { since: own.heardFrom, withinSeconds: forSeconds },
  );
  return event && unmet(expected, describeHearing(own, event));
}

async function awaitSilence(
  { who, forSeconds }: StepOf<'hears-nothing'>,
  { exchange, phone }: Stage,
): Promise<Unmet | undefined> {
  const own = phone(who);
  const expected = `${who} to hear nothing for ${forSeconds} s`;
  const now = own.hearsNow;
  if (now) return unmet(expected, describeHearing(own, now));
  if (!own.isOnCall || own.call?.bridgedWith) return unmet(expected, own.describe());
  const isSound = (event: ExchangeEvent) =>
    event.type === 'hear' && own.isOwn(event) && event.sound.kind !== 'silence';
  const event = await comes(
    exchange,
    (event) => isSound(event) || !own.isOnCall || own.call?.bridgedWith !== undefined,
    { withinSeconds: forSeconds },
  );
  return event && unmet(expected, describeHearing(own, event));
}

async function awaitPlace(
  { who, position, withinSeconds }: StepOf<'in-line'>,
  { exchange, phone }: Stage,
): Promise<Unmet | undefined> {
  const own = phone(who);
  const isInPlace = await becomes(exchange, () => own.call?.queue?.position === position, {
    orStops: () => !own.isOnCall,
    withinSeconds,
  });
  if (isInPlace) return undefined;
  return unmet(`${who} to be number ${position} in line within ${withinSeconds} s`, own.describe());
}

async function awaitRinging(
  { who, withinSeconds }: StepOf<'is-called'>,
  { exchange, phone }: Stage,
): Promise<Unmet | undefined> {
  const own = phone(who);
  const event = await comes(
    exchange,
    (event) => event.type === 'ring' && event.to === own.handset.number,
    { since: own.rangFrom, withinSeconds },
  );
  if (!event) return unmet(`${who} to be called within ${withinSeconds} s`, own.describe());
  own.rangFrom = event.seq + 1;
  own.heardFrom = event.seq + 1;
  return undefined;
}

async function awaitTalk(
  { who, to, withinSeconds }: StepOf<'talks-to'>,
  { exchange, phone }: Stage,
): Promise<Unmet | undefined> {
  const [own, other] = [phone(who), phone(to)];
  const expected = `${who} to talk to ${to} within ${withinSeconds} s`;
  if (!own.call) return unmet(expected, describeBoth(own, other));
  const event = await comes(
    exchange,
    (event) => isOfBoth(event, 'bridged', own, other) || hasHungUp(event, own),
    { since: own.talkedFrom, withinSeconds },
  );
  if (event?.type !== 'bridged') return unmet(expected, describeBoth(own, other));
  own.talkedFrom = event.seq + 1;
  own.heardFrom = Math.max(own.heardFrom, event.seq + 1);
  // Whichever of the two was called: that ringing is past.
  for (const phone of [own, other]) phone.rangFrom = Math.max(phone.rangFrom, event.seq + 1);
  return undefined;
}

async function awaitParting(
  { who, from, withinSeconds }: StepOf<'parts-from'>,
  { exchange, phone }: Stage,
): Promise<Unmet | undefined> {
  const [own, other] = [phone(who), phone(from)];
  const event = await comes(exchange, (event) => isOfBoth(event, 'parted', own, other), {
    since: own.partedFrom,
    withinSeconds,
  });
  if (!event) {
    const expected = `${who} to part from ${from} within ${withinSeconds} s`;
    return unmet(expected, describeBoth(own, other));
  }
  own.partedFrom = event.seq + 1;
  own.heardFrom = Math.max(own.heardFrom, event.seq + 1);
  return undefined;
}

async function awaitEnd(
  { who, status, withinSeconds }: StepOf<'call-ends'>,
  { exchange, phone }: Stage,
): Promise<Unmet | undefined> {
  const own = phone(who);
  const as = status === undefined ? '' : ` as ${status}`;
  const expected = `${who}’s call to end${as} within ${withinSeconds} s`;
  if (!own.call) return unmet(expected, own.describe());
  const hasEnded = await becomes(exchange, () => !own.isOnCall, { withinSeconds });
  if (hasEnded) own.rangFrom = nextSeq(exchange);
  const isAsSaid = hasEnded && (status === undefined || own.call.status === status);
  return isAsSaid ? undefined : unmet(expected, own.describe());
}

async function awaitError(
  { code, withinSeconds }: StepOf<'error'>,
  { exchange, since, expectedErrors }: Stage,
): Promise<Unmet | undefined> {
  expectedErrors.add(code);
  const isIt = (event: ExchangeEvent) => event.type === 'debugger' && event.code === code;
  const event = await comes(exchange, isIt, { since, withinSeconds });
  if (event) return undefined;
  const others = describeErrors(exchange, since);
  return unmet(`error ${code} within ${withinSeconds} s`, others || 'the debugger log is empty');
}

function checkErrors({ exchange, since, expectedErrors }: Stage): Unmet | undefined {
  const errors = describeErrors(exchange, since, expectedErrors);
  return errors === '' ? undefined : unmet('no entry in the debugger log', errors);
}

function describeErrors(
  { transcript }: Exchange,
  since: number,
  expectedErrors?: ReadonlySet<number>,
): string {
  return transcript.events
    .flatMap((event) => (event.type === 'debugger' && event.seq >= since ? [event] : []))
    .filter(({ code }) => !expectedErrors?.has(code))
    .map(({ level, code, message }) => `${level} ${code} ${message}`)
    .join('; ');
}

function isOfBoth(
  event: ExchangeEvent,
  type: 'bridged' | 'parted',
  one: ScriptPhone,
  other: ScriptPhone,
): boolean {
  if (event.type !== type) return false;
  const sids = [one.call?.sid, other.call?.sid];
  return event.calls.every((call) => sids.includes(call));
}

/** Whether it is over for a phone that could otherwise still be connected. */
function hasHungUp(event: ExchangeEvent, phone: ScriptPhone): boolean {
  return event.type === 'ended' && phone.isOwn(event);
}

function describeBoth(one: ScriptPhone, other: ScriptPhone): string {
  return `${one.describe()}; ${other.describe()}`;
}

function unmet(expected: string, instead: string): Unmet {
  return { expected, instead };
}

/** Where a stage begins. */
export function beginStage(exchange: Exchange, phone: Stage['phone']): Stage {
  return { exchange, phone, since: nextSeq(exchange), expectedErrors: new Set() };
}
