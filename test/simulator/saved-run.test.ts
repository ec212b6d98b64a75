import { createRealClock, createVirtualClock } from '../../src/simulator/clock';
import type { EventBody } from '../../src/simulator/events';
import type { Exchange, ExchangeOptions } from '../../src/simulator/exchange-types';
import { replayRun } from '../../src/simulator/replay-run';
import { parseSavedRun, type SavedRun, saveRun } from '../../src/simulator/saved-run';
import { parseScript } from '../../src/simulator/script/parse-script';
import { runScript } from '../../src/simulator/script/run-script';
import { createTranscript } from '../../src/simulator/transcript';
import { userErrorOf } from '../support/user-error';
import { buildExchange, type Documents, SMALL_CENTRE, startDocuments } from './script/small-centre';
import type { Application } from './webhook/application';

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

async function start(documents: Documents = {}): Promise<Application> {
  const application = await startDocuments({ ...SMALL_CENTRE, ...documents });
  open.push(application);
  return application;
}

function exchangeFor(application: Application, options: Partial<ExchangeOptions> = {}): Exchange {
  const exchange = buildExchange(application, options);
  open.push(exchange);
  return exchange;
}

const PHONES = `
  phone Hanako +819012345678
  phone Ghost anonymous
  phone Other anonymous
  phone Aiko +815012345678
`;

/** Saves what comes of a script, and reads it back from the file's content. */
async function record(
  lines: string,
  application: Application,
  options: Partial<ExchangeOptions> = {},
): Promise<SavedRun> {
  const exchange = exchangeFor(application, options);
  const { failure, faultChanges } = await runScript(
    parseScript(PHONES + lines, 'try.phone'),
    exchange,
  );
  expect(failure).toBeUndefined();
  return reread(saveRun(exchange, { faultChanges }));
}

function reread(run: SavedRun): SavedRun {
  return parseSavedRun(JSON.stringify(run), 'run.json');
}

const WHOLE_STORY = `
  Hanako calls named "Sato"
  Hanako hears "press 1"
  Hanako presses 1
  wait 700ms
  Ghost calls
  Ghost hears "press 1"
  Ghost presses 9
  Ghost hears "no such choice"
  Ghost hears "press 1"
  Ghost presses 1
  Other calls
  Other hears "press 1"
  Aiko calls
  Hanako talks to Aiko
  fault: slow answer 3s for queue-url once
  wait 30s
  Hanako hangs up
  Ghost talks to Aiko
  Aiko hangs up
  Ghost's call ends
`;

