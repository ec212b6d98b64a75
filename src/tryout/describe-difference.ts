import { type Difference, findFirstDifference } from '../simulator/compare-runs';
import type { ExchangeEvent } from '../simulator/events';
import { createLineWriter, type LineOptions, timeSince } from '../simulator/transcript-lines';

type EventOf<T extends ExchangeEvent['type']> = Extract<ExchangeEvent, { type: T }>;

/** What was expected and what happened instead, a line each, as a transcript would tell of it. */
export function describeDifference(
  { expected, actual }: Difference,
  runs: { expected: readonly ExchangeEvent[]; actual: readonly ExchangeEvent[] },
  names?: LineOptions['names'],
): { expected: string; instead: string } {
  const [one, other] = expected && actual ? contrast(expected, actual) : [];
  const description = {
    expected: describeEvent(expected, { events: runs.expected, names }, one),
    instead: describeEvent(actual, { events: runs.actual, names }, other),
  };
  if (!expected || !actual || description.expected !== description.instead) return description;
  return { ...description, instead: `the same, ${describeDelay(actual.at - expected.at)}` };
}

function describeDelay(ms: number): string {
  if (ms === 0) return 'but not in every detail';
  return `${Math.abs(ms)} ms ${ms < 0 ? 'earlier' : 'later'}`;
}

/** What two events of one kind differ by, where that is only a part of what they are about. */
function contrast(one: ExchangeEvent, other: ExchangeEvent): string[] {
  if (one.type === 'response' && other.type === 'response' && one.status === other.status) {
    const [document, another] = [elementsOf(one), elementsOf(other)];
    const count = Math.max(document.length, another.length);
    for (let index = 0; index < count; index += 1) {
      const [part, counterpart] = [document[index] ?? '', another[index] ?? ''];
      const isSame = areAlike({ ...one, body: part }, { ...one, body: counterpart });
      if (!isSame) return [part, counterpart].map((text) => `has ${text || 'no more'}`);
    }
  }
  if (one.type === 'request' && other.type === 'request' && one.purpose === other.purpose) {
    const names = new Set([...one.parameters, ...other.parameters].map(([name]) => name));
    const pairs = [...names]
      .map((name) => [one, other].map((request) => parametersOf(request, name)))
      .filter(([mine = [], others = []]) => {
        const [request, another] = [mine, others].map((parameters) => ({ ...one, parameters }));
        return !areAlike(request as ExchangeEvent, another as ExchangeEvent);
      });
    return [0, 1].map((side) => {
      const shown = pairs.flatMap((pair) => pair[side] ?? []);
      return shown.length === 0 ? '' : `with ${shown.map((pair) => pair.join('=')).join(', ')}`;
    });
  }
  return [];
}

/** By the rules by which runs are compared: identifiers, for one, are no difference. */
function areAlike(one: ExchangeEvent, other: ExchangeEvent): boolean {
  return !findFirstDifference([one], [other], { withTimes: true, withEnds: true });
}

/** A document in parts short enough to be shown. */
function elementsOf({ body }: EventOf<'response'>): string[] {
  return body.replace(/>\s*</g, '>\n<').split(/\s*\n\s*/);
}

function parametersOf({ parameters }: EventOf<'request'>, wanted: string) {
  return parameters.filter(([name]) => name === wanted);
}

interface Run {
  events: readonly ExchangeEvent[];
  names: LineOptions['names'];
}

function describeEvent(event: ExchangeEvent | undefined, run: Run, part = ''): string {
  if (event === undefined) return 'nothing';
  const own = describeUntold(event, run.events);
  if (own === undefined) return tellInTranscript(event, run);
  const [first] = run.events;
  const number =
    'call' in event && event.call !== undefined ? numberOf(event.call, run.events) : '';
  const who = run.names?.(number) ?? number;
  return [timeSince(first?.at ?? event.at)(event.at), who, own, part].filter(Boolean).join('  ');
}

/** What a transcript does not tell of, or only later. */
function describeUntold(
  event: ExchangeEvent,
  events: readonly ExchangeEvent[],
): string | undefined {
  switch (event.type) {
    case 'request':
      return nameOf(event);
    case 'response':
      return `${nameOfRequest(event, events)} is answered ${event.status}`;
    case 'failure':
      return `${nameOfRequest(event, events)} fails: ${event.code} ${event.message}`;
    case 'status':
      return `call is ${event.status}`;
    case 'cut':
      return `stops hearing it after ${(event.heardMs / 1000).toFixed(1)} s`;
    default:
      return undefined;
  }
}

function tellInTranscript(event: ExchangeEvent, { events, names }: Run): string {
  const write = createLineWriter({ names });
  const [line] =
    events
      .slice(0, events.indexOf(event) + 1)
      .map(write)
      .at(-1) ?? [];
  return line ?? event.type;
}

function nameOfRequest({ request }: { request: number }, events: readonly ExchangeEvent[]) {
  const asked = events.find((event) => event.type === 'request' && event.request === request);
  return asked?.type === 'request' ? nameOf(asked) : 'a request';
}

function nameOf({ method, url, purpose }: EventOf<'request'>): string {
  return `${method} ${new URL(url).pathname} (${purpose})`;
}

function numberOf(call: string, events: readonly ExchangeEvent[]): string {
  for (const event of events) {
    if (event.type === 'dial' && event.call === call) return event.from;
    if (event.type === 'ring' && event.call === call) return event.to;
  }
  return call;
}
