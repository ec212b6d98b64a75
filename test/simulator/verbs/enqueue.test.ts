import type { Exchange } from '../../../src/simulator/exchange-types';
import {
  CUSTOMER,
  eventsOf,
  heardBy,
  logged,
  openRoom,
  PLAY_SECONDS,
  type Script,
  when,
  whenHears,
} from '../../support/twiml-application';

// The contract: https://www.twilio.com/docs/voice/twiml/enqueue

const WAITING: Script = {
  '/voice': '<Enqueue action="/left" waitUrl="/wait">support</Enqueue>',
  '/wait': '<Say>Please wait</Say><Play>/music.mp3</Play>',
  '/left': '<Say>You are out</Say>',
  '/status': '',
};

/** Lets somebody call and come into the queue. */
async function queueUp(exchange: Exchange, from = CUSTOMER) {
  const handset = exchange.handset(from);
  const call = handset.dial();
  await exchange.waitFor((event) => event.type === 'enqueued' && event.call === call.sid);
  return { handset, call };
}

describe('a waitUrl', () => {
  it('is told of a ringing call and its place, by POST, and asked for again and again', async () => {
    const { application, exchange } = await openRoom(WAITING);
    const { handset, call } = await queueUp(exchange);
    await exchange.wait(2.5 * PLAY_SECONDS);
    handset.hangUp();
    await exchange.settled();
    expect(application.to('/wait')).toHaveLength(3);
    expect(application.to('/wait')[0]).toMatchObject({
      method: 'POST',
      parameters: {
        CallSid: call.sid,
        CallStatus: 'ringing',
        QueuePosition: '1',
        QueueSid: expect.stringMatching(/^QU[0-9a-f]{32}$/),
        QueueTime: '0',
        AvgQueueTime: '0',
        CurrentQueueSize: '1',
        MaxQueueSize: '1000',
      },
    });
    const times = application.to('/wait').map(({ parameters }) => Number(parameters.QueueTime));
    expect(times[1]).toBeGreaterThanOrEqual(PLAY_SECONDS);
    expect(times[2]).toBeGreaterThanOrEqual(2 * PLAY_SECONDS);
  });

  it('is a GET where waitUrlMethod says so', async () => {
    const { application, exchange } = await openRoom({
      ...WAITING,
      '/voice': '<Enqueue waitUrl="/wait" waitUrlMethod="GET">support</Enqueue>',
    });
    await queueUp(exchange);
    await exchange.wait(1);
    expect(application.to('/wait')).toMatchObject([{ method: 'GET' }]);
  });

  it.each([
    ['that is empty is silence', '<Enqueue waitUrl="">support</Enqueue>', 'silence'],
    ['that is absent is music', '<Enqueue>support</Enqueue>', 'play /ClockworkWaltz.mp3'],
  ])('%s, and asks for nothing', async (_name, voice, heard) => {
    const { application, exchange } = await openRoom({ '/voice': voice });
    const { call } = await queueUp(exchange);
    await exchange.wait(30);
    expect(heardBy(exchange, call)).toEqual([heard]);
    expect(application.requests.map(({ path }) => path)).toEqual(['/voice']);
  });

  it('may be a recording, which is repeated', async () => {
    const { exchange } = await openRoom({
      ...WAITING,
      '/wait': { headers: { 'content-type': 'audio/mpeg' }, body: 'ID3' },
    });
    const { call } = await queueUp(exchange);
    await exchange.wait(1.5 * PLAY_SECONDS);
    expect(heardBy(exchange, call)).toEqual(['play /wait', 'play /wait']);
  });

  it('whose document is empty is asked for no more than once a second', async () => {
    const { application, exchange } = await openRoom({ ...WAITING, '/wait': '' });
    await queueUp(exchange);
    await exchange.wait(10);
    expect(application.to('/wait').length).toBeGreaterThan(5);
    expect(application.to('/wait').length).toBeLessThanOrEqual(11);
  });

  it('may gather keys and redirect without leaving the queue', async () => {
    const { application, exchange } = await openRoom({
      ...WAITING,
      '/wait': '<Gather action="/keys" numDigits="1"><Say>Press one</Say></Gather>',
      '/keys': '<Redirect>/second</Redirect>',
      '/second': '<Say>Still waiting</Say>',
    });
    const { handset, call } = await queueUp(exchange);
    await whenHears(exchange, call, 'Press one');
    handset.press('1');
    await whenHears(exchange, call, 'Still waiting');
    expect(call.queue).toEqual({ name: 'support', position: 1 });
    for (const path of ['/keys', '/second']) {
      expect(application.latest(path)).toMatchObject({ CallStatus: 'ringing', QueuePosition: '1' });
    }
  });

  it('whose document hangs up ends the wait and the call', async () => {
    const { application, exchange } = await openRoom({ ...WAITING, '/wait': '<Hangup/>' });
    const { call } = await queueUp(exchange);
    await exchange.settled();
    expect(call.status).toBe('completed');
    expect(application.latest('/left')).toMatchObject({
      QueueResult: 'hangup',
      CallStatus: 'completed',
    });
  });
});

