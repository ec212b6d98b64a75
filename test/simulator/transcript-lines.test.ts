import type { EventBody, ExchangeEvent, Sound } from '../../src/simulator/events';
import { createLineWriter, type LineOptions } from '../../src/simulator/transcript-lines';

const HANAKO = 'CA00000000000000000000000000000001';
const AIKO = 'CA00000000000000000000000000000002';
const NINE = Date.UTC(2026, 10, 21, 0, 0, 0);

/** One line for each event that tells a reader something: when, who, what. */
describe('createLineWriter', () => {
  const names = (number: string) =>
    ({ '+819012345678': 'Hanako', '+815012345678': 'Aiko', '+81312345678': 'the shop' })[number];
  const DIAL: EventBody = { type: 'dial', call: HANAKO, from: '+819012345678', to: '+81312345678' };
  const RING: EventBody = {
    type: 'ring',
    call: AIKO,
    parent: HANAKO,
    from: '+81312345678',
    to: '+815012345678',
  };

  function write(
    events: readonly (EventBody & { afterMs?: number })[],
    options: LineOptions = { names },
  ): string[] {
    const writer = createLineWriter(options);
    return events.flatMap(({ afterMs = 0, ...body }, seq) =>
      writer({ seq, at: NINE + afterMs, ...body } as ExchangeEvent),
    );
  }

  /** The line of an event of calls that the reader has met. */
  function lineOf(event: EventBody, options?: LineOptions): string | undefined {
    const before: EventBody[] = [DIAL, RING];
    const lines = write([...before, event], options);
    return lines[2]?.replace('00:00.0  ', '');
  }

  it.each<[EventBody, string | undefined]>([
    [{ ...DIAL, forwardedFrom: '+81312340000' }, 'calls the shop, forwarded from +81312340000'],
    [{ ...DIAL, callerName: 'Sato' }, 'calls the shop, named “Sato”'],
    [{ type: 'press', call: HANAKO, keys: '12#' }, 'presses 12#'],
    [{ type: 'speak', call: HANAKO, seconds: 5 }, 'speaks for 5 s'],
    [{ type: 'hang-up', call: HANAKO }, 'hangs up'],
    [{ type: 'status', call: HANAKO, status: 'in-progress' }, 'is answered'],
    [{ type: 'status', call: HANAKO, status: 'ringing' }, undefined],
    [{ type: 'gathered', call: HANAKO, digits: '1', finishedOnKey: '' }, 'has keyed in 1'],
    [
      { type: 'gathered', call: HANAKO, digits: '', finishedOnKey: '#' },
      'has keyed in nothing, finished by #',
    ],
    [{ type: 'recorded', call: HANAKO, recording: 'RE1', seconds: 7 }, 'is recorded, 7 s'],
    [{ type: 'enqueued', call: HANAKO, queue: 'support', position: 2 }, 'waits: 2nd in “support”'],
    [
      {
        ...{ type: 'dequeued', call: HANAKO, queue: 'support' },
        position: 1,
        waitedSeconds: 28,
        by: AIKO,
      },
      'leaves “support” after 28 s, taken by Aiko',
    ],
    [
      {
        ...{ type: 'dequeued', call: HANAKO, queue: 'support' },
        position: 1,
        waitedSeconds: 28,
        by: undefined,
      },
      'leaves “support” after 28 s',
    ],
    [{ type: 'ended', call: HANAKO, status: 'no-answer', seconds: 0 }, 'call ends: no-answer, 0 s'],
  ])('writes what happens to a call: %j', (event, text) => {
    expect(lineOf(event)).toBe(text && `Hanako    ${text}`);
  });

  it.each<[Sound, string]>([
    [
      { kind: 'say', text: ' Press 1. ', language: 'en-US', voice: undefined },
      'hears “Press 1.” (en-US)',
    ],
    [{ kind: 'play', url: 'http://a.example/b.mp3' }, 'hears http://a.example/b.mp3 (1.5 s)'],
    [{ kind: 'digits', digits: '12' }, 'hears the tones 12'],
    [{ kind: 'silence' }, 'hears nothing (1.5 s)'],
    [{ kind: 'ringing' }, 'hears it ring'],
    [{ kind: 'beep' }, 'hears a beep'],
  ])('writes what is heard: %j', (sound, text) => {
    const event: EventBody = { type: 'hear', call: HANAKO, sound, durationMs: 1500 };
    expect(lineOf(event)).toBe(`Hanako    ${text}`);
  });

  it('tells of a text that is cut short, and not of music', () => {
    const cut: EventBody = { type: 'cut', call: HANAKO, heardMs: 1200 };
    const hear = (sound: Sound): EventBody => ({
      ...{ type: 'hear', call: HANAKO, sound, durationMs: 5000 },
    });
    const say = hear({ kind: 'say', text: 'Hello', language: 'en-US', voice: undefined });
    const lines = write([DIAL, say, cut, hear({ kind: 'beep' }), cut]);
    expect(lines.slice(2)).toEqual([
      ...['00:00.0  Hanako    stops hearing it after 1.2 s', '00:00.0  Hanako    hears a beep'],
    ]);
  });

  it('writes what a called telephone does', () => {
    const lines = write([
      DIAL,
      RING,
      { type: 'answer', call: AIKO },
      { type: 'reject', call: AIKO },
    ]);
    expect(lines.slice(1)).toEqual([
      '00:00.0  Aiko      is called, from the shop',
      '00:00.0  Aiko      answers',
      '00:00.0  Aiko      rejects the call',
    ]);
    expect(lineOf({ type: 'status', call: AIKO, status: 'in-progress' })).toBeUndefined();
  });

  it('writes both of a talk', () => {
    const calls: [string, string] = [HANAKO, AIKO];
    expect(lineOf({ type: 'bridged', calls })).toBe('Hanako ↔ Aiko  talk');
    expect(lineOf({ type: 'parted', calls, seconds: 31 })).toBe('Hanako ↔ Aiko  part after 31 s');
  });

  it('writes both numbers of a talk in full', () => {
    const calls: [string, string] = [HANAKO, AIKO];
    expect(lineOf({ type: 'bridged', calls }, {})).toBe('+819012345678 ↔ +815012345678  talk');
  });

  it('writes an entry of the debugger log with the line that is at fault', () => {
    const entry = { type: 'debugger', call: HANAKO, level: 'warning', code: 12200 } as const;
    const place = { url: 'http://a.example/', line: 3, text: '  <Say colour="red"/>  ' };
    expect(lineOf({ ...entry, message: 'Schema validation warning', ...place })).toBe(
      'Hanako    WARNING 12200 Schema validation warning  (line 3)  <Say colour="red"/>',
    );
    const nowhere = { url: undefined, line: undefined, text: undefined };
    expect(lineOf({ ...entry, call: undefined, level: 'error', message: 'No', ...nowhere })).toBe(
      '          ERROR 12200 No',
    );
  });

  describe('requests', () => {
    const request = (url: string, retries = 0): EventBody => ({
      ...{ type: 'request', request: 4, call: HANAKO, purpose: 'wait-url', method: 'POST' },
      ...{ url, parameters: [], retries, authorised: false },
    });
    const response: EventBody = {
      ...{ type: 'response', request: 4, call: HANAKO, status: 200 },
      ...{ contentType: 'text/xml', body: '<Response/>', tookMs: 12.4 },
    };
    const failure: EventBody = {
      ...{ type: 'failure', request: 4, call: HANAKO, code: 11200 },
      ...{ message: 'Timeout', tookMs: 15000 },
    };
    const options = { names, traffic: true };

    it('have a line when they are answered, with what was asked for and how long it took', () => {
      expect(write([DIAL, request('http://a.example/wait?x=1'), response], options)[1]).toBe(
        '00:00.0  Hanako    POST /wait?x=1  200  12 ms',
      );
    });

    it('say that they fail, how often they were tried, and where another host was asked', () => {
      const first = [request('http://a.example/voice'), response];
      const second = [request('http://b.example/wait', 1), failure];
      expect(write([DIAL, ...first, ...second], options)[2]).toBe(
        '00:00.0  Hanako    POST http://b.example/wait  fails: 11200 Timeout  15000 ms  (try 2)',
      );
    });

    it('have no line where nobody wants to see them', () => {
      expect(write([DIAL, request('http://a.example/wait'), response])).toHaveLength(1);
    });
  });

  it('shows the time since the first event, with hours once there are any', () => {
    const press = { type: 'press', call: HANAKO, keys: '1' } as const;
    const after = [12_040, 59_999, 3_599_999, 3_600_000, 36_123_400];
    const lines = write([DIAL, ...after.map((afterMs) => ({ ...press, afterMs }))]);
    expect(lines.map((line) => line.split('  ')[0])).toEqual([
      ...['00:00.0', '00:12.0', '00:59.9', '59:59.9', '1:00:00.0', '10:02:03.4'],
    ]);
  });

  it('shows the time of day where a time zone is given', () => {
    expect(write([{ ...DIAL, afterMs: 61_000 }], { names, timeZone: 'Asia/Tokyo' })).toEqual([
      '09:01:01  Hanako    calls the shop',
    ]);
  });

  it('keeps what is said in one column, with wide characters and long numbers', () => {
    const lines = write(
      [DIAL, RING, { type: 'answer', call: AIKO }, { type: 'hang-up', call: HANAKO }],
      { names: (number) => (number === '+819012345678' ? '花子' : undefined) },
    );
    expect(lines).toEqual([
      '00:00.0  花子      calls +81312345678',
      '00:00.0  +815012345678  is called, from +81312345678',
      '00:00.0  +815012345678  answers',
      '00:00.0  花子           hangs up',
    ]);
  });

  it('counts callers who withhold their number', () => {
    const ghosts = [HANAKO, AIKO].map((call) => ({ ...DIAL, call, from: 'anonymous' }));
    expect(write(ghosts).map((line) => line.slice(9, 22))).toEqual([
      ...['anonymous  ca', 'anonymous (2)'],
    ]);
  });

  it('gives a terminal nothing to obey, and no second line', () => {
    const sound = {
      kind: 'say',
      text: 'a\u001b[2Jb\r\nc',
      language: 'en-US',
      voice: undefined,
    } as const;
    expect(lineOf({ type: 'hear', call: HANAKO, sound, durationMs: 1 })).toBe(
      'Hanako    hears “a [2Jb c” (en-US)',
    );
  });

  it('shortens a document’s line that is at fault, but nothing that is said', () => {
    const text = 'x'.repeat(500);
    const entry: EventBody = {
      ...{ type: 'debugger', call: HANAKO, level: 'error', code: 12100, message: 'Parse failure' },
      ...{ url: undefined, line: 1, text },
    };
    expect(lineOf(entry)?.length).toBeLessThan(150);
    const sound = { kind: 'say', text, language: 'en-US', voice: undefined } as const;
    expect(lineOf({ type: 'hear', call: HANAKO, sound, durationMs: 1 })).toContain(text);
  });
});
