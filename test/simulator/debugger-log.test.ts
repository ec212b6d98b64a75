import { CUSTOMER, logged, OPERATOR, openRoom, START } from '../support/twiml-application';

// The contract: https://www.twilio.com/docs/api/errors; what each fault is called is tested with the
// documents themselves.

async function listenTo(voice: string) {
  const room = await openRoom({ '/voice': voice, '/next': '' });
  const call = room.exchange.handset(CUSTOMER).dial();
  await room.exchange.settled();
  return { ...room, call };
}

describe('the debugger log', () => {
  it('says what is wrong, in which line of which document, of which call', async () => {
    const { application, exchange, call } = await listenTo(
      '<Say>Hello</Say>\n<Say volume="11">Loud</Say>\n<Shout/>',
    );
    expect(exchange.debuggerLog).toMatchObject([
      {
        call: call.sid,
        level: 'warning',
        code: 12200,
        url: `${application.origin}/voice`,
        line: 4,
        text: '<Say volume="11">Loud</Say>',
        message: expect.stringContaining('volume'),
      },
      { code: 12200, line: 5, text: '<Shout/>', message: expect.stringContaining('Shout') },
    ]);
    const [first] = exchange.debuggerLog;
    expect((first?.at ?? 0) - START).toBeGreaterThan(0);
  });

  it('is part of the transcript', async () => {
    const { exchange } = await listenTo('<Shout/>');
    const entries = exchange.transcript.events.filter(({ type }) => type === 'debugger');
    expect(entries).toMatchObject([{ type: 'debugger', code: 12200 }]);
  });

  it('tells of a fault of the exchange itself, which ends that call and no other', async () => {
    const playSeconds = () => {
      throw new Error('no such tune');
    };
    const script = { '/voice': ['<Play>/tune.mp3</Play>', '<Say>Hello</Say>'] };
    const { exchange } = await openRoom(script, { playSeconds });
    const call = exchange.handset(CUSTOMER).dial();
    await exchange.settled();
    const other = exchange.handset(OPERATOR).dial();
    await exchange.settled();
    expect(exchange.debuggerLog).toMatchObject([
      { call: call.sid, level: 'error', message: 'The exchange itself failed: no such tune' },
    ]);
    expect([call.status, other.status]).toEqual(['completed', 'completed']);
  });

  it('keeps no more than the transcript does', async () => {
    const { exchange } = await openRoom({ '/voice': '<Shout/><Shout/>' }, { keepEvents: 10 });
    for (let calls = 0; calls < 20; calls += 1) {
      exchange.handset(CUSTOMER).dial();
      await exchange.settled();
    }
    expect(exchange.debuggerLog.length).toBeGreaterThan(0);
    expect(exchange.debuggerLog.length).toBeLessThanOrEqual(20);
  });

  it('does not name credentials', async () => {
    const { exchange } = await openRoom({}, { voiceUrl: 'http://minicc:secret@127.0.0.1:1/voice' });
    exchange.handset(CUSTOMER).dial();
    await exchange.settled();
    expect(exchange.debuggerLog).toMatchObject([{ url: 'http://127.0.0.1:1/voice' }]);
    expect(JSON.stringify(exchange.debuggerLog)).not.toContain('secret');
  });

  it.each([
    ['<Say>Hello</Say><Play>/a.mp3</Play><Pause length="2"/>'],
    ['<Gather timeout="2" numDigits="1"><Say>Keys</Say></Gather><Redirect>/next</Redirect>'],
    ['<Record timeout="2" maxLength="30" playBeep="true"/>'],
    [`<Dial timeout="5" callerId="${OPERATOR}"><Number>${OPERATOR}</Number></Dial><Hangup/>`],
    ['<Dial timeout="5"><Queue url="/next">support</Queue></Dial>'],
    ['<Reject reason="busy"/>'],
  ])('is empty for %s', async (voice) => {
    const { exchange } = await listenTo(voice);
    expect(logged(exchange)).toEqual([]);
  });
});
