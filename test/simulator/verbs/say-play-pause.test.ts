import {
  CUSTOMER,
  eventsOf,
  heardBy,
  logged,
  openExchange,
  openRoom,
  PLAY_SECONDS,
  startApplication,
  whenHears,
} from '../../support/twiml-application';

// The contract: https://www.twilio.com/docs/voice/twiml/say, .../play and .../pause

async function listenTo(verbs: string) {
  const room = await openRoom({ '/voice': verbs });
  const call = room.exchange.handset(CUSTOMER).dial();
  await room.exchange.settled();
  return { ...room, call };
}

describe('Say', () => {
  it('is heard in its language and voice', async () => {
    const { exchange, call } = await listenTo(
      '<Say language="ja-JP" voice="Polly.Mizuki">こんにちは</Say>',
    );
    expect(eventsOf(exchange, 'hear')).toMatchObject([
      {
        call: call.sid,
        sound: { kind: 'say', text: 'こんにちは', language: 'ja-JP', voice: 'Polly.Mizuki' },
      },
    ]);
  });

  it('takes longer, the longer its text is', async () => {
    const { exchange } = await listenTo(`<Say>Hello</Say><Say>${'Hello '.repeat(10)}</Say>`);
    const [short = 0, long = 0] = eventsOf(exchange, 'hear').map(({ durationMs }) => durationMs);
    expect(short).toBeGreaterThan(0);
    expect(long).toBeGreaterThan(5 * short);
  });

  it('is repeated as often as loop says', async () => {
    const { exchange, call } = await listenTo('<Say loop="3">Hello</Say>');
    expect(heardBy(exchange, call)).toEqual(['Hello', 'Hello', 'Hello']);
  });

  it('with loop 0 goes on until the caller hangs up', async () => {
    const { exchange } = await openRoom({ '/voice': '<Say loop="0">Hello</Say><Say>End</Say>' });
    const customer = exchange.handset(CUSTOMER);
    const call = customer.dial();
    await exchange.wait(60);
    customer.hangUp();
    await exchange.settled();
    expect(heardBy(exchange, call).length).toBeGreaterThan(100);
    expect(heardBy(exchange, call)).not.toContain('End');
  });

  it('without text is passed over, and does not answer', async () => {
    const { call } = await listenTo('<Say></Say>');
    expect(call.status).toBe('no-answer');
  });
});

describe('Play', () => {
  it('lasts as long as its recording is said to', async () => {
    const { application, exchange } = await listenTo('<Play>/music/a.mp3</Play>');
    expect(eventsOf(exchange, 'hear')).toMatchObject([
      {
        sound: { kind: 'play', url: `${application.origin}/music/a.mp3` },
        durationMs: 1000 * PLAY_SECONDS,
      },
    ]);
  });

  it('sends keys, with pauses of half a second and of one', async () => {
    const { exchange } = await listenTo('<Play digits="1wW"/><Play digits="1"/>');
    const [paused = 0, alone = 0] = eventsOf(exchange, 'hear').map(({ durationMs }) => durationMs);
    expect(paused - alone).toBe(1500);
  });

  it('tells nobody the credentials of the application', async () => {
    const application = await startApplication({ '/voice': '<Play>/a.mp3</Play>' });
    const exchange = openExchange(
      application,
      {},
      { voiceUrl: `${application.origin.replace('//', '//minicc:secret@')}/voice` },
    );
    exchange.handset(CUSTOMER).dial();
    await exchange.settled();
    expect(eventsOf(exchange, 'hear')).toMatchObject([
      { sound: { url: `${application.origin}/a.mp3` } },
    ]);
    expect(JSON.stringify(exchange.transcript.events)).not.toContain('secret');
  });

  it('of a relative address in a document without one is an invalid URL', async () => {
    const { exchange } = await openRoom({ '/voice': '<Say>Hello</Say><Pause/>' });
    const call = exchange.handset(CUSTOMER).dial();
    await whenHears(exchange, call, 'silence');
    exchange.updateCall(call.sid, {
      twiml: '<Response><Play>/a.mp3</Play><Say>Then</Say></Response>',
    });
    await exchange.settled();
    expect(logged(exchange)).toEqual([11100]);
    expect(heardBy(exchange, call)).toEqual(['Hello', 'silence', 'Then']);
  });
});

describe('Pause', () => {
  it.each([
    ['<Pause/>', 1000],
    ['<Pause length="7"/>', 7000],
  ])('%s is silence of %d ms', async (verb, durationMs) => {
    const { exchange } = await listenTo(verb);
    expect(eventsOf(exchange, 'hear')).toMatchObject([{ sound: { kind: 'silence' }, durationMs }]);
  });
});

describe('a document that is no TwiML', () => {
  const ANSWERS: [contentType: string, body: string, heard: string[]][] = [
    ['text/plain', 'Good morning', ['Good morning']],
    ['text/plain', '<Response><Say>Hello</Say></Response>', ['Hello']],
    ['text/html', '<Response><Say>Hello</Say></Response>', ['Hello']],
    ['audio/mpeg', 'ID3', ['play /voice']],
  ];
  it.each(ANSWERS)('%s: %s', async (contentType, body, heard) => {
    const { exchange } = await openRoom({
      '/voice': { headers: { 'content-type': contentType }, body },
    });
    const call = exchange.handset(CUSTOMER).dial();
    await exchange.settled();
    expect(heardBy(exchange, call)).toEqual(heard);
    expect(call.status).toBe('completed');
    expect(logged(exchange)).toEqual([]);
  });
});
