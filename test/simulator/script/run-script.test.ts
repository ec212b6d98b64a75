import { createRealClock } from '../../../src/simulator/clock';
import type { Exchange, ExchangeOptions } from '../../../src/simulator/exchange-types';
import { parseScript } from '../../../src/simulator/script/parse-script';
import {
  describeFailure,
  namesOfNumbers,
  runScript,
} from '../../../src/simulator/script/run-script';
import type { Application } from '../webhook/application';
import { buildExchange, type Documents, SMALL_CENTRE, startDocuments } from './small-centre';

/** What a script says, a line for each, must be so: it holds on what is, and on nothing else. */
describe('runScript', () => {
  let application: Application;
  let exchange: Exchange;

  afterEach(async () => {
    await exchange.close();
    await application.close();
  });

  const PHONES = `
    phone Hanako +819012345678
    phone Taro   +819012345679
    phone Ghost  anonymous
    phone Aiko   +815012345678
  `;

  async function run(
    lines: string,
    {
      documents = {},
      options = {},
    }: { documents?: Documents; options?: Partial<ExchangeOptions> } = {},
  ) {
    application = await startDocuments({ ...SMALL_CENTRE, ...documents });
    exchange = buildExchange(application, options);
    return runScript(parseScript(PHONES + lines, 'try.phone'), exchange);
  }

  async function failureOf(lines: string, documents: Documents = {}) {
    const { failure } = await run(lines, { documents });
    return failure && [failure.text, failure.expected, failure.instead];
  }

  const WHOLE_STORY = `
    Hanako calls
    Hanako hears "press 1" within 10s
    Hanako presses 1
    Hanako is number 1 in line within 5s
    Ghost calls
    Ghost hears "press 1"
    Ghost presses 1
    Ghost is number 2 in line
    Ghost hears "number 2"
    Hanako hears music within 10s
    Aiko calls
    Hanako hears “being connected” within 10s
    Hanako talks to Aiko within 1m
    Ghost is number 1 in line
    wait 30s
    Hanako hangs up
    Hanako parts from Aiko
    Hanako's call ends as completed within 5s
    Ghost talks to Aiko within 10s
    Aiko hangs up
    Aiko's call ends
    Ghost's call ends within 5s
    no errors
  `;

  it('acts out two customers and an operator on a virtual clock', async () => {
    const { failure } = await run(WHOLE_STORY);
    expect(failure).toBeUndefined();
    expect(exchange.calls.map(({ status }) => status)).toEqual([
      ...['completed', 'completed', 'completed'],
    ]);
    const bridged = exchange.transcript.events.filter(({ type }) => type === 'bridged');
    expect(bridged).toHaveLength(2);
  });

  it('acts a script out on the real clock', async () => {
    const { failure } = await run(
      `Hanako calls
       Hanako hears "press 1" within 5s
       Hanako presses 1
       Hanako is number 1 in line within 2s
       Hanako does not hear "goodbye" within 200ms
       wait 100ms
       Hanako hangs up
       Hanako's call ends within 2s
       no errors`,
      { options: { clock: createRealClock() } },
    );
    expect(failure).toBeUndefined();
  });

  it('runs each line in order, and tells of it first', async () => {
    application = await startDocuments(SMALL_CENTRE);
    exchange = buildExchange(application);
    const script = parseScript('phone A +819012345678\nA calls\nwait 1s\nA hangs up', 'try.phone');
    const told: unknown[] = [];
    await runScript(script, exchange, {
      onLine: ({ line, text }) => told.push([line, text, exchange.calls.length]),
    });
    expect(told).toEqual([
      [2, 'A calls', 0],
      [3, 'wait 1s', 1],
      [4, 'A hangs up', 1],
    ]);
  });

  it('fails with the line that does not hold, and acts out none after it', async () => {
    const { failure } = await run('Hanako calls\nHanako hears "closed" within 3s\nAiko calls');
    expect(failure).toEqual({
      line: 7,
      text: 'Hanako hears "closed" within 3s',
      expected: 'Hanako to hear “closed” within 3 s',
      instead: expect.stringMatching(
        /^Hanako is on the call, and last heard “Press 1 to talk to us\.” \(en-US\), \d\.\d s ago$/,
      ),
    });
    expect(exchange.calls).toHaveLength(1);
  });

  it('hangs up what is left, and waits for the callbacks', async () => {
    await run('Hanako calls\nHanako hears "press 1"');
    expect(exchange.calls.map(({ status }) => status)).toEqual(['completed']);
    expect(application.received.map(({ url }) => url)).toEqual(['/voice', '/status']);
  });

  it('passes on who the call was forwarded from, and the name', async () => {
    await run('Hanako calls forwarded from +81312340000 named "Hanako Sato"');
    const parameters = new URLSearchParams(application.received[0]?.body);
    expect([parameters.get('ForwardedFrom'), parameters.get('CallerName')]).toEqual([
      ...['+81312340000', 'Hanako Sato'],
    ]);
  });

  describe('hears', () => {
    const MENU = 'Hanako calls\nHanako hears "press 1"\n';

    it('takes what is being said right now, once', async () => {
      const again = await failureOf(`${MENU}Hanako hears "press 1" within 3s`);
      expect(again?.[1]).toBe('Hanako to hear “press 1” within 3 s');
    });

    it('takes what began before the line, if nothing was done since', async () => {
      expect(await failureOf('Hanako calls\nwait 3s\nHanako hears "press 1" within 1s')).toBe(
        undefined,
      );
    });

    it('looks from the last key on', async () => {
      const lines = 'Hanako calls\nwait 3s\nHanako presses 9\nHanako hears "press 1" within 1s';
      expect(await failureOf(lines)).toBeDefined();
    });

    it('hears the same text again when it is said again', async () => {
      expect(
        await failureOf(
          `${MENU}Hanako presses 9\nHanako hears "no such choice"\nHanako hears "press 1"`,
        ),
      ).toBeUndefined();
    });

    it('makes nothing of capitals, line breaks and full-width forms', async () => {
      const documents = { '/voice': () => '<Say>ＰＲＥＳＳ\n  one</Say>' };
      expect(await failureOf('Hanako calls\nHanako hears "Press ONE"', documents)).toBeUndefined();
    });

    it('knows a recording by its address', async () => {
      expect(await failureOf(`${MENU}Hanako presses 1\nHanako hears "waltz.mp3"`)).toBeUndefined();
    });

    it('hears the other telephone ring, and a beep', async () => {
      const documents = {
        '/voice': () => '<Dial timeout="5">+815012345678</Dial><Record maxLength="5"/>',
      };
      const lines = 'Hanako calls\nHanako hears ringing within 1s\nHanako hears beep within 10s';
      expect(await failureOf(lines, documents)).toBeUndefined();
    });

    it('fails as soon as the call ends', async () => {
      const documents = { '/voice': () => '<Say>We are closed.</Say>' };
      const failure = await failureOf('Hanako calls\nHanako hears "open" within 1h', documents);
      expect(failure?.[2]).toMatch(
        /^Hanako is no longer on the call, which ended as completed, and last heard “We are closed\.” \(en-US\), 0\.9 s ago$/,
      );
    });

    it('fails at once for a phone without a call', async () => {
      expect(await failureOf('Hanako hears "open"')).toEqual([
        ...['Hanako hears "open"', 'Hanako to hear “open” within 30 s'],
        'Hanako is not on a call',
      ]);
    });
  });

  describe('what is not heard', () => {
    it('fails where it is heard after all', async () => {
      expect(await failureOf('Hanako calls\nHanako does not hear "press" within 5s')).toEqual([
        'Hanako does not hear "press" within 5s',
        'Hanako not to hear “press” within 5 s',
        'Hanako hears “Press 1 to talk to us.” (en-US)',
      ]);
    });

    it('holds where nothing is said for as long', async () => {
      const documents = { '/voice': () => '<Say>Hello.</Say><Pause length="60"/>' };
      const lines = 'Hanako calls\nHanako hears "hello"\nwait 2s\nHanako hears nothing for 30s';
      expect(await failureOf(lines, documents)).toBeUndefined();
    });

    it('fails where something is still being heard', async () => {
      const failure = await failureOf(
        'Hanako calls\nHanako hears "press 1"\nHanako hears nothing for 1s',
      );
      expect(failure?.[2]).toBe('Hanako hears “Press 1 to talk to us.” (en-US)');
    });

    it('fails where something begins to be heard', async () => {
      const documents = { '/voice': () => '<Pause length="5"/><Play>/waltz.mp3</Play>' };
      const lines = 'Hanako calls\nwait 1s\nHanako hears nothing for 30s';
      const failure = await failureOf(lines, documents);
      expect(failure?.[2]).toMatch(/^Hanako hears http:.*\/waltz\.mp3 \(120 s\)$/);
    });
  });

  describe('places and talks', () => {
    it('says what place it is instead', async () => {
      const failure = await failureOf(
        'Hanako calls\nHanako hears "press"\nHanako presses 1\nHanako is number 2 in line within 5s',
      );
      expect(failure?.[1]).toBe('Hanako to be number 2 in line within 5 s');
      expect(failure?.[2]).toMatch(/^Hanako is 1st in “support”, and last heard http/);
    });

    it('says how it stands with both who do not talk', async () => {
      const failure = await failureOf('Hanako calls\nHanako talks to Aiko within 3s');
      expect(failure?.[2]).toMatch(/^Hanako is on the call.*; Aiko is not on a call$/);
    });

    it('says how a call ended instead', async () => {
      const documents = { '/voice': () => '<Reject reason="busy"/>' };
      const failure = await failureOf("Hanako calls\nHanako's call ends as completed", documents);
      expect(failure?.slice(1)).toEqual([
        'Hanako’s call to end as completed within 30 s',
        'Hanako is no longer on the call, which ended as busy, and has heard nothing',
      ]);
    });
  });

  describe('phones that the application dials', () => {
    const documents = { '/voice': () => '<Dial timeout="20">+815012345678</Dial>' };

    it('ring, are answered, and talk', async () => {
      const lines = `
        Hanako calls
        Aiko is called within 10s
        Aiko answers
        Aiko talks to Hanako within 1s
        Aiko hangs up
        Hanako's call ends within 5s
        no errors`;
      expect(await failureOf(lines, documents)).toBeUndefined();
    });

    it('can be turned down', async () => {
      const lines = `
        Hanako calls
        Aiko is called
        Aiko rejects
        Aiko's call ends as busy`;
      expect(await failureOf(lines, documents)).toBeUndefined();
    });

    it('answer, reject or are engaged by themselves', async () => {
      const lines = `
        Aiko answers every call after 2s
        Hanako calls
        Hanako talks to Aiko within 4s
        Hanako hangs up
        Aiko rejects every call
        Hanako calls
        Aiko is called
        Aiko's call ends as busy
        Hanako's call ends
        Aiko is always busy
        Hanako calls
        Hanako's call ends within 5s
        Aiko takes calls by hand
        Hanako calls
        Aiko is called
        Aiko is called
        Aiko answers
        Hanako talks to Aiko`;
      expect(await failureOf(lines, documents)).toBeUndefined();
    });

    it('cannot answer before they ring', async () => {
      expect(await failureOf('Aiko answers', documents)).toEqual([
        ...['Aiko answers', 'Aiko to be able to'],
        '+815012345678 cannot answer: it is not on a call',
      ]);
    });

    it('cannot hang up without a call', async () => {
      expect(await failureOf('Aiko hangs up', documents)).toEqual([
        ...['Aiko hangs up', 'Aiko to be on a call', 'Aiko is not on a call'],
      ]);
    });
  });

  describe('errors', () => {
    const documents = { '/voice': () => '<Say colour="red">Hello.</Say><Pause length="9"/>' };

    it('are none, or the line fails with what they are', async () => {
      const failure = await failureOf('Hanako calls\nHanako hears "hello"\nno errors', documents);
      expect(failure).toEqual([
        'no errors',
        'no entry in the debugger log',
        expect.stringMatching(/^warning 12200 /),
      ]);
    });

    it('can be asked for, and then are none of those that there must not be', async () => {
      expect(
        await failureOf('Hanako calls\nerror 12200 within 5s\nno errors', documents),
      ).toBeUndefined();
    });

    it('are missed where they do not come', async () => {
      expect(await failureOf('Hanako calls\nerror 11200 within 5s')).toEqual([
        ...['error 11200 within 5s', 'error 11200 within 5 s', 'the debugger log is empty'],
      ]);
    });
  });

  describe('faults', () => {
    it('hold from their line on, together with those around it', async () => {
      const { failure, faultChanges } = await run(`
        fault: slow answer 5s for voice-url
        fault: lost request for status-callback
        Hanako calls
        Hanako does not hear "press 1" within 4s
        Hanako hears "press 1" within 3s
        Hanako hangs up
        wait 1s
        no faults
        Hanako calls
        Hanako hears "press 1" within 1s`);
      expect(failure).toBeUndefined();
      expect(application.received.map(({ url }) => url)).toEqual(['/voice', '/voice', '/status']);
      const faults = [
        { fault: { kind: 'slow', seconds: 5 }, purpose: 'voice-url' },
        { fault: { kind: 'lost' }, purpose: 'status-callback' },
      ];
      expect(faultChanges).toEqual([
        { seq: 0, at: expect.any(Number), faults: faults.slice(0, 1) },
        { seq: 0, at: expect.any(Number), faults },
        { seq: expect.any(Number), at: expect.any(Number), faults: [] },
      ]);
    });

    it('strike the phone that they name', async () => {
      const lines = `
        fault: status 500 for voice-url from Hanako once
        Taro calls
        Taro hears "press 1"
        Hanako calls
        Hanako hears "application error"
        error 11200`;
      const { failure } = await run(lines);
      expect(failure?.expected).toBe('error 11200 within 30 s');
      expect(failure?.instead).toMatch(/^error 11217 /);
    });
  });

  it('describes a failure in three lines', async () => {
    const script = parseScript('phone A +819012345678\nA hangs up', 'try.phone');
    const failure = { line: 2, text: 'A hangs up', expected: 'this', instead: 'that' };
    application = await startDocuments({});
    exchange = buildExchange(application);
    expect(describeFailure(script, failure)).toEqual([
      ...['try.phone:2: A hangs up', '  expected: this', '  instead:  that'],
    ]);
  });
});

describe('namesOfNumbers', () => {
  it('gives the name of each number, unless two phones withhold theirs', () => {
    const script = parseScript(
      'phone A +819012345678\nphone B anonymous\nphone C Anonymous\nphone D Anonymous\nA calls',
      'try.phone',
    );
    expect(namesOfNumbers(script)).toEqual({ '+819012345678': 'A', anonymous: 'B' });
  });
});
