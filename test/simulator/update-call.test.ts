import { ExchangeError } from '../../src/simulator/exchange-error';
import type { Exchange } from '../../src/simulator/exchange-types';
import {
  byCaller,
  CUSTOMER,
  heardBy,
  OPERATOR,
  openRoom,
  when,
  whenHears,
} from '../support/twiml-application';

// The contract: https://www.twilio.com/docs/voice/api/call-resource, .../member-resource and the
// changelog of 2021-05-13

const DIAL = '<Dial action="/dialled"><Queue>support</Queue></Dial><Say>Behind</Say>';

/** A room with one customer in the queue. */
async function customerWaits(operator = DIAL) {
  const room = await openRoom({
    '/voice': byCaller(operator, '<Enqueue action="/left" waitUrl="">support</Enqueue>'),
    '/left': '<Say>Never</Say>',
    '/dialled': '<Say>Never</Say>',
    '/elsewhere': '<Say>Elsewhere</Say><Pause length="5"/>',
    '/status': '',
  });
  const { application, exchange } = room;
  const customer = exchange.handset(CUSTOMER);
  const call = customer.dial();
  await when(exchange, 'enqueued');
  const elsewhere = { url: `${application.origin}/elsewhere`, method: 'POST' as const };
  return { ...room, customer, call, elsewhere };
}

/** The paths that were asked for about a call, in order. */
function pathsOf({ requests }: Awaited<ReturnType<typeof openRoom>>['application'], sid: string) {
  return requests.filter(({ parameters }) => parameters.CallSid === sid).map(({ path }) => path);
}

function queueSid(exchange: Exchange): string {
  return exchange.queues[0]?.sid ?? '';
}

describe('a call that is taken out of its queue', () => {
  it.each([['by its place there'], ['as a call']])(
    '%s: action first, then the target',
    async (how) => {
      const { application, exchange, call, elsewhere } = await customerWaits();
      await exchange.wait(12);
      if (how === 'as a call') exchange.updateCall(call.sid, elsewhere);
      else exchange.dequeue(queueSid(exchange), call.sid, elsewhere);
      await whenHears(exchange, call, 'Elsewhere');
      expect(call.queue).toBeUndefined();
      expect(application.latest('/left')).toMatchObject({
        QueueResult: 'redirected',
        QueueTime: '12',
        CallStatus: 'in-progress',
      });
      await exchange.settled();
      expect(pathsOf(application, call.sid)).toEqual(['/voice', '/left', '/elsewhere', '/status']);
      expect(heardBy(exchange, call)).not.toContain('Never');
    },
  );

  it('has to be in it', async () => {
    const { exchange, customer, call, elsewhere } = await customerWaits();
    customer.hangUp();
    await exchange.settled();
    expect(() => exchange.dequeue(queueSid(exchange), call.sid, elsewhere)).toThrow(ExchangeError);
  });
});

describe('a customer who is taken away from a talk', () => {
  it('is told of as redirected-from-bridged, and the operator goes on', async () => {
    const { application, exchange, call, elsewhere } = await customerWaits();
    const operator = exchange.handset(OPERATOR).dial();
    await when(exchange, 'bridged');
    await exchange.wait(8);
    exchange.updateCall(call.sid, elsewhere);
    await exchange.settled();
    expect(application.to('/left')).toMatchObject([
      { parameters: { QueueResult: 'redirected-from-bridged', CallStatus: 'in-progress' } },
    ]);
    expect(pathsOf(application, call.sid)).toEqual(['/voice', '/left', '/elsewhere', '/status']);
    expect(application.to('/dialled')).toMatchObject([
      { parameters: { DialCallStatus: 'completed', DialCallDuration: '8' } },
    ]);
    expect(operator.status).toBe('completed');
  });
});

