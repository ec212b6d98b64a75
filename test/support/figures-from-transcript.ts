import type { Period } from '../../src/reports/period';
import type { Figures, WaitClass } from '../../src/reports/report';
import type { AbandonmentRateName, ServiceLevelName } from '../../src/reports/standard';
import type { ExchangeEvent } from '../../src/simulator/events';
import { isQueueFull } from './rows-called-for';

/** What figures are counted by. */
export interface Measure {
  period: Period;
  operators: readonly string[];
  thresholdSeconds: number;
  shortAbandonSeconds: number;
}

/** The figures of some visits and calls, without those that depend on a formula. */
export type PlainFigures = Omit<Figures, 'serviceLevel' | 'abandonmentRate'>;

/** What an operator did. */
export type OperatorFigures = Pick<
  Figures,
  'answered' | 'answeredWithin' | 'talkTotal' | 'longestTalk' | 'timeOnQueue' | 'occupancy'
>;

/** A part of the period, with its beginning and without its end. */
interface Span {
  from: number;
  to: number;
}

/** A caller in the queue, once. Points in time are milliseconds since 1970, as in the transcript. */
interface Visit {
  call: string;
  from: string;
  enqueuedAt: number;
  dequeuedAt?: number;
  /** The call that took it out of the queue. */
  by?: string | undefined;
  /** When the application was asked what the caller hears before the talk. */
  announcedAt?: number;
  isBridged: boolean;
  /** When the application was told that it is over. */
  toldAt?: number;
  /** The queue was full. */
  isRefused: boolean;
}

