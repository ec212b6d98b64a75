import {
  CUSTOMER,
  heardBy,
  logged,
  NUMBER,
  openRoom,
  START,
  statusesOf,
  whenHears,
} from '../support/twiml-application';

// The contract: https://www.twilio.com/docs/voice/twiml (request parameters, CallStatus) and its
// changelog of 2024-03-11 and 2024-07-30

describe('the first request', () => {
  it('tells of a ringing call with the standard parameters', async () => {
    const { application, exchange } = await openRoom({ '/voice': '<Say>Hello</Say>' });
    const call = exchange.handset(CUSTOMER).dial();
    await exchange.settled();
    expect(application.requests).toHaveLength(1);
    const contentType = expect.stringMatching(/^application\/x-www-form-urlencoded/);
    expect(application.requests[0]).toMatchObject({
      method: 'POST',
      headers: { 'content-type': contentType },
    });
    const parameters = application.latest('/voice');
    expect(parameters).toMatchObject({
      CallSid: call.sid,
      AccountSid: exchange.accountSid,
      From: CUSTOMER,
      To: NUMBER,
      Caller: CUSTOMER,
      Called: NUMBER,
      CallStatus: 'ringing',
      Direction: 'inbound',
      ApiVersion: '2010-04-01',
      FromCountry: 'JP',
      ToCountry: 'JP',
    });
    expect(call.sid).toMatch(/^CA[0-9a-f]{32}$/);
    expect(exchange.accountSid).toMatch(/^AC[0-9a-f]{32}$/);
    for (const name of ['ParentCallSid', 'ForwardedFrom', 'CallerName']) {
      expect(parameters).not.toHaveProperty(name);
    }
  });

  // Its form is that of published requests: escaped JSON around a signed token about the call.
  it('carries a CallToken, as later ones do not', async () => {
    const { application, exchange } = await openRoom({ '/voice': ['<Redirect/>', ''] });
    const call = exchange.handset(CUSTOMER).dial();
    await exchange.settled();
    const [first, second] = application.to('/voice');
    const token = JSON.parse(decodeURIComponent(first?.parameters.CallToken ?? ''));
    expect(token).toEqual({ parentCallInfoToken: expect.any(String), identityHeaderTokens: [] });
    const [header, claims, signature] = token.parentCallInfoToken.split('.');
    const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
    expect(read(header)).toEqual({ alg: 'ES256' });
    expect(read(claims)).toEqual({
      ...{ callSid: call.sid, from: CUSTOMER, to: NUMBER, iat: String(START / 1000) },
    });
    expect(Buffer.from(signature, 'base64url')).toHaveLength(64);
    expect(second?.parameters).not.toHaveProperty('CallToken');
  });

  it('is a GET where the voice method says so', async () => {
    const { application, exchange } = await openRoom({ '/voice': '' }, { voiceMethod: 'GET' });
    const call = exchange.handset(CUSTOMER).dial();
    await exchange.settled();
    expect(application.requests).toMatchObject([
      { method: 'GET', parameters: { CallSid: call.sid } },
    ]);
    expect(application.latest('/voice')).not.toHaveProperty('CallToken');
  });

  it('names who forwarded the call, and the caller, where that is known', async () => {
    const { application, exchange } = await openRoom({ '/voice': '' });
    exchange.handset(CUSTOMER).dial({ forwardedFrom: '+81312345678', callerName: 'ヤマダ' });
    await exchange.settled();
    expect(application.latest('/voice')).toMatchObject({
      ForwardedFrom: '+81312345678',
      CallerName: 'ヤマダ',
    });
  });

  it.each(['anonymous', 'Restricted', 'client:anna'])('carries %s in From', async (from) => {
    const { application, exchange } = await openRoom({ '/voice': '' });
    exchange.handset(from).dial();
    await exchange.settled();
    expect(application.latest('/voice')).toMatchObject({ From: from, FromCountry: '' });
  });
});