describe('replayRun', () => {
  it('finds that a run on the virtual clock goes the same way again', async () => {
    const application = await start();
    const run = await record(WHOLE_STORY, application, { accountSid: `AC${'0'.repeat(32)}` });
    const { exchange, firstDifference } = await replayRun(run, (options) =>
      exchangeFor(application, options),
    );
    expect(firstDifference).toBeUndefined();
    expect(reread({ ...run, events: [...exchange.transcript.events] }).events).toEqual(run.events);
    expect(run.events.length).toBeGreaterThan(60);
  });

  it('makes nothing of the host, of identifiers, and of tokens', async () => {
    const documents = (token: string): Documents => ({
      '/voice': (parameters) =>
        `${SMALL_CENTRE['/voice']?.(parameters)}<Redirect>/late?token=${token}</Redirect>`,
    });
    const run = await record(WHOLE_STORY, await start(documents('one')));
    const other = await start(documents('another'));
    const { firstDifference } = await replayRun(run, (options) =>
      exchangeFor(other, { ...options, seed: 8 }),
    );
    // Only how long requests are on their way follows from the seed besides.
    expect(firstDifference).toEqual({
      expected: expect.objectContaining({ type: 'request', seq: 2 }),
      actual: expect.objectContaining({ type: 'request', seq: 2 }),
    });
    const again = await replayRun(run, (options) => exchangeFor(other, options));
    expect(again.firstDifference).toBeUndefined();
  });

  it('finds the first thing that another application does otherwise', async () => {
    const run = await record(WHOLE_STORY, await start());
    const other = await start({ '/announce': () => '<Say>One moment.</Say>' });
    const { firstDifference } = await replayRun(run, (options) => exchangeFor(other, options));
    expect(firstDifference).toMatchObject({
      expected: { type: 'response', body: expect.stringContaining('You are being connected.') },
      actual: { type: 'response', body: expect.stringContaining('One moment.') },
    });
  });

  it('finds what does not come, where people cannot do what they did', async () => {
    const run = await record('Hanako calls\nHanako hears "press 1"\nwait 5s', await start());
    const other = await start({ '/voice': () => '<Reject/>' });
    const { exchange, firstDifference } = await replayRun(run, (options) =>
      exchangeFor(other, options),
    );
    expect(firstDifference?.expected).toMatchObject({ type: 'response' });
    expect(exchange.calls.map(({ status }) => status)).toEqual(['no-answer']);
  });

  it.each([
    [
      'set while a request is on its way',
      'Hanako calls\nfault: status 500 for voice-url\nwait 10s',
    ],
    [
      'taken back before they strike',
      'fault: status 500 for voice-url\nHanako calls\nno faults\nHanako hears "press 1"',
    ],
  ])('replays faults that were %s', async (_when, lines) => {
    const application = await start();
    const run = await record(lines, application);
    const { firstDifference } = await replayRun(run, (options) =>
      exchangeFor(application, options),
    );
    expect(firstDifference).toBeUndefined();
  });

  it('finds what comes besides', async () => {
    const silent = { statusCallback: undefined };
    const application = await start();
    const run = await record('Hanako calls\nHanako hears "press 1"', application, silent);
    const { firstDifference } = await replayRun(run, (options) =>
      exchangeFor(application, options),
    );
    expect(firstDifference).toEqual({
      actual: expect.objectContaining({ type: 'request', purpose: 'status-callback' }),
    });
  });

  it('replays telephones that answered, rejected or were engaged by themselves', async () => {
    const application = await start({
      '/voice': () => '<Dial timeout="20">+815012345678</Dial>',
    });
    const run = await record(
      `Aiko answers every call after 2s
       Hanako calls
       Hanako talks to Aiko
       wait 3s
       Aiko hangs up
       Hanako's call ends
       Aiko is always busy
       Hanako calls
       Hanako's call ends
       Aiko rejects every call
       Hanako calls
       Hanako's call ends
       Aiko takes calls by hand
       Hanako calls
       Hanako's call ends`,
      application,
    );
    const { exchange, firstDifference } = await replayRun(run, (options) =>
      exchangeFor(application, options),
    );
    expect(firstDifference).toBeUndefined();
    const legs = exchange.calls.filter(({ direction }) => direction === 'outbound-dial');
    expect(legs.map(({ status }) => status)).toEqual([
      ...['completed', 'busy', 'busy', 'no-answer'],
    ]);
  });

  it('replays a run that was saved in mid-call as far as it went', async () => {
    const application = await start();
    const exchange = exchangeFor(application);
    exchange.handset('+819012345678').dial();
    await exchange.wait(3);
    const run = reread(saveRun(exchange));
    const replay = await replayRun(run, (options) => exchangeFor(application, options));
    expect(replay.firstDifference).toBeUndefined();
    expect(replay.exchange.transcript.events).toHaveLength(run.events.length);
    expect(replay.exchange.calls[0]?.endedAt).toBeUndefined();
  });

  it('replays a run of the real clock, whose times are not those of the virtual one', async () => {
    const application = await start();
    const run = await record(
      `Hanako calls
       Hanako hears "press 1"
       wait 50ms
       Hanako presses 1
       Hanako is number 1 in line
       Hanako hears "number 1"
       Aiko calls
       Hanako talks to Aiko
       wait 100ms
       Aiko hangs up
       Hanako's call ends`,
      application,
      { clock: createRealClock() },
    );
    expect(run.options.clock).toBe('real');
    const { firstDifference } = await replayRun(run, (options) =>
      exchangeFor(application, options),
    );
    expect(firstDifference).toBeUndefined();
  });
});

