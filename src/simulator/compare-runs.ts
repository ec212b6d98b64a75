import { isDeepStrictEqual } from 'node:util';
import type { EventBody, ExchangeEvent, HandsetEvent, RequestPurpose } from './events';

/** Where two runs part: an event that did not come, or one that came in its place. */
export interface Difference {
  expected?: ExchangeEvent | undefined;
  actual?: ExchangeEvent | undefined;
}

/** What two runs are not compared by. */
export interface ComparisonOptions {
  /** Whether things have to happen at the same moments, and take as long. */
  withTimes: boolean;
  /** Whether it is a difference that one run goes on where the other ends. */
  withEnds: boolean;
}

/**
 * The earliest difference between what happened and what was expected to, call by call. What people
 * did is no part of it, nor are identifiers, hosts, tokens and how long answers took.
 */
export function findFirstDifference(
  expected: readonly ExchangeEvent[],
  actual: readonly ExchangeEvent[],
  options: ComparisonOptions,
): Difference | undefined {
  const expectedByCall = groupByCall(expected, options);
  const actualByCall = groupByCall(actual, options);
  const calls = new Set([...expectedByCall.keys(), ...actualByCall.keys()]);
  const differences = [...calls].flatMap((call) =>
    findInCall(expectedByCall.get(call) ?? [], actualByCall.get(call) ?? [], options),
  );
  return differences.sort((a, b) => momentOf(a) - momentOf(b))[0];
}

interface Comparable {
  event: ExchangeEvent;
  /** What of the event is compared. */
  content: unknown;
}

function findInCall(
  expected: Comparable[],
  actual: Comparable[],
  { withEnds }: ComparisonOptions,
): Difference[] {
  const length = (withEnds ? Math.max : Math.min)(expected.length, actual.length);
  for (let index = 0; index < length; index += 1) {
    const [one, other] = [expected[index], actual[index]];
    if (!isDeepStrictEqual(one?.content, other?.content)) {
      return [{ expected: one?.event, actual: other?.event }];
    }
  }
  return [];
}

function momentOf({ expected, actual }: Difference): number {
  return Math.min(expected?.at ?? Number.POSITIVE_INFINITY, actual?.at ?? Number.POSITIVE_INFINITY);
}

/**
 * Calls are told apart by when they began and not by identifier, which two runs need not share; and
 * kept apart, because what happens at one moment in two calls has no order that matters.
 */
function groupByCall(
  events: readonly ExchangeEvent[],
  options: ComparisonOptions,
): Map<string, Comparable[]> {
  const names = new Map<string, string>();
  const purposes = new Map<number, RequestPurpose>();
  const groups = new Map<string, Comparable[]>();
  for (const event of events) {
    if (event.type === 'dial' || event.type === 'ring') {
      names.set(event.call, `call ${names.size + 1}`);
    }
    if (isHandsetEvent(event)) continue;
    const [call = ''] = 'calls' in event ? event.calls : [event.call];
    if (event.type === 'request') purposes.set(event.request, event.purpose);
    // In real time, what goes over the wire comes before or behind what is heard meanwhile.
    const lane = options.withTimes ? '' : laneOf(event, purposes);
    const group = `${names.get(call) ?? ''} ${lane}`;
    const content = comparableContent(event, names, options);
    const comparable = { event, content };
    const others = groups.get(group);
    if (others) others.push(comparable);
    else groups.set(group, [comparable]);
  }
  return groups;
}

function laneOf(event: ExchangeEvent, purposes: ReadonlyMap<number, RequestPurpose>): string {
  if ('request' in event) return purposes.get(event.request) ?? '';
  return event.type === 'debugger' ? 'debugger' : 'line';
}

/** Whether an event is what a person did with a telephone. */
export function isHandsetEvent<E extends EventBody>(event: E): event is Extract<E, HandsetEvent> {
  return HANDSET_EVENTS.has(event.type);
}

const HANDSET_EVENTS: ReadonlySet<EventBody['type']> = new Set([
  ...(['dial', 'press', 'speak', 'answer', 'reject', 'hang-up'] as const),
]);

/** Counts of the whole run, and times of the real world. */
const NEVER_COMPARED: ReadonlySet<string> = new Set(['seq', 'request', 'tookMs']);
const TIMES: ReadonlySet<string> = new Set([
  ...['at', 'durationMs', 'heardMs', 'seconds', 'waitedSeconds'],
]);
const TIME_PARAMETER = /time|duration/i;
const SECRET_NAME = /token|signature|nonce|password|secret/i;

function comparableContent(
  event: ExchangeEvent,
  names: ReadonlyMap<string, string>,
  { withTimes }: ComparisonOptions,
): unknown {
  const text = (value: string) =>
    value
      .replace(/\b[a-z][a-z0-9+.-]*:\/\/[^/?#\s"'<>]*/gi, '//host')
      .replace(/([?&;][^=&\s"'<>]*(?:token|signature|nonce|secret)[^=]*=)[^&\s"'<>]*/gi, '$1…')
      .replace(/\b[A-Z]{2}[0-9a-f]{32}\b/g, (sid) => names.get(sid) ?? sid.slice(0, 2));
  const content = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(content);
    if (typeof value !== 'object' || value === null) return value;
    const members = Object.entries(value)
      .filter(([name, member]) => member !== undefined && !NEVER_COMPARED.has(name))
      .filter(([name]) => withTimes || !TIMES.has(name));
    return Object.fromEntries(members.map(([name, member]) => [name, content(member)]));
  };
  if (event.type !== 'request') return content(event);
  const parameters = event.parameters
    .filter(([name]) => !SECRET_NAME.test(name))
    .filter(([name]) => withTimes || !TIME_PARAMETER.test(name));
  return content({ ...event, parameters });
}
