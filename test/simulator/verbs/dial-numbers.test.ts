import {
  CUSTOMER,
  eventsOf,
  heardBy,
  logged,
  OPERATOR,
  openRoom,
  type Script,
  statusesOf,
  when,
} from '../../support/twiml-application';

// The contract: https://www.twilio.com/docs/voice/twiml/dial and .../number

const SECOND = '+815055556666';
const DIAL = `<Dial action="/dialled">${OPERATOR}</Dial>`;
const BOTH = `<Number>${OPERATOR}</Number><Number>${SECOND}</Number>`;

/** A room whose customer has dialled. */
async function customerDials(voice: string, script: Script = {}) {
  const room = await openRoom({
    '/voice': voice,
    '/dialled': '<Say>Next</Say>',
    '/status': '',
    ...script,
  });
  const { exchange } = room;
  const [operator, second] = [exchange.handset(OPERATOR), exchange.handset(SECOND)];
  const customer = exchange.handset(CUSTOMER);
  return { ...room, operator, second, customer, call: customer.dial() };
}

/** How long somebody heard it ring, in whole seconds. */
function ringingSeconds({ exchange }: Pick<Awaited<ReturnType<typeof openRoom>>, 'exchange'>) {
  const events = exchange.transcript.events;
  const start = events.find(({ type }) => type === 'ring')?.at ?? 0;
  const end = eventsOf(exchange, 'request').find(({ purpose }) => purpose === 'dial-action')?.at;
  return Math.floor(((end ?? 0) - start) / 1000);
}

describe('a telephone that is answered', () => {
  it('is connected until the caller hangs up', async () => {
    const { application, exchange, operator, customer, call } = await customerDials(DIAL);
    const { call: leg } = await when(exchange, 'ring');
    expect(operator.call).toMatchObject({
      sid: leg,
      parentSid: call.sid,
      direction: 'outbound-dial',
      from: CUSTOMER,
      to: OPERATOR,
      status: 'ringing',
    });
    expect(call.status).toBe('in-progress');
    await exchange.wait(4);
    operator.answer();
    await when(exchange, 'bridged');
    await exchange.wait(20);
    customer.hangUp();
    await exchange.settled();
    expect(heardBy(exchange, call)).toEqual(['ringing']);
    expect(eventsOf(exchange, 'parted')).toMatchObject([{ calls: [call.sid, leg], seconds: 20 }]);
    expect(operator.call?.status).toBe('completed');
    expect(application.requests.map(({ path }) => path)).toEqual(['/voice', '/status']);
    expect(logged(exchange)).toEqual([]);
  });

  it('and hung up leads the caller to the action', async () => {
    const { application, exchange, operator, call } = await customerDials(DIAL);
    operator.whenCalled = { answerAfterSeconds: 3 };
    await when(exchange, 'bridged');
    await exchange.wait(33);
    operator.hangUp();
    await exchange.settled();
    expect(application.to('/dialled')).toMatchObject([
      {
        parameters: {
          CallSid: call.sid,
          CallStatus: 'in-progress',
          DialCallStatus: 'completed',
          DialCallSid: operator.call?.sid,
          DialCallDuration: '33',
          DialBridged: 'true',
        },
      },
    ]);
    expect(heardBy(exchange, call)).toEqual(['ringing', 'Next']);
  });

  it('is parted by timeLimit', async () => {
    const { application, exchange, operator } = await customerDials(
      DIAL.replace('<Dial', '<Dial timeLimit="50"'),
    );
    operator.whenCalled = { answerAfterSeconds: 3 };
    await exchange.settled();
    expect(application.latest('/dialled').DialCallDuration).toBe('50');
    expect(operator.call?.status).toBe('completed');
  });

  it('shows the callerId', async () => {
    const { exchange, operator } = await customerDials(
      DIAL.replace('<Dial', '<Dial callerId="+81312345678"'),
    );
    await when(exchange, 'ring');
    expect(operator.call?.from).toBe('+81312345678');
  });
});

