import fc from 'fast-check';
import { cutFor } from '../../../src/reports/figures/calendar';
import { Census } from '../../../src/reports/figures/census';
import { createDivision } from '../../../src/reports/figures/create-division';
import type { CustomerCall } from '../../../src/reports/history/read-customer-calls';
import type { OperatorCall } from '../../../src/reports/history/read-operator-calls';
import type { Visit } from '../../../src/reports/history/read-visits';
import { type Figures, GROUPINGS, type Grouping, type Report } from '../../../src/reports/report';
import type { Standard } from '../../../src/reports/standard';
import { buildVisit } from '../../support/build-visit';

const STANDARD: Standard = {
  serviceLevel: 'SL6',
  abandonmentRate: 'AR2',
  thresholdSeconds: 20,
  shortAbandonSeconds: 5,
};

/** The night in which Lord Howe Island puts its clocks back by half an hour, and the days around it. */
const PERIOD = {
  from: new Date('2026-04-03T13:00:00Z'),
  to: new Date('2026-04-06T13:30:00Z'),
  zone: 'Australia/Lord_Howe',
};
const NOW = new Date('2026-04-20T00:00:00Z');
const START = PERIOD.from.getTime();
const LENGTH_MS = PERIOD.to.getTime() - START;

const NUMBERS = ['+819000000001', '+819000000002', 'anonymous', undefined];
const OPERATORS = ['+815011112222', 'client:op2', undefined];

/** Some have come before the period, and some come after it. */
const arrival = fc.integer({ min: START - 6 * 3_600_000, max: START + LENGTH_MS + 3_600_000 });

const visit = fc
  .record({
    arrivedAt: arrival,
    waitSeconds: fc.option(fc.nat(60), { nil: undefined }),
    talkMs: fc.nat(900_000),
    outcome: fc.constantFrom(
      ...(['answered', 'answered', 'abandoned', 'diverted', 'blocked', 'failed'] as const),
    ),
    caller: fc.constantFrom(...NUMBERS),
    operator: fc.constantFrom(...OPERATORS),
    operatorCallSid: fc.constantFrom('CA91', 'CA92', 'CA93', undefined),
    isTransfer: fc.boolean(),
    queueSid: fc.constantFrom('QU1', 'QU2', undefined),
    missing: fc.constantFrom(undefined, undefined, 'enqueue_data'),
  })
  .map(({ talkMs, ...columns }): Visit => {
    const answeredAt = columns.arrivedAt + (columns.waitSeconds ?? 0) * 1000;
    const isAnswered = columns.outcome === 'answered';
    const leftAt = answeredAt + (isAnswered ? talkMs : 0);
    return buildVisit({
      ...columns,
      answeredAt: isAnswered ? answeredAt : undefined,
      ...{ leftAt, loggedAt: leftAt },
    });
  });

const operatorCall = fc
  .record({ startedAt: arrival, lengthMs: fc.nat(20 * 3_600_000) })
  .map(({ startedAt, lengthMs }) => ({ startedAt, endedAt: startedAt + lengthMs }));

const customerCall = fc
  .record({ startedAt: arrival, seconds: fc.nat(900), wasQueued: fc.boolean() })
  .map(({ startedAt, seconds, wasQueued }): CustomerCall => {
    const endedAt = startedAt + seconds * 1000;
    return {
      ...{ callSid: 'CA1', caller: undefined, startedAt, endedAt, durationSeconds: seconds },
      ...{ wasQueued, loggedAt: endedAt },
    };
  });

interface Days {
  visits: Visit[];
  operatorCalls: OperatorCall[];
  customerCalls: CustomerCall[];
}

const days: fc.Arbitrary<Days> = fc.record({
  visits: fc
    .array(visit, { maxLength: 60 })
    .map((visits) => visits.map((one, i) => ({ ...one, key: `visit ${i}`, callSid: `CA${i}` }))),
  operatorCalls: fc.array(operatorCall, { maxLength: 3 }).map((calls) =>
    calls.map((call, i) => ({
      ...{ callSid: `CA9${i + 1}`, operator: OPERATORS[i], operatorName: undefined },
      ...{ ...call, durationSeconds: (call.endedAt - call.startedAt) / 1000 },
    })),
  ),
  customerCalls: fc.array(customerCall, { maxLength: 20 }),
});

