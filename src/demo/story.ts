import type { EventTable } from '../database/tables';
import type { PromptKey } from '../prompts/catalogue';
import type { ExchangeEvent } from '../simulator/events';
import type { CustomerKey, OperatorKey, Plot } from './plot';
import type { Row } from './rows';

/** What a customer heard, did and met with, one after the other. */
export type Step =
  | { kind: 'hears'; prompt: Exclude<PromptKey, 'queuePosition'> }
  /** Something that is not among the prompts. */
  | { kind: 'hears-text'; text: string }
  | { kind: 'presses'; keys: string }
  | { kind: 'presses-nothing' }
  /** Is told these places in line, each once, and perhaps hears music. */
  | { kind: 'waits'; places: readonly number[]; hearsMusic: boolean }
  | { kind: 'gives-up'; waitedSeconds: number }
  | { kind: 'connected'; operator: OperatorKey; waitedSeconds: number }
  | { kind: 'talks'; seconds: number }
  | { kind: 'hangs-up'; isInMidPrompt: boolean }
  | { kind: 'operator-hangs-up'; operator: OperatorKey }
  /** Nobody hung up: nothing was left to hear. */
  | { kind: 'call-ends' };

/** One customer's call, and the rows that came of it. */
export interface CustomerStory {
  customer: CustomerKey;
  callSid: string;
  /** Milliseconds since 1970, UTC. */
  calledAt: number;
  from: string;
  forwardedFrom: string | undefined;
  steps: readonly Step[];
  rows: readonly Row[];
}

/** One time that an operator was on the queue. */
export interface ShiftStory {
  operator: OperatorKey;
  callSid: string;
  from: number;
  until: number;
  customers: number;
  talkSeconds: number;
  /** Whether the operator left in the middle of a talk, which ended it. */
  endsTalk: boolean;
  rows: readonly Row[];
}

/** The morning in figures. Customers are in one of the four groups. */
export interface Summary {
  customers: number;
  answered: number;
  abandoned: number;
  informed: number;
  leftMenu: number;
  /** Of all who were in line, those who gave up included. */
  averageWaitSeconds: number;
  longestWaitSeconds: number;
  busiest: { operator: OperatorKey; customers: number; talkSeconds: number } | undefined;
  rows: Readonly<Record<EventTable, number>>;
  debuggerEntries: readonly string[];
  webhooks: number;
}

/** What happened in a morning. */
export interface Story {
  customers: readonly CustomerStory[];
  shifts: readonly ShiftStory[];
  summary: Summary;
}

/** What a story is made from. */
export interface Material {
  plot: Plot;
  events: readonly ExchangeEvent[];
  /** Every row of the database. */
  rows: readonly Row[];
  /** Which prompt a spoken text is. */
  findPrompt: (text: string) => FoundPrompt | undefined;
}

/** A prompt that was recognised; a place in line is that number. */
export type FoundPrompt =
  | { key: Exclude<PromptKey, 'queuePosition'> }
  | { key: 'queuePosition'; position: number };

type Dial = Extract<ExchangeEvent, { type: 'dial' }>;

/** Makes a story of what happened; calls are in the order in which they began. */
export function createStory(material: Material): Story {
  const { plot, events, rows } = material;
  const calls = events.filter((event): event is Dial => event.type === 'dial');
  const customers = calls.flatMap((call) => {
    const customer = plot.customers.find(({ number }) => number === call.from);
    return customer ? [tellCustomer(customer.key, call, material)] : [];
  });
  const shifts = calls.flatMap((call) => {
    const operator = plot.operators.find(({ number }) => number === call.from);
    return operator ? [tellShift(operator.key, call, material)] : [];
  });
  return { customers, shifts, summary: summarise(customers, shifts, events, rows) };
}

function tellCustomer(customer: CustomerKey, call: Dial, material: Material): CustomerStory {
  return {
    customer,
    callSid: call.call,
    calledAt: call.at,
    from: call.from,
    forwardedFrom: call.forwardedFrom,
    steps: listSteps(call, material),
    rows: material.rows.filter(({ CallSid }) => CallSid === call.call),
  };
}

function listSteps({ call }: Dial, { plot, events, findPrompt }: Material): Step[] {
  const steps: Step[] = [];
  const waits = () => {
    const last = steps.at(-1);
    if (last?.kind === 'waits') return last;
    const wait = { kind: 'waits' as const, places: [], hearsMusic: false };
    steps.push(wait);
    return wait;
  };
  const operatorOf = (sid: string | undefined) => findOperator(plot, events, sid);
  /** When what is heard now will be over. */
  let promptUntil = 0;
  let waitedSeconds = 0;
  let talk: { operator: OperatorKey; seq: number } | undefined;

  for (const event of events) {
    if (event.type === 'bridged' && event.calls[0] === call) {
      const operator = operatorOf(event.calls[1]);
      if (!operator) continue;
      talk = { operator, seq: event.seq };
      steps.push({ kind: 'connected', operator, waitedSeconds });
      // The end of a call is told before the end of its talk.
      const parted = findParting(events, event.calls, event.seq);
      if (parted) steps.push({ kind: 'talks', seconds: parted.seconds });
    }
    if (!('call' in event) || event.call !== call) continue;
    switch (event.type) {
      case 'hear': {
        const { sound } = event;
        if (sound.kind === 'play') replaceLast(steps, { ...waits(), hearsMusic: true });
        if (sound.kind !== 'say') break;
        promptUntil = event.at + event.durationMs;
        const prompt = findPrompt(sound.text);
        if (prompt?.key === 'queuePosition') {
          replaceLast(steps, addPlace(waits(), prompt.position));
        } else {
          steps.push(
            prompt
              ? { kind: 'hears', prompt: prompt.key }
              : { kind: 'hears-text', text: sound.text.trim() },
          );
        }
        break;
      }
      case 'press':
        promptUntil = 0;
        steps.push({ kind: 'presses', keys: event.keys });
        break;
      case 'gathered':
        if (event.digits === '') steps.push({ kind: 'presses-nothing' });
        break;
      case 'dequeued':
        waitedSeconds = event.waitedSeconds;
        if (event.by === undefined) steps.push({ kind: 'gives-up', waitedSeconds });
        break;
      case 'hang-up':
        // The end of a wait is told as giving up.
        if (talk || !isWaiting(events, call, event.seq)) {
          steps.push({ kind: 'hangs-up', isInMidPrompt: !talk && event.at < promptUntil });
        }
        break;
      case 'ended':
        if (events.some(({ type, ...rest }) => type === 'hang-up' && isOf(rest, call))) break;
        steps.push(
          talk && operatorHungUp(events, plot, talk, event.seq)
            ? { kind: 'operator-hangs-up', operator: talk.operator }
            : { kind: 'call-ends' },
        );
        break;
    }
  }
  return steps;
}