describe('an operator who is taken away from a talk', () => {
  it('has the action of Dial told first, and its document is not executed', async () => {
    const { application, exchange, call, elsewhere } = await customerWaits();
    const operator = exchange.handset(OPERATOR).dial();
    await when(exchange, 'bridged');
    await exchange.wait(8);
    exchange.updateCall(operator.sid, elsewhere);
    await exchange.settled();
    expect(pathsOf(application, operator.sid)).toEqual([
      '/voice',
      '/dialled',
      '/elsewhere',
      '/status',
    ]);
    expect(application.latest('/dialled')).toMatchObject({
      DialCallStatus: 'completed',
      DialBridged: 'true',
      DialCallDuration: '8',
    });
    expect(heardBy(exchange, operator)).toEqual(['Elsewhere', 'silence']);
    expect(application.latest('/left')).toMatchObject({
      CallSid: call.sid,
      QueueResult: 'bridged',
    });
  });

  it('without an action visits a Redirect behind Dial, without executing what it leads to', async () => {
    const { application, exchange, elsewhere } = await customerWaits(
      '<Dial><Queue>support</Queue></Dial><Redirect>/dialled</Redirect>',
    );
    const operator = exchange.handset(OPERATOR).dial();
    await when(exchange, 'bridged');
    exchange.updateCall(operator.sid, elsewhere);
    await exchange.settled();
    expect(pathsOf(application, operator.sid)).toEqual([
      '/voice',
      '/dialled',
      '/elsewhere',
      '/status',
    ]);
    expect(application.latest('/dialled')).not.toHaveProperty('DialCallStatus');
    expect(heardBy(exchange, operator)).toEqual(['Elsewhere', 'silence']);
  });
});

describe('a telephone that was dialled', () => {
  it('goes on with its own document, and the caller behind Dial', async () => {
    const { application, exchange } = await openRoom({
      '/voice': `<Dial>${OPERATOR}</Dial><Say>Behind</Say>`,
      '/elsewhere': '<Say>Elsewhere</Say>',
    });
    const operator = exchange.handset(OPERATOR);
    operator.whenCalled = { answerAfterSeconds: 1 };
    const call = exchange.handset(CUSTOMER).dial();
    await when(exchange, 'bridged');
    const leg = operator.call;
    if (!leg) throw new Error('The operator is on no call.');
    exchange.updateCall(leg.sid, { url: `${application.origin}/elsewhere`, method: 'GET' });
    await exchange.settled();
    expect(heardBy(exchange, leg)).toEqual(['Elsewhere']);
    expect(heardBy(exchange, call)).toEqual(['ringing', 'Behind']);
    expect(application.to('/elsewhere')).toMatchObject([
      { method: 'GET', parameters: { CallSid: leg.sid, CallStatus: 'in-progress' } },
    ]);
    expect(leg.status).toBe('completed');
  });
});

describe('a call that is ended', () => {
  it('while it waits is told of as one whose caller hung up', async () => {
    const { application, exchange, call } = await customerWaits();
    exchange.updateCall(call.sid, { status: 'completed' });
    await exchange.settled();
    expect(application.latest('/left').QueueResult).toBe('hangup');
    expect(application.to('/status')).toMatchObject([{ parameters: { CallStatus: 'completed' } }]);
  });

  it('at the moment it is redirected stays ended', async () => {
    const { application, exchange, customer, call, elsewhere } = await customerWaits();
    exchange.updateCall(call.sid, elsewhere);
    customer.hangUp();
    await exchange.settled();
    expect(call.status).toBe('completed');
    expect(application.to('/elsewhere')).toEqual([]);
    expect(application.to('/status')).toHaveLength(1);
  });
});

it('of two redirections at one moment the later one counts', async () => {
  const { application, exchange, call, elsewhere } = await customerWaits();
  exchange.updateCall(call.sid, { url: `${application.origin}/nowhere`, method: 'POST' });
  exchange.updateCall(call.sid, elsewhere);
  await exchange.settled();
  expect(heardBy(exchange, call)).toEqual(['silence', 'Elsewhere', 'silence']);
});
