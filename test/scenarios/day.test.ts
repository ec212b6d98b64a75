import { DAY_OPERATORS, type DayOptions, liveThroughDay } from '../support/business-day';
import type { History } from '../support/history-rows';
import { rowsCalledFor } from '../support/rows-called-for';
import { type Scenario, useCallCentre } from '../support/scenario';
import { DIALECTS } from '../support/test-database';

/** With the calls of operators, about a thousand. */
const THOUSAND_CALLS: DayOptions = { customers: 860, hours: 8, seed: 2026 };
const SLOW_MORNING: DayOptions = { customers: 60, hours: 1, seed: 7 };
/** A piece of music takes its time. */
const MUSIC_SECONDS = 180;

describe.each(DIALECTS)('a day at the call centre, with %s', (dialect) => {
  const begin = useCallCentre(dialect, { operators: DAY_OPERATORS });
  const open = (options = {}) => begin({ playSeconds: () => MUSIC_SECONDS, ...options });

  it('with a thousand calls has every row accounted for', async () => {
    const scenario = open();
    const startedAt = performance.now();
    await liveThroughDay(scenario, THOUSAND_CALLS);
    const history = await scenario.history();
    tellOfTheDay(dialect, scenario, history, (performance.now() - startedAt) / 1000);

    const { events } = scenario.exchange.transcript;
    const expected = rowsCalledFor(events);
    expect(expected.statuscallback_data.length).toBeGreaterThan(THOUSAND_CALLS.customers);
    expect(expected.enqueue_data.map(({ QueueResult }) => QueueResult)).toEqual(
      expect.arrayContaining(['bridged', 'hangup']),
    );
    for (const table of ['enqueue_data', 'queue_data', 'statuscallback_data'] as const) {
      const wanted = expected[table].map((row) => expect.objectContaining(row));
      expect(history[table]).toEqual(wanted);
    }
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
  }, 120_000);

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

function soundsOf({ exchange }: Scenario, callSid: string): string[] {
  return exchange.transcript.events.flatMap((event) =>
    event.type === 'hear' && event.call === callSid ? [event.sound.kind] : [],
  );
}

function tellOfTheDay(
  dialect: string,
  { exchange }: Scenario,
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
