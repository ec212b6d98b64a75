import { predictErlangA, type QueueLoad } from './erlang-a';
import { averageUnderWay, type Interval, mostUnderWay } from './intervals';
import type { CustomerRecord, LoadRecord } from './load-record';
import { average, type Estimate, estimateFromBatches, estimateMean } from './sampling-error';

/** How long a group of customers waited in the queue, in seconds. */
export interface WaitFigures {
  calls: number;
  mean: number;
  p50: number;
  p95: number;
  max: number;
}

/** What came of the calls of a load run. */
export interface CallFigures {
  placed: number;
  /** How many came into a queue. */
  queued: number;
  answered: number;
  abandoned: number;
  failed: number;
  stopped: number;
  /** The share of the calls that came into a queue and were answered within the time asked for. */
  serviceLevel: number | undefined;
  /** The share of their time that operators were busy, while customers called; if there are any. */
  occupancy: number | undefined;
  peakQueue: number;
  waits: { all: WaitFigures; answered: WaitFigures; abandoned: WaitFigures };
}

/** A figure of which Erlang A has an opinion. Shares are 0 to 1. */
export interface ComparedFigure {
  name: keyof typeof COMPARED;
  unit: 'share' | 'seconds' | 'calls';
  predicted: number;
  measured: number;
  difference: number;
  /** Half the width of the measurement's 95 % confidence interval; undefined of too few calls. */
  margin: number | undefined;
}

/** A run beside what Erlang A predicts for calls, service and patience as they were in it. */
export interface ErlangComparison {
  /** How long into the run customers are left out, because it begins with an empty queue. */
  warmUpSeconds: number;
  calls: number;
  load: QueueLoad;
  /** What the service time is made of, on average. */
  service: { announcementSeconds: number; talkSeconds: number; wrapUpSeconds: number };
  figures: readonly ComparedFigure[];
}

const COMPARED = {
  waitingProbability: 'share',
  abandonmentProbability: 'share',
  meanWaitSeconds: 'seconds',
  meanWaitOfAnsweredSeconds: 'seconds',
  serviceLevel: 'share',
  queueLength: 'calls',
  occupancy: 'share',
} as const;

/** What is left out of a run's start: this share of it, or so many times the service time. */
const WARM_UP_SHARE = 0.1;
const WARM_UP_SERVICES = 2;
const LONGEST_WARM_UP_SHARE = 0.5;
/** Into how many parts a run is cut for averages over time. */
const PARTS = 20;

/** Counts what came of a run's calls. */
export function countCalls(record: LoadRecord, withinSeconds: number): CallFigures {
  const { customers } = record;
  const count = (outcome: CustomerRecord['outcome']) =>
    customers.filter((customer) => customer.outcome === outcome).length;
  const settled = customers.filter(isSettled);
  const waitsOf = (outcome: CustomerRecord['outcome']) =>
    settled.filter((customer) => customer.outcome === outcome).map(waitSeconds);
  const arrivals = { from: record.startedAt, to: record.arrivalsEndedAt };
  return {
    placed: customers.length,
    queued: customers.filter(({ enqueuedAt }) => enqueuedAt !== undefined).length,
    answered: count('answered'),
    abandoned: count('abandoned'),
    failed: count('failed'),
    stopped: count('stopped'),
    serviceLevel:
      settled.length === 0
        ? undefined
        : settled.filter((customer) => isInTime(customer, withinSeconds)).length / settled.length,
    occupancy:
      record.operators === 0
        ? undefined
        : (averageUnderWay(busyTimes(record), arrivals, 1)[0] ?? 0) / record.operators,
    peakQueue: mostUnderWay(customers.flatMap((customer) => queueTime(customer, record))),
    waits: {
      all: describeWaits(settled.map(waitSeconds)),
      answered: describeWaits(waitsOf('answered')),
      abandoned: describeWaits(waitsOf('abandoned')),
    },
  };
}

/**
 * Sets a run beside Erlang A. The rate of calls, the time an operator is busy with one (from taking
 * it out of the queue until being back on the queue) and the mean patience are taken from the run.
 * `undefined` where too little happened.
 */
