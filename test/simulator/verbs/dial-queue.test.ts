import type { Exchange } from '../../../src/simulator/exchange-types';
import {
  byCaller,
  CUSTOMER,
  eventsOf,
  heardBy,
  logged,
  OPERATOR,
  openRoom,
  type Script,
  when,
  whenHears,
} from '../../support/twiml-application';

// The contract: https://www.twilio.com/docs/voice/twiml/queue and .../dial

const ENQUEUE = '<Enqueue action="/left" waitUrl="">support</Enqueue>';

/** A room whose operator's document is `dial` and what stands behind it. */
function openCentre(dial: string, script: Script = {}) {
  return openRoom({
    '/voice': byCaller(dial, ENQUEUE),
    '/left': '<Say>Goodbye</Say>',
    '/dialled': '<Say>Next</Say>',
    '/status': '',
    ...script,
  });
}

async function queueUp(exchange: Exchange, from = CUSTOMER) {
  const handset = exchange.handset(from);
  const call = handset.dial();
  await exchange.waitFor((event) => event.type === 'enqueued' && event.call === call.sid);
  return { handset, call };
}

function operatorDials(exchange: Exchange) {
  const handset = exchange.handset(OPERATOR);
  return { handset, call: handset.dial() };
}

const DIAL = '<Dial><Queue>support</Queue></Dial>';
const DIAL_ACTION = '<Dial action="/dialled"><Queue>support</Queue></Dial>';
const ANNOUNCED = '<Dial action="/dialled"><Queue url="/announce">support</Queue></Dial>';

describe('a talk', () => {
  it('ends with the customer, and the operator goes on with the action', async () => {
    const { application, exchange } = await openCentre(DIAL_ACTION);
    const customer = await queueUp(exchange);
    await exchange.wait(30);
    const operator = operatorDials(exchange);
    await when(exchange, 'bridged');
    expect(customer.call).toMatchObject({ bridgedWith: operator.call.sid, queue: undefined });
    expect(application.to('/left')).toEqual([]);
    await exchange.wait(75);
    customer.handset.hangUp();
    await exchange.settled();
    expect(eventsOf(exchange, 'parted')).toMatchObject([
      { calls: [customer.call.sid, operator.call.sid], seconds: 75 },
    ]);
    expect(application.to('/left')).toMatchObject([
      {
        parameters: {
          CallSid: customer.call.sid,
          CallStatus: 'completed',
          QueueResult: 'bridged',
          QueueTime: '30',
        },
      },
    ]);
    expect(application.to('/dialled')).toMatchObject([
      {
        parameters: {
          CallSid: operator.call.sid,
          CallStatus: 'in-progress',
          DialCallStatus: 'completed',
          DialCallSid: customer.call.sid,
          DialCallDuration: '75',
          DialBridged: 'true',
          QueueSid: exchange.queues[0]?.sid,
          QueueTime: '30',
          DequeingCallSid: operator.call.sid,
          DequeueResult: 'bridged',
          DequeuedCallSid: customer.call.sid,
          DequeuedCallQueueTime: '30',
          DequeuedCallDuration: '75',
        },
      },
    ]);
    expect(heardBy(exchange, operator.call)).toEqual(['Next']);
    expect(application.to('/status')).toHaveLength(2);
    expect(logged(exchange)).toEqual([]);
  });

  it('ends with the operator, and the customer goes on with the action', async () => {
    const { application, exchange } = await openCentre(DIAL_ACTION);
    const customer = await queueUp(exchange);
    const operator = operatorDials(exchange);
    await when(exchange, 'bridged');
    await exchange.wait(10);
    operator.handset.hangUp();
    await exchange.settled();
    expect(application.to('/left')).toMatchObject([
      { parameters: { QueueResult: 'bridged', CallStatus: 'in-progress' } },
    ]);
    expect(heardBy(exchange, customer.call)).toEqual(['silence', 'Goodbye']);
    expect(application.to('/dialled')).toEqual([]);
    expect(operator.call.status).toBe('completed');
  });

  it('leads to the verb behind Dial where there is no action', async () => {
    const { exchange } = await openCentre(`${DIAL}<Say>Behind</Say>`);
    const customer = await queueUp(exchange);
    const operator = operatorDials(exchange);
    await when(exchange, 'bridged');
    customer.handset.hangUp();
    await exchange.settled();
    expect(heardBy(exchange, operator.call)).toEqual(['Behind']);
  });

  it('is ended by timeLimit, counted from when it began', async () => {
    const { application, exchange } = await openCentre(
      DIAL_ACTION.replace('<Dial', '<Dial timeLimit="120"'),
    );
    const customer = await queueUp(exchange);
    operatorDials(exchange);
    await exchange.settled();
    expect(eventsOf(exchange, 'parted')).toMatchObject([{ seconds: 120 }]);
    expect(application.latest('/dialled')).toMatchObject({ DialCallDuration: '120' });
    expect(heardBy(exchange, customer.call)).toEqual(['silence', 'Goodbye']);
  });

  it.each([
    ['hangupOnStar="true"', 5],
    ['', 20],
  ])('with "%s" and a * after 5 s lasts %d s', async (attributes, seconds) => {
    const { exchange } = await openCentre(DIAL_ACTION.replace('<Dial', `<Dial ${attributes}`));
    const customer = await queueUp(exchange);
    const operator = operatorDials(exchange);
    await when(exchange, 'bridged');
    await exchange.wait(5);
    operator.handset.press('1*');
    await exchange.wait(15);
    customer.handset.hangUp();
    await exchange.settled();
    expect(eventsOf(exchange, 'parted')).toMatchObject([{ seconds }]);
    expect(heardBy(exchange, operator.call)).toEqual(['Next']);
  });
});

