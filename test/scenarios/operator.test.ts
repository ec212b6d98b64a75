import { saveOperator } from '../../src/operators/operators-table';
import { enqueueRow, queueRow, statusRow } from '../support/history-rows';
import type { Person } from '../support/person';
import { OPERATORS, type Scenario, useCallCentre } from '../support/scenario';
import { DIALECTS } from '../support/test-database';

const WRAP_UP_SECONDS = 5;
/** More than a request takes on its way, and so much more is allowed where one is made. */
const TRANSIT_SECONDS = 0.2;

describe.each(DIALECTS)('an operator, with %s', (dialect) => {
  const begin = useCallCentre(dialect, {
    settings: { WRAP_UP_SECONDS: String(WRAP_UP_SECONDS) },
  });

  /** A customer who has been told of their place in line. */
  async function queueCustomer(scenario: Scenario): Promise<Person> {
    const customer = scenario.customer();
    customer.calls();
    await customer.hears('menu');
    customer.presses('1');
    await customer.isQueued();
    await customer.isNumberInLine(scenario.exchange.queues[0]?.members.length ?? 0);
    return customer;
  }

  it('takes one after another, rests between them, and hears nothing twice', async () => {
    const scenario = begin();
    const operator = scenario.operator();
    const customers: Person[] = [];
    for (let count = 0; count < 3; count += 1) customers.push(await queueCustomer(scenario));
    operator.calls();
    for (const [index, customer] of customers.entries()) {
      const restsSince = scenario.exchange.clock.now();
      await customer.isTakenOutOfTheQueue();
      if (index > 0) {
        const rested = (scenario.exchange.clock.now() - restsSince) / 1000;
        expect(rested).toBeGreaterThanOrEqual(WRAP_UP_SECONDS);
        expect(rested).toBeLessThan(WRAP_UP_SECONDS + TRANSIT_SECONDS);
      }
      await operator.talksWith(customer);
      await scenario.wait(40);
      customer.hangsUp();
    }
    await scenario.wait(60);
    operator.hangsUp();

    expect(operator.heard).toEqual(['operatorOnQueue']);
    const { enqueue_data, queue_data, statuscallback_data } = await scenario.history();
    expect(enqueue_data.map(({ CallSid, QueueResult }) => [CallSid, QueueResult])).toEqual(
      customers.map(({ call }) => [call.sid, 'bridged']),
    );
    expect(queue_data.map(({ CallSid, DequeingCallSid }) => [CallSid, DequeingCallSid])).toEqual(
      customers.map(({ call }) => [call.sid, operator.call.sid]),
    );
    // One call of the operator's, whoever they talked with.
    expect(statuscallback_data.filter(({ From }) => From === operator.number)).toEqual([
      statusRow(operator.call, { CallDuration: scenario.secondsOf(operator.call) }),
    ]);
  });

  it('waits on an empty queue, in silence, and takes whoever comes', async () => {
    const scenario = begin();
    const operator = scenario.operator();
    (await queueCustomer(scenario)).hangsUp();
    operator.calls();
    await operator.hearsOut('operatorOnQueue');
    await scenario.wait(3600);
    const late = scenario.customer();
    late.calls();
    await late.hears('menu');
    late.presses('1');
    await late.hears('connecting');
    await late.hears('operatorComing');
    await operator.talksWith(late);
    expect(operator.heard).toEqual(['operatorOnQueue']);
  });

  it('who hangs up while hearing that they are on the queue is not on it', async () => {
    const scenario = begin();
    const [operator, customer] = [scenario.operator(), await queueCustomer(scenario)];
    operator.calls();
    await operator.hears('operatorOnQueue');
    operator.hangsUp();
    await customer.hearsMusic();
    await customer.isNumberInLine(1);
  });

  it('who hangs up while waiting takes nobody any more', async () => {
    const scenario = begin();
    const operator = scenario.operator();
    (await queueCustomer(scenario)).hangsUp();
    operator.calls();
    await operator.hearsOut('operatorOnQueue');
    await scenario.wait(100);
    operator.hangsUp();
    const customer = await queueCustomer(scenario);
    await customer.hearsMusic();
    customer.hangsUp();

    const { queue_data, statuscallback_data } = await scenario.history();
    expect(queue_data).toEqual([]);
    expect(statuscallback_data).toContainEqual(
      statusRow(operator.call, { CallDuration: scenario.secondsOf(operator.call) }),
    );
  });

  it('who hangs up at rest leaves the next customer to others', async () => {
    const scenario = begin();
    const [operator, other] = [scenario.operator(), scenario.operator(OPERATORS[1])];
    const [first, second] = [await queueCustomer(scenario), await queueCustomer(scenario)];
    operator.calls();
    await operator.talksWith(first);
    first.hangsUp();
    await scenario.wait(WRAP_UP_SECONDS / 2);
    operator.hangsUp();
    await second.hearsMusic();
    await second.isNumberInLine(1);
    other.calls();
    await other.talksWith(second);
  });

  it('who hangs up while they are announced ends the call, and no talk is in the rows', async () => {
    const scenario = begin();
    const [operator, customer] = [scenario.operator(), await queueCustomer(scenario)];
    operator.calls();
    await customer.hears('operatorComing');
    operator.hangsUp();
    await customer.isCutOff();

    const QueueTime = scenario.secondsQueued(customer.call);
    const { queueSid: QueueSid } = scenario;
    expect(await scenario.history()).toEqual({
      enqueue_data: [
        enqueueRow(customer.call, {
          CallStatus: 'in-progress',
          QueueResult: 'bridging-in-process',
          QueueSid,
          QueueTime,
        }),
      ],
      queue_data: [
        queueRow(customer.call, { QueueSid, QueueTime, DequeingCallSid: operator.call.sid }),
      ],
      statuscallback_data: [
        statusRow(customer.call, { CallDuration: scenario.secondsOf(customer.call) }),
        statusRow(operator.call, { CallDuration: scenario.secondsOf(operator.call) }),
      ],
    });
  });

  it('who hangs up in mid-call ends both calls, and the next customer waits for another', async () => {
    const scenario = begin();
    const [operator, other] = [scenario.operator(), scenario.operator(OPERATORS[1])];
    const [first, second] = [await queueCustomer(scenario), await queueCustomer(scenario)];
    operator.calls();
    await operator.talksWith(first);
    await first.talksWith(operator);
    await scenario.wait(10);
    operator.hangsUp();
    await first.isCutOff();
    expect([first.call.status, operator.call.status]).toEqual(['completed', 'completed']);
    await second.hearsMusic();
    await second.isNumberInLine(1);
    other.calls();
    await second.talksWith(other);
    second.hangsUp();
    await scenario.wait(1);
    other.hangsUp();

    const { enqueue_data, queue_data } = await scenario.history();
    expect(enqueue_data.map(({ QueueResult }) => QueueResult)).toEqual(['bridged', 'bridged']);
    expect(queue_data.map(({ DequeingCallSid }) => DequeingCallSid)).toEqual([
      operator.call.sid,
      other.call.sid,
    ]);
  });

  it('who dials in before any queue exists takes the first customer of the day', async () => {
    const scenario = begin();
    const operator = scenario.operator();
    operator.calls();
    await operator.hearsOut('operatorOnQueue');
    await scenario.wait(120);
    expect(scenario.exchange.queues).toEqual([]);
    const customer = scenario.customer();
    customer.calls();
    await customer.hears('menu');
    customer.presses('1');
    await customer.talksWith(operator);
    expect(operator.heard).toEqual(['operatorOnQueue']);
  });

  it('is one from the next call on when the number is added, and none when it is removed', async () => {
    const scenario = begin();
    const { db } = scenario.centre.database;
    const newcomer = scenario.customer('+815099990001');
    newcomer.calls();
    await newcomer.hears('menu');
    await saveOperator(db, { telnum: newcomer.number, name: '新人' });
    newcomer.presses('1');
    // This call began as a customer's, and stays one.
    await newcomer.hears('connecting');
    await newcomer.isNumberInLine(1);
    newcomer.hangsUp();

    newcomer.calls();
    await newcomer.hears('operatorOnQueue');
    await db.deleteFrom('operators').where('telnum', '=', newcomer.number).execute();
    // And this one began as an operator's.
    const customer = scenario.customer();
    customer.calls();
    await customer.hears('menu');
    customer.presses('1');
    await customer.talksWith(newcomer);
    newcomer.hangsUp();

    newcomer.calls();
    await newcomer.hears('menu');
  });

  it('who withholds their number is a customer', async () => {
    const scenario = begin();
    const withheld = scenario.customer('anonymous');
    withheld.calls();
    await withheld.hears('menu');
  });
});