/** Counts as a report does: in the order of the log, settling after each visit. */
function count(
  { visits, operatorCalls, customerCalls }: Days,
  by: readonly Grouping[] = [],
  standard: Standard = STANDARD,
): Omit<Report, 'outbound'> {
  const options = { period: PERIOD, standard, now: NOW };
  const census = new Census(options);
  const divisions = by.map((grouping) => {
    const division = createDivision(grouping, options, {
      ...{ census, intervals: [...cutFor(grouping, PERIOD)], operatorNames: new Map() },
    });
    census.addDivision(division);
    return { by: grouping, division };
  });
  for (const call of customerCalls) census.addCustomerCall(call);
  const calls = operatorCalls.toSorted((a, b) => a.endedAt - b.endedAt);
  for (const one of visits.toSorted((a, b) => a.loggedAt - b.loggedAt)) {
    census.addVisit(one);
    while (calls[0] && calls[0].endedAt <= one.loggedAt) {
      census.addOperatorCall(calls.shift() as OperatorCall);
    }
    census.settle(one.loggedAt);
  }
  for (const call of calls) census.addOperatorCall(call);
  census.settle(Number.POSITIVE_INFINITY);
  return {
    ...census.report(),
    divisions: divisions.map(({ by, division }) => ({ by, groups: [...division.listGroups()] })),
  };
}

/** Those figures of which a total is the sum; lengths in whole milliseconds, since they add up so. */
const toSums = (figures: Figures) => ({
  ...{ calls: figures.calls, menuOnly: figures.menuOnly, offered: figures.offered },
  ...{ answered: figures.answered, abandoned: figures.abandoned, diverted: figures.diverted },
  ...{ blocked: figures.blocked, failed: figures.failed, open: figures.open },
  ...{ shortAbandoned: figures.shortAbandoned, answeredWithin: figures.answeredWithin },
  ...{ abandonedWithin: figures.abandonedWithin, transfers: figures.transfers },
  talkMs: Math.round(figures.talkTotal * 1000),
  timeOnQueueMs: Math.round((figures.timeOnQueue ?? 0) * 1000),
  timeInTalksMs: Math.round((figures.timeInTalks ?? 0) * 1000),
});

type Sums = ReturnType<typeof toSums>;

function addUp(all: readonly Sums[], start: Sums): Sums {
  const keys = Object.keys(start) as (keyof Sums)[];
  return Object.fromEntries(
    keys.map((key) => [key, all.reduce((sum, one) => sum + one[key], 0)]),
  ) as Sums;
}

const isWithin = (time: number) => time >= START && time < START + LENGTH_MS;

