import { enqueueRow, queueRow, statusRow } from '../support/history-rows';
import { useCallCentre } from '../support/scenario';
import { DIALECTS } from '../support/test-database';

/** How long a key is waited for, once the menu has been heard: README, "no key for 10 seconds". */
const KEY_TIMEOUT_SECONDS = 10;
/** Wrong keys after which a customer is queued all the same. */
const MENU_TRIES = 3;

describe.each(DIALECTS)('a customer, with %s', (dialect) => {
  const begin = useCallCentre(dialect, { settings: { MENU_TRIES: String(MENU_TRIES) } });

  it('who presses 1 waits with place and music, is announced, talks, and hangs up', async () => {
    const scenario = begin();
    const customer = scenario.customer();
    const operator = scenario.operator();
    customer.calls();
    await customer.hearsOut('menu');
    customer.presses('1');
    await customer.hearsOut('connecting');
    for (let turn = 0; turn < 3; turn += 1) {
      await customer.isNumberInLine(1);
      await customer.hearsMusic();
    }
    operator.calls();
    await operator.hears('operatorOnQueue');
    await customer.hears('operatorComing');
    await customer.talksWith(operator);
    await scenario.wait(90);
    customer.hangsUp();
    await customer.isCutOff();
    await scenario.wait(10);
    operator.hangsUp();

    const waited = scenario.secondsQueued(customer.call);
    expect(waited).toBeGreaterThan(2 * 60);
    expect(await scenario.history()).toEqual({
      enqueue_data: [
        enqueueRow(customer.call, {
          QueueResult: 'bridged',
          QueueSid: scenario.queueSid,
          QueueTime: waited,
        }),
      ],
      queue_data: [
        queueRow(customer.call, {
          QueueSid: scenario.queueSid,
          QueueTime: waited,
          DequeingCallSid: operator.call.sid,
        }),
      ],
      statuscallback_data: [
        statusRow(customer.call, { CallDuration: scenario.secondsOf(customer.call) }),
        statusRow(operator.call, { CallDuration: scenario.secondsOf(operator.call) }),
      ],
    });
  });

  it('whose operator hangs up is cut off, and hears nothing more', async () => {
    const scenario = begin();
    const customer = scenario.customer();
    const operator = scenario.operator();
    customer.calls();
    await customer.hears('menu');
    customer.presses('1');
    await customer.hears('connecting');
    await customer.isNumberInLine(1);
    operator.calls();
    await customer.talksWith(operator);
    await scenario.wait(30);
    operator.hangsUp();
    await customer.isCutOff();
    expect(customer.heard).toEqual(['menu', 'connecting', 'place 1', 'operatorComing']);

    const { enqueue_data } = await scenario.history();
    // The customer is still on the line when the operator leaves, so the call is not over yet.
    const columns = { QueueResult: 'bridged', CallStatus: 'in-progress' };
    expect(enqueue_data).toEqual([expect.objectContaining(columns)]);
  });

  it('who presses 2 hears the information, and then the call ends', async () => {
    const scenario = begin();
    const customer = scenario.customer();
    customer.calls();
    await customer.hears('menu');
    customer.presses('2');
    await customer.hears('information');
    await customer.isCutOff();

    expect(await scenario.history()).toEqual({
      enqueue_data: [],
      queue_data: [],
      statuscallback_data: [
        statusRow(customer.call, { CallDuration: scenario.secondsOf(customer.call) }),
      ],
    });
    expect(scenario.exchange.queues).toEqual([]);
  });

  it('who presses a wrong key is asked again, and after the last try is queued', async () => {
    const scenario = begin();
    const customer = scenario.customer();
    customer.calls();
    await customer.hears('menu');
    customer.presses('9');
    await customer.hears('menuAgain');
    customer.presses('*');
    await customer.hearsOut('menuAgain');
    await scenario.wait(KEY_TIMEOUT_SECONDS - 1);
    customer.presses('0');
    await customer.hears('noInput');
    await customer.isNumberInLine(1);
    customer.hangsUp();
  });

  it('who mistypes once and then presses 1 is connected like any other', async () => {
    const scenario = begin();
    const customer = scenario.customer();
    customer.calls();
    await customer.hears('menu');
    customer.presses('7');
    await customer.hears('menuAgain');
    customer.presses('1');
    await customer.hears('connecting');
    await customer.isNumberInLine(1);
    customer.hangsUp();
  });

  it('who says nothing is queued once the time for a key is over', async () => {
    const scenario = begin();
    const customer = scenario.customer();
    customer.calls();
    await customer.hearsOut('menu');
    const silentSince = scenario.exchange.clock.now();
    await customer.hears('noInput');
    const silence = scenario.exchange.clock.now() - silentSince;
    expect(silence).toBe(1000 * KEY_TIMEOUT_SECONDS);
    await customer.isNumberInLine(1);
    customer.hangsUp();
  });

  it('who presses # alone is taken for one who says nothing', async () => {
    const scenario = begin();
    const customer = scenario.customer();
    customer.calls();
    await customer.hears('menu');
    customer.presses('#');
    await customer.hears('noInput');
    await customer.isNumberInLine(1);
    customer.hangsUp();
  });

  it.each(['anonymous', 'Restricted'])(
    'who withholds their number as %s is served',
    async (word) => {
      const scenario = begin();
      const customer = scenario.customer(word);
      const operator = scenario.operator();
      customer.calls();
      await customer.hears('menu');
      customer.presses('1');
      await customer.hears('connecting');
      await customer.isNumberInLine(1);
      operator.calls();
      await customer.talksWith(operator);
      customer.hangsUp();
      await scenario.wait(1);
      operator.hangsUp();

      const { enqueue_data, queue_data, statuscallback_data } = await scenario.history();
      const from = [...enqueue_data, ...queue_data, ...statuscallback_data].map(({ From }) => From);
      expect(from).toEqual([word, word, word, operator.number]);
    },
  );

  it('who was forwarded and is known by name is so in every row', async () => {
    const scenario = begin();
    const customer = scenario.customer();
    const operator = scenario.operator();
    const circumstances = { forwardedFrom: '+81355550123', callerName: '山田 花子' };
    customer.calls(circumstances);
    await customer.hears('menu');
    customer.presses('1');
    await customer.isQueued();
    operator.calls();
    await customer.talksWith(operator);
    customer.hangsUp();
    await scenario.wait(1);
    operator.hangsUp();

    const { enqueue_data, queue_data, statuscallback_data } = await scenario.history();
    const columns = { ForwardedFrom: '+81355550123', CallerName: '山田 花子' };
    const without = { ForwardedFrom: null, CallerName: null };
    expect(enqueue_data).toEqual([expect.objectContaining(columns)]);
    expect(queue_data).toEqual([expect.objectContaining(columns)]);
    expect(statuscallback_data).toEqual([
      expect.objectContaining({ ...columns, CallSid: customer.call.sid }),
      expect.objectContaining({ ...without, CallSid: operator.call.sid }),
    ]);
  });

  it('for whom the queue has no room hears so, and the call ends', async () => {
    const scenario = begin({ maxQueueSize: 1 });
    const [first, second] = [scenario.customer(), scenario.customer()];
    for (const customer of [first, second]) {
      customer.calls();
      await customer.hears('menu');
      customer.presses('1');
      await customer.hears('connecting');
    }
    await first.isNumberInLine(1);
    await second.hears('queueFull');
    await second.isCutOff();
    first.hangsUp();

    const { enqueue_data } = await scenario.history();
    expect(enqueue_data).toEqual([
      expect.objectContaining({ CallSid: first.call.sid, QueueResult: 'hangup' }),
      enqueueRow(second.call, {
        CallStatus: 'in-progress',
        QueueResult: 'queue-full',
        QueueSid: null,
        QueueTime: null,
      }),
    ]);
    // Twilio warns of it.
    scenario.expectDebugger(14207);
  });

  it('who calls again is a new call, at the end of the line', async () => {
    const scenario = begin();
    const [impatient, patient] = [scenario.customer(), scenario.customer()];
    for (const customer of [impatient, patient]) {
      customer.calls();
      await customer.hears('menu');
      customer.presses('1');
      await customer.isQueued();
    }
    await patient.isNumberInLine(2);
    const firstCall = impatient.call;
    impatient.hangsUp();
    await scenario.wait(20);
    impatient.calls();
    await impatient.hears('menu');
    impatient.presses('1');
    await impatient.hears('connecting');
    await impatient.isNumberInLine(2);
    patient.hangsUp();
    await impatient.hearsMusic();
    await impatient.isNumberInLine(1);
    impatient.hangsUp();

    const { enqueue_data } = await scenario.history();
    expect(enqueue_data.map(({ CallSid }) => CallSid)).toEqual([
      firstCall.sid,
      patient.call.sid,
      impatient.call.sid,
    ]);
  });
});