describe('a saved run', () => {
  const EXCHANGE = {
    ...{ clock: createVirtualClock(1000), number: '+81312345678', seed: 1 },
    ...{ accountSid: `AC${'0'.repeat(32)}`, startedAt: 1000 },
  };
  const CIRCUMSTANCES = {
    ...{ maxQueueSize: 5, musicSeconds: 60, names: { '+819012345678': 'Hanako' } },
    faults: [{ fault: { kind: 'slow' as const, seconds: 5 }, share: 0.5 }],
    faultChanges: [{ seq: 1, at: 1000, faults: [] }],
  };
  const DIAL: EventBody = { type: 'dial', call: 'CA1', from: 'anonymous', to: '+81312345678' };

  function save(...bodies: EventBody[]): SavedRun {
    const transcript = createTranscript(EXCHANGE.clock);
    for (const body of bodies) transcript.add(body);
    return saveRun({ ...EXCHANGE, transcript }, CIRCUMSTANCES);
  }

  it('is read back as it was written', () => {
    const run = save(DIAL, {
      ...{ type: 'hear', call: 'CA1', durationMs: Number.POSITIVE_INFINITY },
      sound: { kind: 'say', text: 'a', language: 'ja-JP', voice: undefined },
    });
    expect(reread(run)).toEqual(run);
    expect(run.options).toEqual({
      ...{ clock: 'virtual', number: '+81312345678', seed: 1, startedAt: 1000 },
      ...{ accountSid: EXCHANGE.accountSid, ...CIRCUMSTANCES },
    });
  });

  it('holds no credentials of a URL, wherever it stands', () => {
    const url = 'http://minicc:se%20cret@localhost:3000/wait?from=a@b';
    const { events } = save(
      DIAL,
      {
        ...{ type: 'request', call: 'CA1', request: 1, purpose: 'wait-url', method: 'POST', url },
        ...{ parameters: [['Url', url]], retries: 0, authorised: true },
      },
      {
        ...{ type: 'response', call: 'CA1', request: 1, status: 200, contentType: 'text/xml' },
        ...{ body: `<Play>${url}</Play> mail@example.com`, tookMs: 1 },
      },
    );
    const left = 'http://…@localhost:3000/wait?from=a@b';
    expect(events.slice(1)).toMatchObject([
      { url: left, parameters: [['Url', left]] },
      { body: `<Play>${left}</Play> mail@example.com` },
    ]);
  });

  it('is not what changes afterwards', () => {
    const transcript = createTranscript(createRealClock());
    transcript.add(DIAL);
    const run = saveRun({ ...EXCHANGE, transcript });
    transcript.add({ type: 'hang-up', call: 'CA1' });
    expect(run.events).toHaveLength(1);
  });

  it('is refused where its beginning is no longer kept', () => {
    const transcript = createTranscript(createRealClock(), 1);
    for (let count = 0; count < 3; count += 1) transcript.add(DIAL);
    expect(() => saveRun({ ...EXCHANGE, transcript })).toThrow(
      userErrorOf('The run cannot be saved whole: its first events are no longer kept.'),
    );
  });

  const changed = (change: object) => JSON.stringify({ ...save(DIAL), ...change });

  it.each<[string, string, string | RegExp]>([
    ['no JSON', '{"a', /^run\.json is not a saved run: [^\n]+$/],
    ['other JSON', '[]', /^run\.json is not a saved run\.$/],
    ['null', 'null', /^run\.json is not a saved run\.$/],
    [
      'another version',
      changed({ version: 9 }),
      /^run\.json is a saved run of version 9; only version 1 can be read\.$/,
    ],
    [
      'other options',
      changed({ options: { ...EXCHANGE, seed: 'x', clock: 'real' } }),
      /^run\.json is damaged: options\.seed: [^\n]+$/,
    ],
    [
      'an unknown event',
      changed({ events: [{ seq: 0, at: 1, type: 'sing', call: 'CA1' }] }),
      /^run\.json is damaged: events\.0\.type: [^\n]+$/,
    ],
    [
      'missing events',
      changed({ events: [{ seq: 1, at: 1, type: 'answer', call: 'CA1' }] }),
      /^run\.json is damaged: events: events are missing or out of order$/,
    ],
  ])('is refused, in one line, where the file holds %s', (_what, content, message) => {
    expect(() => parseSavedRun(content, 'run.json')).toThrow(message);
    expect(() => parseSavedRun(content, 'run.json')).toThrow(
      expect.objectContaining({ name: 'UserError' }),
    );
  });
});
