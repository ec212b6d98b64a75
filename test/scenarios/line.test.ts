import type { Person } from '../support/person';
import { OPERATORS, type Scenario, useCallCentre } from '../support/scenario';
import { DIALECTS } from '../support/test-database';

const CUSTOMERS = 10;
/** When they call: one after another, from the beginning and from a moment after the last. */
const BETWEEN_CUSTOMERS_SECONDS = 10;
const FIRST_OPERATOR_SECONDS = 124;
const BETWEEN_OPERATORS_SECONDS = 39;
const TALK_SECONDS = 130;

/**
 * The places in line that each is told of, worked out by hand: a turn of waiting takes 3, 5.5 and 60
 * seconds of silence, speech and music, and an operator is back after the talk, 3.8 seconds of
 * announcement and 3 of rest.
 */
const PLACES_TOLD = [
  [1, 1],
  [2, 2, 1],
  [3, 3, 2],
  [4, 4, 2, 1],
  [5, 5, 3, 2],
  [6, 6, 4, 3, 1],
  [7, 6, 5, 3, 2],
  [8, 7, 5, 4, 2, 1],
  [9, 8, 6, 5, 3, 2],
  [10, 9, 7, 6, 4, 3, 1],
];

describe.each(DIALECTS)('ten customers and three operators, with %s', (dialect) => {
  const begin = useCallCentre(dialect);

  async function waitTalkAndHangUp(customer: Person, scenario: Scenario): Promise<void> {
    const { exchange } = scenario;
    const since = exchange.transcript.events.length;
    customer.calls();
    const { sid } = customer.call;
    await customer.hears('menu');
    customer.presses('1');
    await exchange.waitFor((event) => event.type === 'bridged' && event.calls[0] === sid, {
      since,
    });
    await scenario.wait(TALK_SECONDS);
    customer.hangsUp();
  }

  async function run() {
    const scenario = begin();
    const customers = Array.from({ length: CUSTOMERS }, () => scenario.customer());
    const operators = OPERATORS.map((number) => scenario.operator(number));
    await Promise.all([
      ...customers.map(async (customer, index) => {
        await scenario.wait(BETWEEN_CUSTOMERS_SECONDS * index);
        await waitTalkAndHangUp(customer, scenario);
      }),
      ...operators.map(async (operator, index) => {
        await scenario.wait(FIRST_OPERATOR_SECONDS + BETWEEN_OPERATORS_SECONDS * index);
        operator.calls();
      }),
    ]);
    for (const operator of operators) operator.hangsUp();
    return { scenario, customers, operators, events: scenario.exchange.transcript.events };
  }

  it('are connected first come, first served, and are told their places as others leave', async () => {
    const { scenario, customers, operators, events } = await run();

    const numberOf = new Map(scenario.exchange.calls.map(({ sid, from }) => [sid, from]));
    const talks = events.flatMap((event) =>
      event.type === 'bridged' ? [event.calls.map((call) => numberOf.get(call))] : [],
    );
    // Three operators with talks of one length: they take turns.
    expect(talks).toEqual(
      customers.map(({ number }, index) => [number, operators[index % operators.length]?.number]),
    );
    expect(customers.map(placesTold)).toEqual(PLACES_TOLD);
    for (const { heard } of customers) expect(heard.at(-1)).toBe('operatorComing');

    const { enqueue_data, queue_data } = await scenario.history();
    const from = customers.map(({ number }) => number);
    expect(enqueue_data.map((row) => [row.From, row.QueueResult, row.QueueTime])).toEqual(
      customers.map(({ number, call }) => [number, 'bridged', scenario.secondsQueued(call)]),
    );
    expect(queue_data.map(({ From }) => From)).toEqual(from);
  });

  it('are spoken of truly in every request about waiting', async () => {
    const { scenario, events } = await run();
    const line = new Map<string, number>();
    let checked = 0;
    for (const event of events) {
      if (event.type === 'enqueued') line.set(event.call, event.at);
      if (event.type === 'dequeued') line.delete(event.call);
      if (event.type !== 'request' || event.purpose !== 'wait-url') continue;
      checked += 1;
      const told = new Map(event.parameters);
      expect(told.get('QueueSid')).toBe(scenario.queueSid);
      expect(told.get('MaxQueueSize')).toBe('1000');
      expect(told.get('CurrentQueueSize')).toBe(String(line.size));
      expect(told.get('QueuePosition')).toBe(String([...line.keys()].indexOf(event.call) + 1));
      const waits = [...line.values()].map((enqueuedAt) => (event.at - enqueuedAt) / 1000);
      const average = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
      // The request was on its way for a moment.
      expect(Math.abs(Number(told.get('AvgQueueTime')) - average)).toBeLessThan(0.6);
      const own = (event.at - (line.get(event.call) ?? 0)) / 1000;
      expect(Math.abs(Number(told.get('QueueTime')) - own)).toBeLessThan(0.6);
    }
    expect(checked).toBeGreaterThanOrEqual(PLACES_TOLD.flat().length);
  });
});

function placesTold({ heard }: Person): number[] {
  return heard.flatMap((what) => Number(/^place (\d+)$/.exec(what)?.[1]) || []);
}