describe('places in the queue', () => {
  it('stay true as others come and go', async () => {
    const { application, exchange } = await openRoom({
      ...WAITING,
      '/wait': '<Pause length="9"/>',
    });
    const first = await queueUp(exchange, '+819000000001');
    await exchange.wait(20);
    const second = await queueUp(exchange, '+819000000002');
    const third = await queueUp(exchange, '+819000000003');
    await exchange.wait(10);
    expect(latestOf(third.call.sid)).toMatchObject({
      QueuePosition: '3',
      CurrentQueueSize: '3',
      AvgQueueTime: '16', // 29, 9 and 9 seconds
    });
    first.handset.hangUp();
    await exchange.wait(10);
    expect(latestOf(third.call.sid)).toMatchObject({ QueuePosition: '2', CurrentQueueSize: '2' });
    expect(latestOf(second.call.sid)).toMatchObject({ QueuePosition: '1', CurrentQueueSize: '2' });
    expect(third.call.queue).toEqual({ name: 'support', position: 2 });
    expect(exchange.queues).toMatchObject([
      { name: 'support', members: [{ call: second.call.sid }, { call: third.call.sid }] },
    ]);

    function latestOf(sid: string) {
      return application.to('/wait').findLast(({ parameters }) => parameters.CallSid === sid)
        ?.parameters;
    }
  });
});

it('a workflowSid, which is not modelled, is entered in the debugger log', async () => {
  const workflow = `WW${'0'.repeat(32)}`;
  const { exchange } = await openRoom({ '/voice': `<Enqueue workflowSid="${workflow}"/>` });
  exchange.handset(CUSTOMER).dial();
  await when(exchange, 'enqueued');
  expect(exchange.queues).toMatchObject([{ name: workflow, size: 1 }]);
  expect(exchange.debuggerLog).toMatchObject([{ level: 'error', code: 0, line: 3 }]);
});

describe('the action', () => {
  it('is told of a caller who hangs up while waiting', async () => {
    const { application, exchange } = await openRoom(WAITING);
    const { handset, call } = await queueUp(exchange);
    await exchange.wait(42);
    handset.hangUp();
    await exchange.settled();
    expect(application.to('/left')).toHaveLength(1);
    expect(application.latest('/left')).toMatchObject({
      CallSid: call.sid,
      CallStatus: 'completed',
      QueueResult: 'hangup',
      QueueTime: '42',
      QueueSid: exchange.queues[0]?.sid,
    });
    expect(application.to('/status')).toHaveLength(1);
    expect(heardBy(exchange, call)).not.toContain('You are out');
    expect(exchange.queues[0]?.members).toEqual([]);
    expect(logged(exchange)).toEqual([]);
  });

  it('is told at once that the queue is full, which is warned of', async () => {
    const { application, exchange } = await openRoom(WAITING, { maxQueueSize: 1 });
    await queueUp(exchange, '+819000000001');
    application.forget();
    const call = exchange.handset(CUSTOMER).dial();
    await whenHears(exchange, call, 'You are out');
    const parameters = application.latest('/left');
    expect(parameters).toMatchObject({ CallSid: call.sid, QueueResult: 'queue-full' });
    expect(parameters).not.toHaveProperty('QueueSid');
    expect(parameters).not.toHaveProperty('QueueTime');
    expect(exchange.debuggerLog).toMatchObject([
      { call: call.sid, level: 'warning', code: 14207, line: 3 },
    ]);
  });

  it.each([
    ['a waitUrl that fails', { '/wait': { status: 500 } }],
    ['a waitUrl that is no TwiML', { '/wait': { ...XML(), body: '<Response>' } }],
    ['an Enqueue that is wrong', { '/voice': '<Enqueue action="/left"></Enqueue>' }],
  ] as [string, Script][])('is told of the error of %s', async (_name, script) => {
    const { application, exchange } = await openRoom({ ...WAITING, ...script });
    const call = exchange.handset(CUSTOMER).dial();
    await exchange.settled();
    expect(application.latest('/left')).toMatchObject({
      QueueResult: 'error',
      CallStatus: 'in-progress',
    });
    expect(heardBy(exchange, call)).toEqual(['You are out']);
    expect(logged(exchange)).toHaveLength(1);
  });

  it('that is absent leads to the verb behind Enqueue', async () => {
    const { application, exchange } = await openRoom({
      '/voice': '<Enqueue waitUrl="/wait">support</Enqueue><Say>Behind</Say>',
      '/wait': '<Leave/>',
    });
    const { call } = await queueUp(exchange);
    await exchange.settled();
    expect(heardBy(exchange, call)).toEqual(['Behind']);
    expect(application.requests.map(({ path }) => path)).toEqual(['/voice', '/wait']);
  });

  it('may send the call into the queue again, where it is the last in line', async () => {
    const { application, exchange } = await openRoom({
      ...WAITING,
      '/wait': ({ parameters }) =>
        parameters.From === CUSTOMER && application.to('/left').length === 0
          ? '<Pause length="10"/><Leave/>'
          : '<Pause length="10"/>',
      '/left': '<Redirect>/voice</Redirect>',
    });
    const { handset, call } = await queueUp(exchange);
    await queueUp(exchange, '+819000000002');
    await exchange.wait(15);
    expect(call.queue).toEqual({ name: 'support', position: 2 });
    handset.hangUp();
    await exchange.wait(1);
    expect(application.to('/left').map(({ parameters }) => parameters.QueueResult)).toEqual([
      'leave',
      'hangup',
    ]);
    expect(eventsOf(exchange, 'enqueued').filter((event) => event.call === call.sid)).toHaveLength(
      2,
    );
  });
});

function XML() {
  return { headers: { 'content-type': 'text/xml' } };
}
