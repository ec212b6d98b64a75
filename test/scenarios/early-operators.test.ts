import type { Person } from '../support/person';
import { OPERATORS, useCallCentre } from '../support/scenario';
import { DIALECTS } from '../support/test-database';

const WRAP_UP_SECONDS = 3;
const HOUR_SECONDS = 3600;
/** The first document, asked for without and with credentials, and the one that it leads to. */
const ENTRY_REQUESTS = 3;

describe.each(DIALECTS)('operators who dial in before any queue exists, with %s', (dialect) => {
  const begin = useCallCentre(dialect, {
    settings: { WRAP_UP_SECONDS: String(WRAP_UP_SECONDS) },
  });

  it('ask once per rest for an hour, and serve the first customer within one', async () => {
    const scenario = begin();
    const { exchange } = scenario;
    const operators = OPERATORS.slice(0, 2).map((number) => scenario.operator(number));
    for (const operator of operators) operator.calls();
    await scenario.wait(HOUR_SECONDS);

    expect(exchange.queues).toEqual([]);
    const requestsOf = ({ call }: Person) =>
      exchange.transcript.events.filter(
        (event) => event.type === 'request' && event.call === call.sid,
      ).length;
    for (const operator of operators) {
      expect(requestsOf(operator)).toBeLessThanOrEqual(
        HOUR_SECONDS / WRAP_UP_SECONDS + ENTRY_REQUESTS,
      );
      // They did ask all the time.
      expect(requestsOf(operator)).toBeGreaterThan((0.9 * HOUR_SECONDS) / WRAP_UP_SECONDS);
      expect(operator.heard).toEqual(['operatorOnQueue']);
    }

    const customer = scenario.customer();
    customer.calls();
    await customer.hears('menu');
    customer.presses('1');
    await customer.hears('connecting');
    await customer.isQueued();
    const queuedAt = exchange.clock.now();
    await customer.isTakenOutOfTheQueue();
    expect(exchange.clock.now() - queuedAt).toBeLessThan(1000 * WRAP_UP_SECONDS);
  }, 120_000);
});
