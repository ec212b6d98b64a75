import type { PromptKey } from '../prompts/catalogue';
import type { ExchangeEvent, Sound } from '../simulator/events';
import type { OperatorKey, Plot } from './plot';

/** What a customer heard, did and met with, one after the other. */
export type Step =
  | { kind: 'hears'; prompt: FixedPrompt }
  /** Something that is not among the prompts. */
  | { kind: 'hears-text'; text: string }
  | { kind: 'presses'; keys: string }
  | { kind: 'presses-nothing' }
  /** Is told these places in line, each once, and perhaps hears music. */
  | { kind: 'waits'; places: readonly number[]; hearsMusic: boolean }
  | { kind: 'connected'; operator: OperatorKey; waitedSeconds: number }
  | { kind: 'talks'; seconds: number }
  | { kind: 'hangs-up' }
  | { kind: 'hangs-up-in-mid-prompt' }
  /** Hangs up after so long in line. */
  | { kind: 'gives-up'; waitedSeconds: number }
  | { kind: 'operator-hangs-up'; operator: OperatorKey }
  /** Nobody hung up: nothing was left to hear. */
  | { kind: 'call-ends' };

/** A prompt that always says the same. */
export type FixedPrompt = Exclude<PromptKey, 'queuePosition'>;

/** A prompt that was recognised; of a place in line, with that place. */
export type FoundPrompt = { key: FixedPrompt } | { key: 'queuePosition'; position: number };

/** What a transcript is read with. */
export interface Reading {
  plot: Plot;
  events: readonly ExchangeEvent[];
  /** Which prompt a spoken text is. */
  findPrompt: (text: string) => FoundPrompt | undefined;
}

/** A talk of a customer and an operator. */
export interface Talk {
  customerSid: string;
  operatorSid: string;
  /** The place in the transcript at which it begins. */
  seq: number;
  seconds: number;
  endedBy: 'customer' | 'operator' | undefined;
}

/** Every talk that there was, in the order in which they began. */
export function listTalks(events: readonly ExchangeEvent[]): Talk[] {
  return events.flatMap((event) => {
    if (event.type !== 'bridged') return [];
    const [customerSid, operatorSid] = event.calls;
    const after = events.filter(({ seq }) => seq > event.seq);
    const parted = after.find(
      (other) => other.type === 'parted' && other.calls[0] === customerSid,
    ) as Extract<ExchangeEvent, { type: 'parted' }> | undefined;
    const hangUp = after.find(
      (other) => other.type === 'hang-up' && event.calls.includes(other.call),
    ) as Extract<ExchangeEvent, { type: 'hang-up' }> | undefined;
    const side = hangUp?.call === customerSid ? 'customer' : 'operator';
    return {
      customerSid,
      operatorSid,
      seq: event.seq,
      seconds: parted?.seconds ?? 0,
      endedBy: hangUp && side,
    };
  });
}

/** What happened in a customer's call, from what they heard first to its end. */
export function listSteps(callSid: string, reading: Reading): Step[] {
  const own = reading.events.filter((event) => 'call' in event && event.call === callSid);
  const talk = listTalks(reading.events).find(({ customerSid }) => customerSid === callSid);
  const before = talk ? own.filter(({ seq }) => seq < talk.seq) : own;
  const steps = mergeWaits(before.flatMap((event) => describe(event, reading) ?? []));
  // That an operator is coming is told by the operator's coming.
  const isAnnounced = (step: Step) => step.kind === 'hears' && step.prompt === 'operatorComing';
  return [
    ...(talk ? steps.filter((step) => !isAnnounced(step)) : steps),
    ...(talk ? describeTalk(talk, own, reading) : [describeEnd(own)]),
  ];
}

function describe(event: ExchangeEvent, { findPrompt }: Reading): Step | undefined {
  switch (event.type) {
    case 'hear':
      return describeSound(event.sound, findPrompt);
    case 'press':
      return { kind: 'presses', keys: event.keys };
    case 'gathered':
      return event.digits === '' ? { kind: 'presses-nothing' } : undefined;
    default:
      return undefined;
  }
}

function describeSound(sound: Sound, findPrompt: Reading['findPrompt']): Step | undefined {
  if (sound.kind === 'play') return { kind: 'waits', places: [], hearsMusic: true };
  if (sound.kind !== 'say') return undefined;
  const prompt = findPrompt(sound.text);
  if (!prompt) return { kind: 'hears-text', text: sound.text.trim() };
  return prompt.key === 'queuePosition'
    ? { kind: 'waits', places: [prompt.position], hearsMusic: false }
    : { kind: 'hears', prompt: prompt.key };
}

/** One wait of what was told turn by turn. */
function mergeWaits(steps: readonly Step[]): Step[] {
  const merged: Step[] = [];
  for (const step of steps) {
    const last = merged.at(-1);
    if (step.kind === 'waits' && last?.kind === 'waits') {
      merged[merged.length - 1] = {
        kind: 'waits',
        places: [...new Set([...last.places, ...step.places])],
        hearsMusic: last.hearsMusic || step.hearsMusic,
      };
    } else {
      merged.push(step);
    }
  }
  return merged;
}

function describeTalk(talk: Talk, own: readonly ExchangeEvent[], reading: Reading): Step[] {
  const operator = findOperator(talk.operatorSid, reading);
  const dequeued = own.find(({ type }) => type === 'dequeued');
  const waitedSeconds = dequeued?.type === 'dequeued' ? dequeued.waitedSeconds : 0;
  return [
    { kind: 'connected', operator, waitedSeconds },
    { kind: 'talks', seconds: talk.seconds },
    talk.endedBy === 'operator'
      ? { kind: 'operator-hangs-up', operator }
      : { kind: talk.endedBy === 'customer' ? 'hangs-up' : 'call-ends' },
  ];
}

/** The end of a call in which there was no talk. */
function describeEnd(own: readonly ExchangeEvent[]): Step {
  const hangUp = own.find(({ type }) => type === 'hang-up');
  if (!hangUp) return { kind: 'call-ends' };
  const dequeued = own.find(({ type }) => type === 'dequeued');
  if (dequeued?.type === 'dequeued' && dequeued.by === undefined) {
    return { kind: 'gives-up', waitedSeconds: dequeued.waitedSeconds };
  }
  const heard = own.filter(({ type, seq }) => type === 'hear' && seq < hangUp.seq).at(-1);
  const until = heard?.type === 'hear' ? heard.at + heard.durationMs : 0;
  return { kind: hangUp.at < until ? 'hangs-up-in-mid-prompt' : 'hangs-up' };
}

function findOperator(callSid: string, { plot, events }: Reading): OperatorKey {
  const call = events.find((event) => event.type === 'dial' && event.call === callSid);
  const number = call?.type === 'dial' ? call.from : undefined;
  const operator = plot.operators.find((candidate) => candidate.number === number);
  if (!operator) throw new Error(`${callSid} is no operator's call`);
  return operator.key;
}
