import type { EventBody } from '../../src/simulator/events';
import {
  byCaller,
  CUSTOMER,
  eventsOf,
  OPERATOR,
  openRoom,
  when,
} from '../support/twiml-application';

// Whoever hangs up at whatever moment, and be it in the middle of what happens to the other: both
// calls end, each is told of once, and nobody is left waiting.

const WHO = ['customer', 'operator', 'both'] as const;

/** Hangs up as soon as an event of this type happens, before anything else does. */
function hangUpAt(
  exchange: Awaited<ReturnType<typeof openRoom>>['exchange'],
  type: EventBody['type'],
  who: (typeof WHO)[number],
  since = 0,
) {
  const unsubscribe = exchange.transcript.subscribe((event) => {
    if (event.type !== type || event.seq < since) return;
    unsubscribe();
    if (who !== 'operator') exchange.handset(CUSTOMER).hangUp();
    if (who !== 'customer') exchange.handset(OPERATOR).hangUp();
  });
}

const QUEUE_MOMENTS: EventBody['type'][] = [
  'status',
  'request',
  'response',
  'dequeued',
  'hear',
  'bridged',
];

describe.each(QUEUE_MOMENTS)('at "%s" on the way out of a queue', (type) => {
  it.each(WHO)('%s can hang up', async (who) => {
    const { application, exchange } = await openRoom({
      '/voice': byCaller(
        '<Dial action="/dialled"><Queue url="/announce">support</Queue></Dial>',
        '<Enqueue action="/left" waitUrl="">support</Enqueue>',
      ),
      '/announce': '<Say>You will be connected</Say>',
      '/left': '<Hangup/>',
      '/dialled': '<Hangup/>',
      '/status': '',
    });
    const customer = exchange.handset(CUSTOMER).dial();
    await exchange.waitFor((event) => event.type === 'hear');
    const since = exchange.transcript.events.length + 2; // behind `dial` and `ringing`
    hangUpAt(exchange, type, who, since);
    const operator = exchange.handset(OPERATOR).dial();
    await exchange.wait(20);
    exchange.handset(OPERATOR).hangUp();
    exchange.handset(CUSTOMER).hangUp();
    await exchange.settled();
    expect([customer.endedAt, operator.endedAt]).toEqual([expect.any(Number), expect.any(Number)]);
    expect(customer.status).toBe('completed');
    expect(application.to('/left')).toHaveLength(1);
    expect(eventsOf(exchange, 'parted')).toHaveLength(eventsOf(exchange, 'bridged').length);
    expect(
      application
        .to('/status')
        .map(({ parameters }) => parameters.CallSid)
        .sort(),
    ).toEqual([customer.sid, operator.sid].sort());
    expect(exchange.queues[0]?.members).toEqual([]);
    // Nobody is left behind who would take the next customer.
    exchange.handset('+819000000009').dial();
    await exchange.wait(5);
    expect(exchange.queues[0]?.members).toHaveLength(1);
  });
});

const DIAL_MOMENTS: EventBody['type'][] = ['ring', 'answer', 'bridged', 'response', 'hear'];

describe.each(DIAL_MOMENTS)('at "%s" in a Dial', (type) => {
  it.each(WHO)('%s can hang up', async (who) => {
    const { application, exchange } = await openRoom({
      '/voice': `<Dial action="/dialled"><Number statusCallback="/leg">${OPERATOR}</Number></Dial>`,
      '/dialled': '<Hangup/>',
      '/leg': '',
      '/status': '',
    });
    exchange.handset(OPERATOR).whenCalled = { answerAfterSeconds: 1 };
    const call = exchange.handset(CUSTOMER).dial();
    await when(exchange, 'request');
    hangUpAt(exchange, type, who, exchange.transcript.events.length);
    await exchange.wait(20);
    exchange.handset(CUSTOMER).hangUp();
    await exchange.settled();
    for (const each of exchange.calls) expect(each.endedAt).toEqual(expect.any(Number));
    expect(application.to('/status')).toMatchObject([{ parameters: { CallSid: call.sid } }]);
    expect(application.to('/leg')).toHaveLength(exchange.calls.length - 1);
    expect(eventsOf(exchange, 'parted')).toHaveLength(eventsOf(exchange, 'bridged').length);
  });
});

it('an exchange that is closed ends every call and lets nothing more happen', async () => {
  const { application, exchange } = await openRoom({
    '/voice': '<Enqueue action="/left" waitUrl="">support</Enqueue>',
    '/left': '',
    '/status': '',
  });
  const waiting = exchange.handset(CUSTOMER).dial();
  await when(exchange, 'enqueued');
  const calling = exchange.handset(OPERATOR).dial();
  await exchange.close();
  expect([waiting.endedAt, calling.endedAt]).toEqual([expect.any(Number), expect.any(Number)]);
  expect(application.requests.map(({ path }) => path)).toEqual(['/voice']);
});