describe('the order', () => {
  it('is that in which customers came, and that in which operators did', async () => {
    const operators = ['+815000000001', '+815000000002'];
    const { exchange } = await openCentre('', {
      '/voice': ({ parameters }) => (operators.includes(parameters.From ?? '') ? DIAL : ENQUEUE),
    });
    const first = await queueUp(exchange, '+819000000001');
    const second = await queueUp(exchange, '+819000000002');
    await exchange.wait(60);
    const [early, late] = operators.map((number) => exchange.handset(number));
    const earlyCall = early?.dial();
    await when(exchange, 'bridged');
    const lateCall = late?.dial();
    await exchange.waitFor(() => eventsOf(exchange, 'bridged').length === 2);
    expect(eventsOf(exchange, 'bridged').map(({ calls }) => calls)).toEqual([
      [first.call.sid, earlyCall?.sid],
      [second.call.sid, lateCall?.sid],
    ]);
    for (const { handset } of [first, second]) handset.hangUp();
    await exchange.settled();

    const waiting = [late?.dial(), undefined];
    await exchange.wait(1);
    waiting[1] = early?.dial();
    await exchange.wait(1);
    const third = await queueUp(exchange, '+819000000003');
    const fourth = await queueUp(exchange, '+819000000004');
    await exchange.wait(1);
    expect(eventsOf(exchange, 'bridged').slice(2)).toMatchObject([
      { calls: [third.call.sid, waiting[0]?.sid] },
      { calls: [fourth.call.sid, waiting[1]?.sid] },
    ]);
  });
});

describe('an empty queue', () => {
  it('is waited at for the timeout and five seconds more', async () => {
    const { application, exchange } = await openCentre(
      DIAL_ACTION.replace('<Dial', '<Dial timeout="60"'),
    );
    const customer = await queueUp(exchange);
    customer.handset.hangUp();
    await exchange.settled();
    const operator = operatorDials(exchange);
    await exchange.waitFor((e) => e.type === 'status' && e.status === 'in-progress', {
      since: exchange.transcript.events.length,
    });
    const before = exchange.clock.now();
    await exchange.waitFor((e) => e.type === 'request' && e.purpose === 'dial-action');
    expect(Math.floor((exchange.clock.now() - before) / 1000)).toBe(65);
    await exchange.settled();
    expect(application.latest('/dialled')).toMatchObject({
      DialCallStatus: 'no-answer',
      DialBridged: 'false',
    });
    expect(application.latest('/dialled')).not.toHaveProperty('DialCallSid');
    expect(heardBy(exchange, operator.call)).toEqual(['Next']);
  });

  it('loses an operator who hangs up: the next customer waits', async () => {
    const { application, exchange } = await openCentre(DIAL_ACTION);
    const earlier = await queueUp(exchange);
    earlier.handset.hangUp();
    const operator = operatorDials(exchange);
    await exchange.wait(5);
    operator.handset.hangUp();
    const customer = await queueUp(exchange);
    await exchange.wait(5);
    expect(customer.call.queue).toEqual({ name: 'support', position: 1 });
    expect(application.to('/dialled')).toEqual([]);
  });

  it('that never was one is an error at once', async () => {
    const { application, exchange } = await openCentre(DIAL_ACTION);
    const { call } = operatorDials(exchange);
    await exchange.settled();
    expect(application.latest('/dialled')).toMatchObject({
      DialCallStatus: 'failed',
      DialBridged: 'false',
    });
    expect(exchange.clock.now() - call.startedAt).toBeLessThan(2000);
  });
});

