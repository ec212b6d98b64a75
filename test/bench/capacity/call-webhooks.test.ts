import { useCallCentre } from '../../support/scenario';
import { type CallWebhooks, countAbandoned, countAnswered } from './call-webhooks';

describe('what Twilio asks in the course of a call', () => {
  const begin = useCallCentre('sqlite');

  it.each([1, 3])(
    'is counted for a customer who is answered after %i turns in the queue',
    async (turns) => {
      const scenario = begin();
      const operator = scenario.operator();
      const customer = await comeToQueue(scenario, turns);
      operator.calls();
      await customer.hears('operatorComing');
      await customer.talksWith(operator);
      await scenario.wait(60);
      customer.hangsUp();
      await scenario.wait(10);
      const signedIn = listRequests(scenario).filter(({ call }) => call === operator.call.sid);
      // The call of the operator itself comes before, and its end is still to come.
      const back = signedIn.slice(-1);
      const own = listRequests(scenario).filter(({ call }) => call === customer.call.sid);
      expect(count([...own, ...back])).toEqual(countAnswered(turns));
      operator.hangsUp();
    },
  );

  it.each([1, 3])('is counted for a customer who gives up after %i turns', async (turns) => {
    const scenario = begin();
    const customer = await comeToQueue(scenario, turns);
    customer.hangsUp();
    await scenario.wait(10);
    expect(count(listRequests(scenario))).toEqual(countAbandoned(turns));
  });
});

type Scenario = ReturnType<ReturnType<typeof useCallCentre>>;

async function comeToQueue(scenario: Scenario, turns: number) {
  const customer = scenario.customer();
  customer.calls();
  await customer.hearsOut('menu');
  customer.presses('1');
  await customer.hearsOut('connecting');
  for (let turn = 1; turn <= turns; turn += 1) {
    await customer.isNumberInLine(1);
    if (turn < turns) await customer.hearsMusic();
  }
  return customer;
}

function listRequests({ exchange }: Scenario) {
  return exchange.transcript.events.filter((event) => event.type === 'request');
}

const NAMES: Readonly<Record<string, keyof CallWebhooks>> = {
  '/index': 'first',
  '/operator_queue': 'first',
  '/wait': 'wait',
  '/guidance': 'guidance',
  '/exit_enqueue': 'exit',
  '/status_callback': 'status',
};

function count(requests: ReturnType<typeof listRequests>): CallWebhooks {
  const webhooks = { refused: 0, first: 0, wait: 0, guidance: 0, exit: 0, status: 0 };
  for (const { url, authorised } of requests) {
    const name = NAMES[new URL(url).pathname];
    if (name === undefined) throw new Error(`${url} is none of these`);
    webhooks[authorised ? name : 'refused'] += 1;
  }
  return webhooks;
}