describe('a census', () => {
  it('has in every division by time what the total has', () => {
    const byTime = GROUPINGS.filter((by) => by !== 'operator' && by !== 'queue');
    fc.assert(
      fc.property(days, (events) => {
        const { total, divisions } = count(events, byTime);
        const sums = toSums(total);
        for (const { groups } of divisions) {
          expect(
            addUp(
              groups.map(({ figures }) => toSums(figures)),
              sums,
            ),
          ).toEqual(sums);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('has with operators and queues what of the total is theirs', () => {
    fc.assert(
      fc.property(days, (events) => {
        const { total, divisions } = count(events, ['operator', 'queue']);
        const sums = toSums(total);
        const [operators, queues] = divisions.map(({ groups }) =>
          addUp(
            groups.map(({ figures }) => toSums(figures)),
            sums,
          ),
        );
        const { answered, answeredWithin, transfers, talkMs, timeOnQueueMs, timeInTalksMs } = sums;
        expect(operators).toMatchObject({
          ...{ answered, answeredWithin, transfers, talkMs, timeOnQueueMs, timeInTalksMs },
          ...{ offered: 0, abandoned: 0 },
        });
        const noQueue = { calls: 0, menuOnly: 0, timeOnQueueMs: 0, timeInTalksMs: 0 };
        expect(queues).toEqual({ ...sums, ...noQueue });
      }),
      { numRuns: 60 },
    );
  });

  it('counts each visit of the period once, and no other', () => {
    fc.assert(
      fc.property(days, (events) => {
        const { total, waits } = count(events);
        const visits = events.visits.filter(({ arrivedAt }) => isWithin(arrivedAt ?? 0));
        const having = (outcome: Visit['outcome']) =>
          visits.filter((one) => one.outcome === outcome);
        const { answered, abandoned, diverted, blocked, offered, failed } = total;
        expect({ answered, abandoned, diverted, blocked, failed }).toEqual({
          answered: having('answered').length,
          abandoned: having('abandoned').length,
          diverted: having('diverted').length,
          blocked: having('blocked').length,
          failed: having('failed').length,
        });
        expect(answered + abandoned + diverted + blocked).toBe(offered);
        const known = having('answered').flatMap(({ waitSeconds }) => waitSeconds ?? []);
        expect(total.averageSpeedOfAnswer).toBe(
          known.length === 0 ? undefined : known.reduce((a, b) => a + b) / known.length,
        );
        expect(waits.reduce((sum, one) => sum + one.answered, 0)).toBe(known.length);
      }),
    );
  });

  it('has rates that are fractions of 1, or none', () => {
    fc.assert(
      fc.property(days, (events) => {
        const { divisions } = count(events, ['hour-of-day', 'operator', 'queue']);
        for (const { figures } of divisions.flatMap(({ groups }) => groups)) {
          const { answerRate, abandonmentRate, blockedRate, serviceLevel, occupancy } = figures;
          const rates = [answerRate, abandonmentRate, blockedRate, serviceLevel, occupancy];
          expect(rates.filter((rate = 0) => !(rate >= 0 && rate <= 1))).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('finds who came again, and how many waited at once, as counting one by one does', () => {
    fc.assert(
      fc.property(days, ({ visits }) => {
        const { peakWaiting, repeatCallers } = count({
          ...{ visits, operatorCalls: [], customerCalls: [] },
        });
        const sorted = visits.toSorted(
          (a, b) => (a.arrivedAt ?? 0) - (b.arrivedAt ?? 0) || (a.key < b.key ? -1 : 1),
        );
        const isRepeat = ({ caller, arrivedAt = 0 }: Visit, i: number) =>
          caller?.startsWith('+') &&
          isWithin(arrivedAt) &&
          sorted
            .slice(0, i)
            .some((one) => one.caller === caller && (one.arrivedAt ?? 0) >= arrivedAt - 86_400_000);
        expect(repeatCallers).toBe(sorted.filter(isRepeat).length);
        const countAt = (now: number) =>
          visits.filter(
            ({ arrivedAt = 0, waitSeconds = 0 }) =>
              arrivedAt <= now && now < arrivedAt + waitSeconds * 1000,
          ).length;
        const moments = [START, ...sorted.map(({ arrivedAt }) => arrivedAt ?? 0).filter(isWithin)];
        expect(peakWaiting).toBe(Math.max(...moments.map(countAt)));
      }),
    );
  });

  it('is the same whatever is told first at the same time', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 3 }), (events, gap) => {
        const sameTime = events.visits.map((one) => ({
          ...one,
          loggedAt: Math.max(one.loggedAt, START + gap * 3_600_000),
        }));
        const by = ['hour', 'operator', 'queue'] as const;
        const there = count({ ...events, visits: sameTime }, by);
        const back = count(
          {
            visits: sameTime.toReversed(),
            operatorCalls: events.operatorCalls.toReversed(),
            customerCalls: events.customerCalls.toReversed(),
          },
          by,
        );
        expect(back).toEqual(there);
      }),
      { numRuns: 15 },
    );
  });
});