/** A call, as far as its events tell. */
interface Leg {
  from: string;
  answeredAt?: number;
  hungUp: boolean;
  endedAt?: number;
  /** When the application was told that it is over. */
  toldAt?: number;
  visits: Visit[];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * The figures of `kpis.md`, from what happened at the exchange alone: no parameter of a request, no
 * row and nothing of the reports has a part in it. A moment is the one at which the application was
 * asked or told, milliseconds after it came about, in whole ones, as a row has it. Twilio tells of lengths in whole
 * seconds; so a customer began to wait that many of them before they were answered or gone, and an
 * operator's call began that many before its end was told.
 */
export function figuresFromTranscript(events: readonly ExchangeEvent[], measure: Measure) {
  const legs = readLegs(events);
  const day = { from: measure.period.from.getTime(), to: measure.period.to.getTime() };
  const visits = [...legs.values()].flatMap((leg) => leg.visits.map(judge(leg)));
  const facts = { visits, legs, measure };
  const numbers = tell(facts, day);
  return {
    total: plain(numbers),
    serviceLevels: serviceLevels(numbers),
    abandonmentRates: abandonmentRates(numbers),
    byHour: hoursOf(day).map((span) => ({ from: span.from, figures: plain(tell(facts, span)) })),
    byOperator: measure.operators.map((operator) => ({
      operator,
      figures: tellOfOperator(facts, operator, day),
    })),
    peakWaiting: peakOf(visits),
    repeatCallers: countRepeats(visits),
    waits: waitClasses(visits),
    lostInAnnouncement: visits.filter((visit) => visit.by && visit.outcome === 'abandoned').length,
    longestOnTheWayMs: longestOnTheWay(legs),
  };
}

// What happened

const NEW_VISIT = { isBridged: false, isRefused: false };

function readLegs(events: readonly ExchangeEvent[]): Map<string, Leg> {
  const legs = new Map<string, Leg>();
  const legOf = (call: string) => legs.get(call) as Leg;
  const latestVisit = (call: string) => legOf(call).visits.at(-1) as Visit;
  for (const event of events) {
    const { at } = event;
    switch (event.type) {
      case 'dial':
        legs.set(event.call, { from: event.from, hungUp: false, visits: [] });
        break;
      case 'status':
        if (event.status === 'in-progress') legOf(event.call).answeredAt = at;
        break;
      case 'enqueued': {
        const { from, visits } = legOf(event.call);
        visits.push({ ...NEW_VISIT, call: event.call, from, enqueuedAt: at });
        break;
      }
      case 'debugger':
        if (isQueueFull(event)) {
          const { from, visits } = legOf(event.call);
          const span = { enqueuedAt: at, dequeuedAt: at };
          visits.push({ ...NEW_VISIT, ...span, call: event.call, from, isRefused: true });
        }
        break;
      case 'dequeued':
        Object.assign(latestVisit(event.call), { dequeuedAt: at, by: event.by });
        break;
      case 'bridged':
        latestVisit(event.calls[0]).isBridged = true;
        break;
      case 'hang-up':
        legOf(event.call).hungUp = true;
        break;
      case 'ended':
        legOf(event.call).endedAt = at;
        break;
      case 'request':
        if (event.purpose === 'queue-url') latestVisit(event.call).announcedAt = Math.floor(at);
        if (event.purpose === 'enqueue-action') latestVisit(event.call).toldAt = Math.floor(at);
        if (event.purpose === 'status-callback') legOf(event.call).toldAt = Math.floor(at);
        break;
    }
  }
  return legs;
}

type JudgedVisit = Visit & {
  outcome: 'answered' | 'abandoned' | 'diverted' | 'blocked' | 'failed';
  waitSeconds: number;
  arrivedAt: number;
  /** The talk, announcement included; of the answered. */
  talk: Span | undefined;
};

function judge(leg: Leg): (visit: Visit) => JudgedVisit {
  return (visit) => {
    const { announcedAt, dequeuedAt = Number.NaN, toldAt = Number.NaN } = visit;
    const waitSeconds = wholeSeconds(dequeuedAt - visit.enqueuedAt);
    return {
      ...visit,
      outcome: outcomeOf(visit, leg),
      waitSeconds,
      arrivedAt: (announcedAt ?? toldAt) - 1000 * waitSeconds,
      talk: visit.isBridged ? { from: announcedAt ?? Number.NaN, to: toldAt } : undefined,
    };
  };
}

function outcomeOf({ isRefused, isBridged, by }: Visit, { hungUp }: Leg): JudgedVisit['outcome'] {
  if (isRefused) return 'blocked';
  if (isBridged) return 'answered';
  if (hungUp) return 'abandoned';
  return by === undefined ? 'diverted' : 'failed';
}

function wholeSeconds(ms: number): number {
  return Math.round(ms / 1000);
}

function longestOnTheWay(legs: Map<string, Leg>): number {
  const ways = [...legs.values()].flatMap((leg) => [
    between(leg.endedAt, leg.toldAt),
    ...leg.visits.map(({ dequeuedAt, announcedAt }) => between(dequeuedAt, announcedAt)),
    ...leg.visits.map(({ isBridged, dequeuedAt, toldAt }) =>
      isBridged ? 0 : Math.min(between(dequeuedAt, toldAt), between(leg.endedAt, toldAt)),
    ),
  ]);
  return Math.max(...ways);
}

function between(start: number | undefined, end: number | undefined): number {
  return start === undefined || end === undefined ? 0 : end - start;
}

// Figures

interface Facts {
  visits: readonly JudgedVisit[];
  legs: Map<string, Leg>;
  measure: Measure;
}

/** The symbols of `kpis.md`, and what they are counted from. */
function tell({ visits, legs, measure }: Facts, span: Span) {
  const isWithin = (at: number) => at >= span.from && at < span.to;
  const here = visits.filter(({ arrivedAt }) => isWithin(arrivedAt));
  const of = (outcome: JudgedVisit['outcome']) => here.filter((one) => one.outcome === outcome);
  const [answered, abandoned] = [of('answered'), of('abandoned')];
  const inTime = ({ waitSeconds }: JudgedVisit) => waitSeconds <= measure.thresholdSeconds;
  const isShort = ({ waitSeconds }: JudgedVisit) => waitSeconds < measure.shortAbandonSeconds;
  const customers = [...legs.values()].filter(
    (leg) => !measure.operators.includes(leg.from) && isWithin(placeOf(leg)),
  );
  return {
    A: answered.length,
    B: abandoned.length,
    D: of('diverted').length,
    X: of('blocked').length,
    O: here.length - of('failed').length,
    AT: answered.filter(inTime).length,
    BT: abandoned.filter(inTime).length,
    BS: abandoned.filter(isShort).length,
    failed: of('failed').length,
    answeredWaits: ascending(answered.map(({ waitSeconds }) => waitSeconds)),
    abandonedWaits: ascending(abandoned.map(({ waitSeconds }) => waitSeconds)),
    longerAbandonedWaits: abandoned.filter((one) => !isShort(one)).map((one) => one.waitSeconds),
    talksMs: answered.map(({ talk }) => (talk ? talk.to - talk.from : Number.NaN)),
    calls: customers.length,
    menuOnly: customers.filter((leg) => leg.visits.length === 0).length,
    ...tellOfWork({ visits, legs, measure }, measure.operators, span),
  };
}

type Numbers = ReturnType<typeof tell>;

/** An operator's time counts within the call alone, and none of it twice. */
function tellOfWork({ visits, legs }: Facts, operators: readonly string[], span: Span) {
  const theirs = [...legs].filter(
    ([, leg]) => operators.includes(leg.from) && overlap(callOf(leg), span) > 0,
  );
  return {
    onQueueMs: sum(theirs.map(([, leg]) => overlap(callOf(leg), span))),
    inTalksMs: sum(
      theirs.map(([sid, leg]) => {
        const call = callOf(leg);
        const talks = visits.flatMap(({ by, talk }) => (by === sid && talk ? [talk] : []));
        return coveredMs(talks, {
          from: Math.max(call.from, span.from),
          to: Math.min(call.to, span.to),
        });
      }),
    ),
  };
}

/** Where a customer's call counts: where it came to the queue first, or ended. */
function placeOf(leg: Leg): number {
  const [first] = leg.visits;
  return first ? judge(leg)(first).arrivedAt : callOf(leg).to;
}

/** From and until when a call was, as its end is told. */
function callOf({ answeredAt, endedAt = Number.NaN, toldAt = Number.NaN }: Leg): Span {
  const seconds = answeredAt === undefined ? 0 : wholeSeconds(endedAt - answeredAt);
  return { from: toldAt - 1000 * seconds, to: toldAt };
}

function plain(numbers: Numbers): PlainFigures {
  const { A, B, D, X, O, answeredWaits, abandonedWaits, longerAbandonedWaits, talksMs } = numbers;
  const { onQueueMs, inTalksMs } = numbers;
  const isTimeKnown = onQueueMs > 0 || A === 0;
  return {
    calls: numbers.calls,
    menuOnly: numbers.menuOnly,
    offered: O,
    answered: A,
    abandoned: B,
    diverted: D,
    blocked: X,
    failed: numbers.failed,
    open: 0,
    shortAbandoned: numbers.BS,
    answeredWithin: numbers.AT,
    abandonedWithin: numbers.BT,
    answerRate: share(A, O),
    blockedRate: share(X, O),
    averageSpeedOfAnswer: share(sum(answeredWaits), A),
    medianSpeedOfAnswer: nearestRank(answeredWaits, 50),
    ninetiethSpeedOfAnswer: nearestRank(answeredWaits, 90),
    longestSpeedOfAnswer: answeredWaits.at(-1),
    averageTimeToAbandon: share(sum(abandonedWaits), B),
    averageTimeToAbandonNotShort: share(sum(longerAbandonedWaits), longerAbandonedWaits.length),
    longestTimeToAbandon: abandonedWaits.at(-1),
    talkTotal: sum(talksMs) / 1000,
    averageTalk: share(sum(talksMs), 1000 * A),
    longestTalk: talksMs.length === 0 ? undefined : Math.max(...talksMs) / 1000,
    transfers: 0,
    timeOnQueue: isTimeKnown ? onQueueMs / 1000 : undefined,
    timeInTalks: isTimeKnown ? inTalksMs / 1000 : undefined,
    occupancy: share(inTalksMs, onQueueMs),
  };
}

function serviceLevels({ A, B, O, AT, BT, BS }: Numbers) {
  return {
    SL1: share(AT + BT, A + B),
    SL2: share(AT, A),
    SL3: share(AT, A + B),
    SL4: share(AT, A + B - BT),
    SL5: share(AT + BS, A + B),
    SL6: share(AT, O - BS),
  } satisfies Record<ServiceLevelName, number | undefined>;
}

function abandonmentRates({ A, B, X, O, BS }: Numbers) {
  return {
    AR1: share(B, O),
    AR2: share(B - BS, O - BS),
    AR3: share(B - BS, A + B - BS),
    AR4: share(B, O - X),
  } satisfies Record<AbandonmentRateName, number | undefined>;
}

function tellOfOperator(facts: Facts, operator: string, span: Span): OperatorFigures {
  const { visits, legs, measure } = facts;
  const theirs = visits.filter(({ by = '' }) => legs.get(by)?.from === operator);
  const { A, AT, talksMs } = tell({ ...facts, visits: theirs }, span);
  const { onQueueMs, inTalksMs } = tellOfWork({ visits, legs, measure }, [operator], span);
  return {
    answered: A,
    answeredWithin: AT,
    talkTotal: sum(talksMs) / 1000,
    longestTalk: A === 0 ? undefined : Math.max(...talksMs) / 1000,
    timeOnQueue: onQueueMs / 1000,
    occupancy: share(inTalksMs, onQueueMs),
  };
}

/** The largest number who waited at the same time; who goes at a moment makes room for who comes. */
function peakOf(visits: readonly JudgedVisit[]): number {
  const steps = visits
    .filter(({ waitSeconds }) => waitSeconds > 0)
    .flatMap(({ arrivedAt, waitSeconds }) => [
      { at: arrivedAt, change: 1 },
      { at: arrivedAt + 1000 * waitSeconds, change: -1 },
    ])
    .sort((a, b) => a.at - b.at || a.change - b.change);
  let waiting = 0;
  return steps.reduce((peak, { change }) => {
    waiting += change;
    return Math.max(peak, waiting);
  }, 0);
}

function countRepeats(visits: readonly JudgedVisit[]): number {
  const isBefore = (one: JudgedVisit, other: JudgedVisit) =>
    one.arrivedAt < other.arrivedAt && one.arrivedAt >= other.arrivedAt - DAY_MS;
  return visits.filter((visit) =>
    visits.some((other) => other.from === visit.from && isBefore(other, visit)),
  ).length;
}

/** Of five seconds each, up to two minutes, and what is longer. */
function waitClasses(visits: readonly JudgedVisit[]): WaitClass[] {
  return Array.from({ length: 25 }, (_, index) => {
    const fromSeconds = 5 * index;
    const toSeconds = index === 24 ? undefined : fromSeconds + 5;
    const isIn = ({ waitSeconds }: JudgedVisit) =>
      (waitSeconds > fromSeconds || (index === 0 && waitSeconds === 0)) &&
      waitSeconds <= (toSeconds ?? Number.POSITIVE_INFINITY);
    const count = (outcome: JudgedVisit['outcome']) =>
      visits.filter((visit) => visit.outcome === outcome && isIn(visit)).length;
    return {
      fromSeconds,
      toSeconds,
      answered: count('answered'),
      abandoned: count('abandoned'),
    };
  });
}

// Arithmetic

function hoursOf({ from, to }: Span): Span[] {
  const hours = (to - from) / HOUR_MS;
  return Array.from({ length: hours }, (_, hour) => {
    return { from: from + HOUR_MS * hour, to: from + HOUR_MS * (hour + 1) };
  });
}

function overlap(one: Span, other: Span): number {
  return Math.max(0, Math.min(one.to, other.to) - Math.max(one.from, other.from));
}

/** How much of `whole` is within one of the spans, or more. */
function coveredMs(spans: readonly Span[], whole: Span): number {
  const bounds = [whole.from, whole.to, ...spans.flatMap(({ from, to }) => [from, to])];
  const cuts = ascending([...new Set(bounds)]);
  const pieces = cuts.slice(1).map((to, index) => ({ from: cuts[index] ?? to, to }));
  const isIn = (piece: Span, span: Span) => piece.from >= span.from && piece.to <= span.to;
  const covered = pieces.filter(
    (piece) => isIn(piece, whole) && spans.some((span) => isIn(piece, span)),
  );
  return sum(covered.map(({ from, to }) => to - from));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function ascending(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}

function share(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}

function nearestRank(sorted: readonly number[], percent: number): number | undefined {
  return sorted[Math.ceil((percent * sorted.length) / 100) - 1];
}
