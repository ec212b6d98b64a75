import {
  CUSTOMER,
  heardBy,
  logged,
  openRoom,
  type Script,
  statusesOf,
} from '../support/twiml-application';

// The contract: https://www.twilio.com/docs/usage/security/availability-reliability

const ERROR_MESSAGE = expect.stringMatching(/application error has occurred/);
const XML = { 'content-type': 'text/xml' };

const FAILURES: [name: string, voice: Script[string], code: number][] = [
  ['a 500', { status: 500 }, 11217],
  ['a 404', { status: 404 }, 11217],
  ['XML that is not well formed', { headers: XML, body: '<Response><Say>' }, 12100],
  ['another root', { headers: XML, body: '<Answer/>' }, 12102],
  ['an empty body', { headers: { ...XML, 'content-length': '0' } }, 12100],
  ['an empty body in chunks', { headers: XML, body: '' }, 11770],
  ['a body without a type', { body: '<Response/>' }, 12300],
  ['a type that is not understood', { headers: { 'content-type': 'image/png' }, body: 'x' }, 12300],
  [
    'a body that is too large',
    { headers: XML, body: `<Response>${' '.repeat(70_000)}</Response>` },
    11750,
  ],
];

describe('a document that cannot be used', () => {
  it.each(FAILURES)('because of %s leads to the fallback URL', async (_name, voice, code) => {
    const { application, exchange } = await openRoom({
      '/voice': voice,
      '/fallback': '<Say>One moment</Say>',
    });
    const call = exchange.handset(CUSTOMER).dial();
    await exchange.settled();
    expect(application.to('/fallback')).toMatchObject([
      {
        method: 'POST',
        parameters: {
          CallSid: call.sid,
          CallStatus: 'ringing',
          ErrorCode: String(code),
          ErrorUrl: `${application.origin}/voice`,
        },
      },
    ]);
    expect(heardBy(exchange, call)).toEqual(['One moment']);
    expect(exchange.debuggerLog).toMatchObject([{ call: call.sid, level: 'error', code }]);
  });

  it('without a fallback URL is an error message, and the end of the call', async () => {
    const { application, exchange } = await openRoom({ '/voice': { status: 500 }, '/status': '' });
    const call = exchange.handset(CUSTOMER).dial();
    await exchange.settled();
    expect(heardBy(exchange, call)).toEqual([ERROR_MESSAGE]);
    expect(statusesOf(exchange, call)).toEqual(['ringing', 'in-progress', 'completed']);
    expect(application.requests.map(({ path }) => path)).toEqual(['/voice', '/status']);
  });

  it('in the middle of a call leads to the fallback URL as well', async () => {
    const { application, exchange } = await openRoom({
      '/voice': '<Say>Hello</Say><Redirect>/next?page=2</Redirect>',
      '/next': { status: 503 },
      '/fallback': '<Redirect>/voice2</Redirect>',
      '/voice2': '<Say>Again</Say>',
    });
    const call = exchange.handset(CUSTOMER).dial();
    await exchange.settled();
    expect(application.latest('/fallback')).toMatchObject({
      CallStatus: 'in-progress',
      ErrorUrl: `${application.origin}/next?page=2`,
    });
    expect(heardBy(exchange, call)).toEqual(['Hello', 'Again']);
  });

  it('of the fallback URL itself is the error message', async () => {
    const { application, exchange } = await openRoom({
      '/voice': { status: 500 },
      '/fallback': { status: 500 },
    });
    const call = exchange.handset(CUSTOMER).dial();
    await exchange.settled();
    expect(application.to('/fallback')).toHaveLength(1);
    expect(heardBy(exchange, call)).toEqual([ERROR_MESSAGE]);
    expect(logged(exchange)).toEqual([11217, 11217]);
  });

  it('with a voice that does not speak the language, in a Gather, leads there too', async () => {
    const { application, exchange } = await openRoom({
      '/voice': '<Gather><Say voice="man" language="ja-JP">はい</Say></Gather>',
      '/fallback': '<Say>One moment</Say>',
    });
    const call = exchange.handset(CUSTOMER).dial();
    await exchange.settled();
    expect(application.to('/fallback')).toHaveLength(1);
    expect(heardBy(exchange, call)).toEqual(['One moment']);
  });
});

it('a caller who hangs up in the error message ends the call', async () => {
  const { exchange } = await openRoom({ '/voice': { status: 500 } });
  const customer = exchange.handset(CUSTOMER);
  const call = customer.dial();
  await exchange.waitFor(() => heardBy(exchange, call).length === 1);
  await exchange.wait(1);
  customer.hangUp();
  await exchange.settled();
  expect(call.status).toBe('completed');
  expect((call.endedAt ?? 0) - (call.answeredAt ?? 0)).toBe(1000);
});
