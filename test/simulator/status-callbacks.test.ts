import {
  CUSTOMER,
  logged,
  OPERATOR,
  openRoom,
  type Script,
  when,
} from '../support/twiml-application';

// The contract: https://www.twilio.com/docs/usage/webhooks/voice-webhooks and
// https://www.twilio.com/docs/voice/twiml/number (statusCallback)

describe('the status callback of the number', () => {
  it('is one request when the call ends, with its duration', async () => {
    const { application, exchange } = await openRoom({
      '/voice': '<Say>Hello</Say><Pause length="60"/>',
      '/status': '',
    });
    const customer = exchange.handset(CUSTOMER);
    const call = customer.dial();
    await when(exchange, 'hear');
    await exchange.wait(26);
    customer.hangUp();
    const hungUpAt = exchange.clock.now();
    await exchange.settled();
    expect(application.to('/status')).toHaveLength(1);
    expect(application.latest('/status')).toMatchObject({
      CallSid: call.sid,
      AccountSid: exchange.accountSid,
      CallStatus: 'completed',
      CallDuration: '26',
      Duration: '1',
      Timestamp: new Date(hungUpAt).toUTCString().replace('GMT', '+0000'),
      CallbackSource: 'call-progress-events',
      SequenceNumber: '0',
      From: CUSTOMER,
      Direction: 'inbound',
    });
  });

  it.each([{ status: 500 }, { status: 404 }])(
    'that is answered with %o is a warning',
    async (reply) => {
      const { application, exchange } = await openRoom({ '/voice': '<Hangup/>', '/status': reply });
      exchange.handset(CUSTOMER).dial();
      await exchange.settled();
      expect(exchange.debuggerLog).toMatchObject([
        { level: 'warning', code: 15003, url: `${application.origin}/status` },
      ]);
    },
  );

  it.each([{ status: 204 }, '', 'anything'])('may be answered with %o', async (reply) => {
    const { exchange } = await openRoom({ '/voice': '<Hangup/>', '/status': reply });
    exchange.handset(CUSTOMER).dial();
    await exchange.settled();
    expect(logged(exchange)).toEqual([]);
  });

  it('that reaches nobody is a warning with the reason, and tells no credentials', async () => {
    const { application, exchange } = await openRoom(
      { '/voice': '<Hangup/>' },
      { statusCallback: 'http://minicc:secret@127.0.0.1:1/status' },
    );
    exchange.handset(CUSTOMER).dial();
    await exchange.settled();
    expect(application.requests).toHaveLength(1);
    expect(exchange.debuggerLog).toMatchObject([
      { level: 'warning', code: 11202, url: 'http://127.0.0.1:1/status' },
    ]);
  });
});

describe('the status callback of a Number', () => {
  const ALL = 'initiated ringing answered completed';

  /** A caller whose document dials the operator; `events` is what the noun asks for. */
  async function dialWith(events: string | undefined, script: Script = {}) {
    const attribute = events === undefined ? '' : ` statusCallbackEvent="${events}"`;
    const room = await openRoom({
      '/voice': `<Dial><Number statusCallback="/leg"${attribute}>${OPERATOR}</Number></Dial>`,
      '/leg': '',
      ...script,
    });
    const operator = room.exchange.handset(OPERATOR);
    const customer = room.exchange.handset(CUSTOMER);
    return { ...room, operator, customer, call: customer.dial() };
  }

  /** What was told, by number. */
  function told({ application }: Pick<Awaited<ReturnType<typeof openRoom>>, 'application'>) {
    return application
      .to('/leg')
      .map(({ parameters }) => [Number(parameters.SequenceNumber), parameters.CallStatus] as const)
      .sort(([a], [b]) => a - b);
  }

  it('tells each step, numbered', async () => {
    const room = await dialWith(ALL);
    const { application, exchange, operator, call } = room;
    operator.whenCalled = { answerAfterSeconds: 2 };
    await when(exchange, 'bridged');
    await exchange.wait(15);
    operator.hangUp();
    await exchange.settled();
    expect(told(room)).toEqual([
      [0, 'initiated'],
      [1, 'ringing'],
      [2, 'in-progress'],
      [3, 'completed'],
    ]);
    for (const { parameters } of application.to('/leg')) {
      expect(parameters).toMatchObject({
        CallSid: operator.call?.sid,
        ParentCallSid: call.sid,
        Direction: 'outbound-dial',
        CallbackSource: 'call-progress-events',
      });
      expect('CallDuration' in parameters).toBe(parameters.SequenceNumber === '3');
    }
    const last = application.to('/leg').find(({ parameters }) => parameters.SequenceNumber === '3');
    expect(last?.parameters.CallDuration).toBe('15');
  });

  it.each([
    [undefined, [[0, 'completed']]],
    ['answered', [[0, 'in-progress']]],
  ])('for %s tells no more', async (events, expected) => {
    const room = await dialWith(events);
    room.operator.whenCalled = { answerAfterSeconds: 2 };
    await when(room.exchange, 'bridged');
    room.operator.hangUp();
    await room.exchange.settled();
    expect(told(room)).toEqual(expected);
  });

  it('tells how a call ended that was not answered', async () => {
    const missed = await dialWith('completed');
    await missed.exchange.settled();
    expect(told(missed)).toEqual([[0, 'no-answer']]);
    const busy = await dialWith('completed');
    busy.operator.whenCalled = 'busy';
    await busy.exchange.settled();
    expect(told(busy)).toEqual([[0, 'busy']]);
    const canceled = await dialWith('completed');
    await when(canceled.exchange, 'ring');
    canceled.customer.hangUp();
    await canceled.exchange.settled();
    expect(told(canceled)).toEqual([[0, 'canceled']]);
  });
});