describe('a telephone that is not answered', () => {
  it.each([
    ['busy', 'busy'],
    ['reject', 'busy'],
  ] as const)('but %s is %s', async (whenCalled, status) => {
    const { application, exchange, operator, call } = await customerDials(DIAL);
    operator.whenCalled = whenCalled;
    await exchange.settled();
    const parameters = application.latest('/dialled');
    expect(parameters).toMatchObject({ DialCallStatus: status, DialBridged: 'false' });
    expect(parameters).not.toHaveProperty('DialCallDuration');
    expect(heardBy(exchange, call).at(-1)).toBe('Next');
  });

  it.each([
    ['', 35],
    ['timeout="10"', 15],
  ])('with "%s" rings for %d s', async (attributes, seconds) => {
    const room = await customerDials(DIAL.replace('<Dial', `<Dial ${attributes}`));
    await room.exchange.settled();
    expect(room.application.latest('/dialled')).toMatchObject({
      DialCallStatus: 'no-answer',
      DialBridged: 'false',
      DialCallSid: room.operator.call?.sid,
    });
    expect(ringingSeconds(room)).toBe(seconds);
    expect(room.operator.call?.status).toBe('no-answer');
  });

  it('leads to the next verb where there is no action', async () => {
    const { exchange, call } = await customerDials(`<Dial>${OPERATOR}</Dial><Say>Sorry</Say>`);
    await exchange.settled();
    expect(heardBy(exchange, call)).toEqual(['ringing', 'Sorry']);
  });

  it('stops ringing when the caller hangs up', async () => {
    const { application, exchange, operator, customer, call } = await customerDials(DIAL);
    await when(exchange, 'ring');
    await exchange.wait(3);
    customer.hangUp();
    await exchange.settled();
    expect(operator.call?.status).toBe('canceled');
    expect(() => operator.answer()).toThrow(/not on a call/);
    expect(call.status).toBe('completed');
    expect(application.requests.map(({ path }) => path)).toEqual(['/voice', '/status']);
  });
});

describe('answerOnBridge', () => {
  const VOICE = DIAL.replace('<Dial', '<Dial answerOnBridge="true"');

  it('leaves the call ringing until somebody answers', async () => {
    const { exchange, operator, customer, call } = await customerDials(VOICE);
    await when(exchange, 'ring');
    await exchange.wait(6);
    expect(call.status).toBe('ringing');
    operator.answer();
    await when(exchange, 'bridged');
    expect(call.status).toBe('in-progress');
    await exchange.wait(9);
    customer.hangUp();
    await exchange.settled();
    expect(eventsOf(exchange, 'ended').find((event) => event.call === call.sid)?.seconds).toBe(9);
  });

  it('makes a call that nobody answers end as such', async () => {
    const { application, exchange, call } = await customerDials(VOICE, { '/dialled': '' });
    await exchange.settled();
    expect(statusesOf(exchange, call)).toEqual(['ringing', 'no-answer']);
    expect(application.latest('/dialled').CallStatus).toBe('ringing');
  });
});