it('a reservationSid, which is not modelled, is entered in the debugger log', async () => {
  const reservation = `WR${'0'.repeat(32)}`;
  const { application, exchange } = await openRoom({
    '/voice': `<Dial action="/dialled"><Queue reservationSid="${reservation}"/></Dial>`,
    '/dialled': '',
  });
  exchange.handset(OPERATOR).dial();
  await exchange.settled();
  expect(application.latest('/dialled').DialCallStatus).toBe('failed');
  expect(logged(exchange)).toEqual([0]);
});

describe('the announcement', () => {
  const SCRIPT: Script = { '/announce': '<Say>You will be connected</Say><Pause length="2"/>' };

  it('is heard by the customer alone, before the talk', async () => {
    const { application, exchange } = await openCentre(ANNOUNCED, SCRIPT);
    const customer = await queueUp(exchange);
    await exchange.wait(20);
    const operator = operatorDials(exchange);
    await whenHears(exchange, customer.call, 'You will be connected');
    expect(eventsOf(exchange, 'bridged')).toEqual([]);
    await when(exchange, 'bridged');
    expect(application.to('/announce')).toMatchObject([
      {
        method: 'POST',
        parameters: {
          CallSid: customer.call.sid,
          QueueSid: exchange.queues[0]?.sid,
          QueueTime: '20',
          DequeingCallSid: operator.call.sid,
        },
      },
    ]);
    expect(heardBy(exchange, operator.call)).toEqual([]);
    expect(heardBy(exchange, customer.call)).toContain('silence');
  });

  it('is not part of the talk', async () => {
    const { application, exchange } = await openCentre(
      ANNOUNCED.replace('<Dial', '<Dial timeLimit="60"'),
      SCRIPT,
    );
    await queueUp(exchange);
    operatorDials(exchange);
    await exchange.settled();
    expect(eventsOf(exchange, 'parted')).toMatchObject([{ seconds: 60 }]);
    expect(application.latest('/dialled')).toMatchObject({ DialCallDuration: '60' });
  });

  it('in which the customer hangs up ends the wait with it, and frees the operator', async () => {
    const { application, exchange } = await openCentre(ANNOUNCED, SCRIPT);
    const customer = await queueUp(exchange);
    const operator = operatorDials(exchange);
    await whenHears(exchange, customer.call, 'You will be connected');
    customer.handset.hangUp();
    await exchange.settled();
    expect(application.to('/left')).toMatchObject([
      { parameters: { QueueResult: 'hangup', CallStatus: 'completed' } },
    ]);
    expect(application.to('/dialled')).toMatchObject([
      {
        parameters: {
          DialCallStatus: 'completed',
          DialBridged: 'false',
          DequeueResult: 'hangup',
          DialCallSid: customer.call.sid,
        },
      },
    ]);
    expect(heardBy(exchange, operator.call)).toEqual(['Next']);
    expect(eventsOf(exchange, 'bridged')).toEqual([]);
  });

  it('in which the operator hangs up leads the customer to the action', async () => {
    const { application, exchange } = await openCentre(ANNOUNCED, SCRIPT);
    const customer = await queueUp(exchange);
    const operator = operatorDials(exchange);
    await whenHears(exchange, customer.call, 'You will be connected');
    operator.handset.hangUp();
    await exchange.settled();
    expect(application.to('/left')).toMatchObject([
      { parameters: { QueueResult: 'bridging-in-process', CallStatus: 'in-progress' } },
    ]);
    expect(heardBy(exchange, customer.call).at(-1)).toBe('Goodbye');
    expect(eventsOf(exchange, 'bridged')).toEqual([]);
  });

  it('that fails is entered in the debugger log, and the two are connected', async () => {
    const { exchange } = await openCentre(ANNOUNCED, { '/announce': { status: 500 } });
    await queueUp(exchange);
    operatorDials(exchange);
    await when(exchange, 'bridged');
    expect(logged(exchange)).toContain(14211);
  });
});
