import { FOR_REPORTS, openDatabase } from '../../src/database/database';
import type { Database } from '../../src/database/tables';
import { REPORT_BOUNDS } from '../../src/database/time-bounds';
import { createReport } from '../../src/reports/figures/create-report';
import { ABANDONMENT_RATES, SERVICE_LEVELS } from '../../src/reports/standard';
import type { ExchangeEvent } from '../../src/simulator/events';
import { DAY_OPERATORS, type DayOptions, liveThroughDay } from '../support/business-day';
import { openCentreInProcess } from '../support/centre-in-process';
import { figuresFromTranscript } from '../support/figures-from-transcript';
import type { History } from '../support/history-rows';
import { isQueueFull, rowsCalledFor } from '../support/rows-called-for';
import { type Scenario, useCentre } from '../support/scenario';
import { DIALECTS } from '../support/test-database';

/** With the calls of operators, about a thousand. */
const THOUSAND_CALLS: DayOptions = { customers: 860, hours: 8, seed: 2026 };
const SLOW_MORNING: DayOptions = { customers: 60, hours: 1, seed: 7 };
/** Some find the queue full. */
const MAX_QUEUE_SIZE = 8;
/** A piece of music takes its time. */
const MUSIC_SECONDS = 180;

/** The day of `OPENING` in Japan. */
const DAY = {
  from: new Date('2026-04-04T00:00:00+09:00'),
  to: new Date('2026-04-05T00:00:00+09:00'),
  zone: 'Asia/Tokyo',
};
const LIMITS = { thresholdSeconds: 20, shortAbandonSeconds: 5 };
const MEASURE = { period: DAY, operators: DAY_OPERATORS, ...LIMITS };
const COUNTED = [
  ...(['menuOnly', 'answered', 'abandoned', 'blocked', 'failed'] as const),
  ...(['shortAbandoned', 'answeredWithin', 'abandonedWithin'] as const),
] as const;

describe.each(DIALECTS)('a day at the call centre, with %s', (dialect) => {
  const begin = useCentre(() => openCentreInProcess(dialect, DAY_OPERATORS), DAY_OPERATORS);
  const open = (options = {}) => begin({ playSeconds: () => MUSIC_SECONDS, ...options });

  it('with a thousand calls has every row and every figure accounted for', async () => {
    const scenario = open({ maxQueueSize: MAX_QUEUE_SIZE });
    const startedAt = performance.now();
    await liveThroughDay(scenario, THOUSAND_CALLS);
    const history = await scenario.history();
    tellOfTheDay(dialect, scenario, history, (performance.now() - startedAt) / 1000);

    const { events } = scenario.exchange.transcript;
    const expected = rowsCalledFor(events);
    expect(expected.statuscallback_data.length).toBeGreaterThan(THOUSAND_CALLS.customers);
    expect(expected.enqueue_data.map(({ QueueResult }) => QueueResult)).toEqual(
      expect.arrayContaining(['bridged', 'hangup', 'queue-full']),
    );
    for (const table of ['enqueue_data', 'queue_data', 'statuscallback_data'] as const) {
      const wanted = expected[table].map((row) => expect.objectContaining(row));
      expect(history[table]).toEqual(wanted);
    }
    scenario.expectDebugger(...events.filter(isQueueFull).map(({ code }) => code));
    const { location } = scenario.centre.database;
    const reportsDb = openDatabase(location, REPORT_BOUNDS, FOR_REPORTS);
    await expectFigures(reportsDb, events).finally(() => reportsDb.destroy());
    // Nobody is answered before those who came first.
    const answeredFrom = events.flatMap((event) =>
      event.type === 'dequeued' && event.by !== undefined ? [event.position] : [],
    );
    expect(new Set(answeredFrom)).toEqual(new Set([1]));
    // Whoever is on the queue hears it once in their call.
    for (const { sid, from } of scenario.exchange.calls) {
      if (!DAY_OPERATORS.includes(from)) continue;
      expect(soundsOf(scenario, sid).filter((kind) => kind === 'say').length).toBeLessThanOrEqual(
        1,
      );
    }
  }, 240_000);

  it('goes the same way every time for the same seed', async () => {
    const goThrough = async () => {
      const scenario = open({ seed: 77 });
      await liveThroughDay(scenario, SLOW_MORNING);
      await scenario.exchange.settled();
      return scenario.exchange.transcript.events;
    };
    const first = await goThrough();
    expect(first.length).toBeGreaterThan(1000);
    expect(await goThrough()).toEqual(first);
  }, 60_000);
});

/** What the reports say, and what the exchange saw, are the same to the last digit. */
async function expectFigures(db: Database, events: readonly ExchangeEvent[]): Promise<void> {
  const seen = figuresFromTranscript(events, MEASURE);
  // Of everything that a figure counts there is something to count.
  expect(Math.min(...COUNTED.map((figure) => seen.total[figure]))).toBeGreaterThan(0);
  expect(Math.min(seen.repeatCallers, seen.lostInAnnouncement)).toBeGreaterThan(0);
  // What is told arrives with the delay of the exchange, and no other.
  expect(seen.longestOnTheWayMs).toBeLessThan(80);

  for (const [index, serviceLevel] of SERVICE_LEVELS.entries()) {
    const abandonmentRate = ABANDONMENT_RATES[index] ?? 'AR2';
    const standard = { serviceLevel, abandonmentRate, ...LIMITS };
    const now = DAY.to;
    const report = await createReport(db, { period: DAY, standard, by: ['hour', 'operator'], now });
    const [byHour, byOperator] = report.divisions.map(({ groups }) => groups);
    expect(report).toMatchObject({
      isFinal: true,
      total: {
        ...seen.total,
        serviceLevel: seen.serviceLevels[serviceLevel],
        abandonmentRate: seen.abandonmentRates[abandonmentRate],
      },
      peakWaiting: seen.peakWaiting,
      repeatCallers: seen.repeatCallers,
      talkingNow: 0,
      outbound: { attempts: 0, reached: 0 },
      waits: seen.waits,
      missing: {},
    });
    expect(byHour).toHaveLength(seen.byHour.length);
    expect(byHour).toMatchObject(
      seen.byHour.map(({ from, figures }) => ({ interval: { from: new Date(from) }, figures })),
    );
    const operators = byOperator?.map(({ key, figures }) => ({ operator: key, figures }));
    expect(operators).toHaveLength(DAY_OPERATORS.length);
    expect(operators).toEqual(
      expect.arrayContaining(
        seen.byOperator.map(({ operator, figures }) => ({
          operator,
          figures: expect.objectContaining(figures),
        })),
      ),
    );
  }
}

function soundsOf({ exchange }: Pick<Scenario, 'exchange'>, callSid: string): string[] {
  return exchange.transcript.events.flatMap((event) =>
    event.type === 'hear' && event.call === callSid ? [event.sound.kind] : [],
  );
}

function tellOfTheDay(
  dialect: string,
  { exchange }: Pick<Scenario, 'exchange'>,
  { enqueue_data, queue_data, statuscallback_data }: History,
  seconds: number,
): void {
  const results = enqueue_data.map(({ QueueResult }) => String(QueueResult));
  const counts = [...new Set(results)]
    .map((result) => `${result} ${results.filter((other) => other === result).length}`)
    .join(', ');
  process.stdout.write(
    `${dialect}: ${exchange.calls.length} calls, ${exchange.transcript.events.length} events, ` +
      `rows ${enqueue_data.length} (${counts}) + ${queue_data.length} + ` +
      `${statuscallback_data.length}, in ${seconds.toFixed(1)} s\n`,
  );
}