describe('several telephones', () => {
  it('ring at once, and the first to answer has the call', async () => {
    const { application, exchange, operator, second } = await customerDials(
      `<Dial action="/dialled">${BOTH}</Dial>`,
    );
    operator.whenCalled = { answerAfterSeconds: 9 };
    second.whenCalled = { answerAfterSeconds: 4 };
    const { calls } = await when(exchange, 'bridged');
    expect(calls[1]).toBe(second.call?.sid);
    expect(operator.call?.status).toBe('canceled');
    await exchange.wait(1);
    second.hangUp();
    await exchange.settled();
    expect(application.latest('/dialled')).toMatchObject({
      DialCallSid: second.call?.sid,
      DialCallStatus: 'completed',
    });
  });

  it('that would be answered at the same moment are still one talk', async () => {
    const { exchange, operator, second, customer } = await customerDials(`<Dial>${BOTH}</Dial>`);
    operator.whenCalled = { answerAfterSeconds: 4 };
    second.whenCalled = { answerAfterSeconds: 4 };
    await when(exchange, 'bridged');
    expect([operator.call?.status, second.call?.status]).toEqual(['in-progress', 'canceled']);
    customer.hangUp();
    await exchange.settled();
    expect(eventsOf(exchange, 'bridged')).toHaveLength(1);
  });

  it('in sequence ring one after the other', async () => {
    const { exchange, operator, second, call } = await customerDials(
      `<Dial sequential="true" timeout="10">${BOTH}</Dial>`,
    );
    second.whenCalled = { answerAfterSeconds: 12 };
    await when(exchange, 'bridged');
    const [first, next] = eventsOf(exchange, 'ring');
    expect((next?.at ?? 0) - (first?.at ?? 0)).toBe(15_000);
    expect(operator.call?.status).toBe('no-answer');
    expect(call.bridgedWith).toBe(second.call?.sid);
    expect(eventsOf(exchange, 'cut')).toMatchObject([{ call: call.sid, heardMs: 27_000 }]);
  });

  it('of which none answers lead to the action', async () => {
    const { application, exchange, operator, second } = await customerDials(
      `<Dial action="/dialled">${BOTH}</Dial>`,
    );
    operator.whenCalled = 'busy';
    second.whenCalled = 'reject';
    await exchange.settled();
    expect(application.latest('/dialled')).toMatchObject({ DialCallStatus: 'busy' });
  });
});

it('sendDigits is heard by the called party alone, before anything else', async () => {
  const { exchange, operator, call } = await customerDials(
    `<Dial><Number sendDigits="ww12" url="/screen">${OPERATOR}</Number></Dial>`,
    { '/screen': '<Say>A call for you</Say>' },
  );
  operator.whenCalled = { answerAfterSeconds: 2 };
  await when(exchange, 'bridged');
  const leg = operator.call;
  expect(leg && heardBy(exchange, leg)).toEqual(['digits ww12', 'A call for you']);
  expect(heardBy(exchange, call)).toEqual(['ringing']);
});

describe('screening', () => {
  const VOICE = `<Dial action="/dialled"><Number url="/screen">${OPERATOR}</Number></Dial>`;

  it('is heard by the called party before the two are connected', async () => {
    const { application, exchange, operator, customer, call } = await customerDials(VOICE, {
      '/screen': '<Say>A call for you</Say>',
    });
    operator.whenCalled = { answerAfterSeconds: 2 };
    await when(exchange, 'bridged');
    const leg = operator.call;
    expect(leg && heardBy(exchange, leg)).toEqual(['A call for you']);
    expect(application.to('/screen')).toMatchObject([
      {
        parameters: { CallSid: leg?.sid, ParentCallSid: call.sid, Direction: 'outbound-dial' },
      },
    ]);
    customer.hangUp();
    await exchange.settled();
  });

  it.each([
    ['in which the called party hangs up', '<Say>A call for you</Say><Pause length="10"/>'],
    ['that hangs up', '<Say>A call for you</Say><Hangup/>'],
  ])('%s is a completed Dial without a talk', async (_name, screen) => {
    const { application, exchange, operator, call } = await customerDials(VOICE, {
      '/screen': screen,
    });
    operator.whenCalled = { answerAfterSeconds: 2 };
    await when(exchange, 'hear');
    await exchange.wait(6);
    operator.hangUp();
    await exchange.settled();
    expect(application.latest('/dialled')).toMatchObject({
      DialCallStatus: 'completed',
      DialBridged: 'false',
    });
    expect(heardBy(exchange, call)).toEqual(['ringing', 'Next']);
    expect(eventsOf(exchange, 'bridged')).toEqual([]);
  });

  it('is over when the caller hangs up', async () => {
    const { application, exchange, operator, customer } = await customerDials(VOICE, {
      '/screen': '<Pause length="30"/>',
    });
    operator.whenCalled = { answerAfterSeconds: 2 };
    await exchange.wait(5);
    customer.hangUp();
    await exchange.settled();
    expect(operator.call?.status).toBe('completed');
    expect(application.to('/dialled')).toEqual([]);
  });
});