export function compareWithErlangA(
  record: LoadRecord,
  withinSeconds: number,
): ErlangComparison | undefined {
  const window = { from: record.startedAt + warmUpMs(record), to: record.arrivalsEndedAt };
  const isInWindow = (at: number | undefined) =>
    at !== undefined && at >= window.from && at < window.to;
  const customers = record.customers.filter(
    (customer) => isSettled(customer) && isInWindow(customer.enqueuedAt),
  );
  const services = record.services.filter(({ takenAt }) => isInWindow(takenAt));
  if (customers.length === 0 || services.length === 0 || record.operators === 0) return undefined;

  const load = {
    callsPerSecond: customers.length / seconds(window.from, window.to),
    serviceSeconds: average(services.map(({ takenAt, readyAt }) => seconds(takenAt, readyAt))),
    operators: record.operators,
    patienceSeconds: average(customers.map(({ patienceSeconds }) => patienceSeconds)),
  };
  if (!(load.serviceSeconds > 0 && load.patienceSeconds > 0)) return undefined;

  const shareOf = (is: (customer: CustomerRecord) => boolean) =>
    estimateMean(customers.map((customer) => (is(customer) ? 1 : 0)));
  const queueTimes = record.customers.flatMap((customer) => queueTime(customer, record));
  const busy = averageUnderWay(busyTimes(record), window, PARTS);
  const measured: Record<keyof typeof COMPARED, Estimate | undefined> = {
    waitingProbability: shareOf((customer) => waitSeconds(customer) > AT_ONCE_SECONDS),
    abandonmentProbability: shareOf(({ outcome }) => outcome === 'abandoned'),
    meanWaitSeconds: estimateMean(customers.map(waitSeconds)),
    meanWaitOfAnsweredSeconds: estimateMean(
      customers.filter(({ outcome }) => outcome === 'answered').map(waitSeconds),
    ),
    serviceLevel: shareOf((customer) => isInTime(customer, withinSeconds)),
    queueLength: estimateFromBatches(averageUnderWay(queueTimes, window, PARTS)),
    occupancy: estimateFromBatches(busy.map((operators) => operators / record.operators)),
  };
  const predicted = predictErlangA(load, withinSeconds);
  const talks = services.filter(({ bridgedAt }) => bridgedAt !== undefined);
  return {
    warmUpSeconds: seconds(record.startedAt, window.from),
    calls: customers.length,
    load,
    service: {
      announcementSeconds: average(
        services.map(({ takenAt, bridgedAt, readyAt }) => seconds(takenAt, bridgedAt ?? readyAt)),
      ),
      talkSeconds:
        talks.reduce(
          (sum, { bridgedAt = 0, partedAt, readyAt }) =>
            sum + seconds(bridgedAt, partedAt ?? readyAt),
          0,
        ) / services.length,
      wrapUpSeconds:
        talks.reduce(
          (sum, { partedAt, readyAt }) => sum + seconds(partedAt ?? readyAt, readyAt),
          0,
        ) / services.length,
    },
    figures: (Object.keys(COMPARED) as (keyof typeof COMPARED)[]).flatMap((name) => {
      const estimate = measured[name];
      if (estimate === undefined) return [];
      return {
        name,
        unit: COMPARED[name],
        predicted: predicted[name],
        measured: estimate.mean,
        difference: estimate.mean - predicted[name],
        margin: estimate.margin,
      };
    }),
  };
}

function warmUpMs({ startedAt, arrivalsEndedAt, services }: LoadRecord): number {
  const wholeMs = arrivalsEndedAt - startedAt;
  const serviceMs = average(services.map(({ takenAt, readyAt }) => readyAt - takenAt)) || 0;
  const enoughMs = Math.max(WARM_UP_SHARE * wholeMs, WARM_UP_SERVICES * serviceMs);
  return Math.min(enoughMs, LONGEST_WARM_UP_SHARE * wholeMs);
}

/** A call that finds an operator free is in the queue for no time, but for what a machine takes. */
const AT_ONCE_SECONDS = 0.05;

/** Whether the customer's time in the queue came to an end of its own. */
function isSettled({ enqueuedAt, outcome }: CustomerRecord): boolean {
  return enqueuedAt !== undefined && (outcome === 'answered' || outcome === 'abandoned');
}

function isInTime(customer: CustomerRecord, withinSeconds: number): boolean {
  return customer.outcome === 'answered' && waitSeconds(customer) <= withinSeconds;
}

function waitSeconds({ enqueuedAt = 0, takenAt, endedAt }: CustomerRecord): number {
  return seconds(enqueuedAt, takenAt ?? endedAt ?? enqueuedAt);
}

function queueTime(
  { enqueuedAt, takenAt, endedAt }: CustomerRecord,
  record: LoadRecord,
): Interval[] {
  if (enqueuedAt === undefined) return [];
  return [{ from: enqueuedAt, to: takenAt ?? endedAt ?? record.endedAt }];
}

function busyTimes({ services }: LoadRecord): Interval[] {
  return services.map(({ takenAt, readyAt }) => ({ from: takenAt, to: readyAt }));
}

function seconds(from: number, to: number): number {
  return (to - from) / 1000;
}

function describeWaits(waits: readonly number[]): WaitFigures {
  const sorted = [...waits].sort((a, b) => a - b);
  const percentile = (share: number) =>
    sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return {
    calls: sorted.length,
    mean: sorted.length === 0 ? 0 : average(sorted),
    p50: percentile(0.5),
    p95: percentile(0.95),
    max: sorted.at(-1) ?? 0,
  };
}