describe('CallStatus', () => {
  const ANSWERING: [verb: string][] = [
    ['<Say>Hello</Say>'],
    ['<Play>/a.mp3</Play>'],
    ['<Play digits="1"/>'],
    ['<Gather timeout="1"/>'],
    ['<Record timeout="1"/>'],
    ['<Dial timeout="5"><Queue>support</Queue></Dial>'],
    ['<Dial timeout="5">+815033334444</Dial>'],
  ];
  it.each(ANSWERING)('becomes in-progress by %s', async (verb) => {
    const { application, exchange } = await openRoom({
      '/voice': `${verb}<Redirect>/next</Redirect>`,
      '/next': '<Hangup/>',
    });
    const call = exchange.handset(CUSTOMER).dial();
    await exchange.settled();
    expect(application.latest('/next').CallStatus).toBe('in-progress');
    expect(statusesOf(exchange, call)).toEqual(['ringing', 'in-progress', 'completed']);
    expect(logged(exchange)).toEqual([]);
  });

  const SILENT: [verbs: string][] = [
    ['<Pause length="3"/>'],
    [''],
    ['<Dial answerOnBridge="true" timeout="5">+815033334444</Dial>'],
  ];
  it.each(SILENT)('stays ringing over "%s"', async (verbs) => {
    const { application, exchange } = await openRoom({
      '/voice': `${verbs}<Redirect>/next</Redirect>`,
      '/next': '',
    });
    const call = exchange.handset(CUSTOMER).dial();
    await exchange.settled();
    expect(application.latest('/next').CallStatus).toBe('ringing');
    expect(call).toMatchObject({ status: 'no-answer', answeredAt: undefined });
  });
});

describe('a caller who hangs up', () => {
  it('before the first answer leaves a call without answer, and nothing is heard', async () => {
    const { application, exchange } = await openRoom({
      '/voice': '<Say>Hello</Say>',
      '/status': '',
    });
    const customer = exchange.handset(CUSTOMER);
    const call = customer.dial();
    customer.hangUp();
    await exchange.settled();
    expect(statusesOf(exchange, call)).toEqual(['ringing', 'no-answer']);
    expect(application.to('/voice')).toHaveLength(1);
    expect(application.to('/status')).toMatchObject([
      { parameters: { CallStatus: 'no-answer', CallDuration: '0', SipResponseCode: '487' } },
    ]);
    expect(heardBy(exchange, call)).toEqual([]);
  });

  it('during a Say hears no more of it, and nothing is asked for again', async () => {
    const { application, exchange } = await openRoom({
      '/voice': '<Say>A sentence that takes some time to say</Say><Redirect>/next</Redirect>',
      '/status': '',
    });
    const customer = exchange.handset(CUSTOMER);
    const call = customer.dial();
    await whenHears(exchange, call, 'A sentence that takes some time to say');
    await exchange.wait(1);
    customer.hangUp();
    await exchange.settled();
    expect(exchange.transcript.events).toContainEqual(
      expect.objectContaining({ type: 'cut', call: call.sid, heardMs: 1000 }),
    );
    expect(application.requests.map(({ path }) => path)).toEqual(['/voice', '/status']);
    expect(application.latest('/status')).toMatchObject({
      CallStatus: 'completed',
      CallDuration: '1',
    });
  });
});

describe('a call', () => {
  it('ends where its document ends', async () => {
    const { exchange } = await openRoom({ '/voice': '<Say>Hello</Say>' });
    const call = exchange.handset(CUSTOMER).dial();
    expect(call).toMatchObject({ status: 'ringing', from: CUSTOMER, to: NUMBER });
    await exchange.settled();
    expect(call).toMatchObject({ status: 'completed', direction: 'inbound' });
    expect(call.endedAt).toBe(exchange.clock.now());
  });

  it('keeps its cookies to itself', async () => {
    const { application, exchange } = await openRoom({
      '/voice': {
        headers: { 'content-type': 'text/xml', 'set-cookie': 'visit=1' },
        body: '<Response><Redirect>/next</Redirect></Response>',
      },
      '/next': '',
      '/status': '',
    });
    exchange.handset(CUSTOMER).dial();
    await exchange.settled();
    exchange.handset(CUSTOMER).dial();
    await exchange.settled();
    expect(application.requests.map(({ path, headers }) => [path, headers.cookie])).toEqual([
      ['/voice', undefined],
      ['/next', 'visit=1'],
      ['/status', undefined],
      ['/voice', undefined],
      ['/next', 'visit=1'],
      ['/status', undefined],
    ]);
  });
});
