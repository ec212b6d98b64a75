import { FORMS } from '../../../src/simulator/script/forms';
import { parseScript } from '../../../src/simulator/script/parse-script';
import { SCRIPT_HELP } from '../../../src/simulator/script/script-help';
import { userErrorOf } from '../../support/user-error';

const PHONES = `phone Hanako +819012345678
phone Aiko +815012345678
phone Ghost anonymous
`;

/** What a line says, without where it stands. */
function stepOf(text: string) {
  const { statements } = parseScript(PHONES + text, 'try.phone');
  const { line: _line, text: _text, ...step } = statements[0] ?? { line: 0, text: '' };
  return step;
}

/** A small language: one deed or one expectation in a line. */
describe('parseScript', () => {
  it('gives the phones and the lines, without comments and blank lines', () => {
    const script = parseScript(
      '\uFEFF# A call.\r\n\r\nphone Hanako +81 90-1234-5678 # who\r\nphone Aiko client:aiko_1\r\nHanako calls  # now\r\n',
      'try.phone',
    );
    expect(script).toEqual({
      fileName: 'try.phone',
      phones: [
        { name: 'Hanako', number: '+819012345678' },
        { name: 'Aiko', number: 'client:aiko_1' },
      ],
      statements: [{ line: 5, text: 'Hanako calls', kind: 'calls', who: 'Hanako' }],
    });
  });

  it.each<[string, Record<string, unknown>]>([
    ['Hanako calls', { kind: 'calls' }],
    [
      'Hanako calls forwarded from +81312345678 named "Sato H."',
      { kind: 'calls', forwardedFrom: '+81312345678', callerName: 'Sato H.' },
    ],
    ['Hanako presses 12#', { kind: 'presses', keys: '12#' }],
    ['Hanako presses # # the hash key', { kind: 'presses', keys: '#' }],
    ['Hanako speaks for 1.5s', { kind: 'speaks', seconds: 1.5 }],
    ['Hanako hangs up', { kind: 'hangs-up' }],
    ['Hanako hears "press 1"', { kind: 'hears', heard: { text: 'press 1' }, withinSeconds: 30 }],
    [
      'Hanako hears “a "b" c” within 500ms',
      { kind: 'hears', heard: { text: 'a "b" c' }, withinSeconds: 0.5 },
    ],
    [
      'Hanako hears 「一番」 within 2m',
      { kind: 'hears', heard: { text: '一番' }, withinSeconds: 120 },
    ],
    [
      'Hanako hears «within 5s # no» within 1h',
      { kind: 'hears', heard: { text: 'within 5s # no' }, withinSeconds: 3600 },
    ],
    ['Hanako hears music', { kind: 'hears', heard: { sound: 'play' }, withinSeconds: 30 }],
    ['Hanako hears a beep', { kind: 'hears', heard: { sound: 'beep' }, withinSeconds: 30 }],
    ['Hanako hears ringing', { kind: 'hears', heard: { sound: 'ringing' }, withinSeconds: 30 }],
    ['Hanako hears nothing for 3s', { kind: 'hears-nothing', forSeconds: 3 }],
    [
      'Hanako does not hear "x" within 10s',
      { kind: 'does-not-hear', heard: { text: 'x' }, forSeconds: 10 },
    ],
    ['Hanako is number 12 in line within 5s', { kind: 'in-line', position: 12, withinSeconds: 5 }],
    ['Hanako talks to Aiko', { kind: 'talks-to', to: 'Aiko', withinSeconds: 30 }],
    ['Hanako parts from Aiko within 5s', { kind: 'parts-from', from: 'Aiko', withinSeconds: 5 }],
    ["Hanako's call ends within 5s", { kind: 'call-ends', withinSeconds: 5 }],
    [
      'Hanako’s call ends as no-answer',
      { kind: 'call-ends', status: 'no-answer', withinSeconds: 30 },
    ],
    ['Hanako is called within 10s', { kind: 'is-called', withinSeconds: 10 }],
    ['Hanako answers', { kind: 'answers' }],
    ['Hanako rejects', { kind: 'rejects' }],
    ['Hanako answers every call after 2s', { kind: 'habit', habit: { answerAfterSeconds: 2 } }],
    ['Hanako rejects every call', { kind: 'habit', habit: 'reject' }],
    ['Hanako is always busy', { kind: 'habit', habit: 'busy' }],
    ['Hanako takes calls by hand', { kind: 'habit', habit: 'wait' }],
  ])('reads %s', (text, step) => {
    expect(stepOf(text)).toEqual({ who: 'Hanako', ...step });
  });

  it.each<[string, Record<string, unknown>]>([
    ['wait 30s', { kind: 'wait', seconds: 30 }],
    ['error 12200 within 5s', { kind: 'error', code: 12200, withinSeconds: 5 }],
    ['no errors', { kind: 'no-errors' }],
    ['no faults', { kind: 'no-faults' }],
    ['fault: lost answer', { kind: 'fault', rule: { fault: { kind: 'lost-answer' } } }],
    ['fault: lost request', { kind: 'fault', rule: { fault: { kind: 'lost' } } }],
    ['fault: late request 2s', { kind: 'fault', rule: { fault: { kind: 'late', seconds: 2 } } }],
    ['fault: repeated request', { kind: 'fault', rule: { fault: { kind: 'repeat' } } }],
    ['fault: refused connection', { kind: 'fault', rule: { fault: { kind: 'refused' } } }],
    [
      'fault: status 503 share 12.5% 3 times',
      { kind: 'fault', rule: { fault: { kind: 'status', status: 503 }, share: 0.125, times: 3 } },
    ],
    [
      'fault: slow answer 20s for wait-url from Hanako after 2 once',
      {
        kind: 'fault',
        rule: {
          ...{ fault: { kind: 'slow', seconds: 20 }, purpose: 'wait-url' },
          ...{ from: '+819012345678', after: 2, times: 1 },
        },
      },
    ],
  ])('reads %s', (text, step) => {
    expect(stepOf(text)).toEqual(step);
  });

  it('takes names in any script, and words for withheld numbers more than once', () => {
    const text = 'phone 花子 anonymous\nphone Ольга-2 anonymous\n花子 calls\nОльга-2’s call ends';
    const { phones, statements } = parseScript(text, 'try.phone');
    expect(phones.map(({ name }) => name)).toEqual(['花子', 'Ольга-2']);
    expect(statements.map((statement) => 'who' in statement && statement.who)).toEqual([
      ...['花子', 'Ольга-2'],
    ]);
  });

  it.each([
    [
      'Hanako flies',
      /^try\.phone:4: expected what Hanako does or hears \(calls, .*\), found “flies”$/,
    ],
    ['Hanako', /^try\.phone:4: expected what Hanako does or hears .* found the end of the line$/],
    [
      'Hanoko calls',
      /^try\.phone:4: there is no phone “Hanoko” \(there are Hanako, Aiko, Ghost\)$/,
    ],
    ['Hanako talks to Aikko', /^try\.phone:4: there is no phone “Aikko”/],
    ['Hanako talks to Hanako', /expected the name of another phone, found “Hanako”$/],
    ['Hanako presses five', /expected keys: digits, \*, # or w, found “five”$/],
    ['Hanako hears press', /expected a text in quotes, music, ringing or beep, found “press”$/],
    ['Hanako hears "press', /a quote is not closed$/],
    ['Hanako hears ""', /expected a text in quotes.*, found “” in quotes$/],
    [
      'Hanako hears "x" within soon',
      /expected a duration such as 500ms, 10s, 2m or 1h, found “soon”$/,
    ],
    ['Hanako hears "x" witin 5s', /expected “within”, or the end of the line, found “witin”$/],
    ['Hanako hears "x" within 5s now', /expected the end of the line, found “now”$/],
    ['Hanako does not hear "x"', /expected “within”, found the end of the line$/],
    ['Hanako is number 0 in line', /expected a place in line, from 1, found “0”$/],
    [
      "Hanako's call ends as answered",
      /expected how a call ends \(completed, .*\), found “answered”$/,
    ],
    ['Hanako calls forwarded from nobody1', /expected a number such as .*, found “nobody1”$/],
    ['wait', /expected a duration .*, found the end of the line$/],
    ['no problem', /expected “no errors” or “no faults”, found “no problem”$/],
    ['"Hanako" calls', /expected the name of a phone, found “"Hanako" calls”$/],
    ['error 404', /expected a number such as 12200, found “404”$/],
    ['fault: broken', /expected what goes wrong \(slow answer TIME, .*\), found “broken”$/],
    ['fault: lost answer for me', /expected what a request is for \(voice-url, .*\), found “me”$/],
    ['fault: lost answer from me', /there is no phone “me”/],
    ['fault: lost answer 3', /expected times, found the end of the line$/],
    ['fault: lost answer share 120%', /expected a share such as 20%, found “120%”$/],
  ])('refuses %s', (text, message) => {
    expect(() => parseScript(PHONES + text, 'try.phone')).toThrow(message);
  });

  it.each([
    ['phone Hanako', /^try\.phone:1: expected a number such as .*, found the end of the line$/],
    [
      'phone Hanako 0312345678',
      /expected a number such as \+819012345678, .*, found “0312345678”$/,
    ],
    ['phone 9 +819012345678', /expected a name for the phone: one word, found “9”$/],
    ['phone wait +819012345678', /a phone cannot be called “wait”$/],
    ['phone A anonymous\nphone A unknown', /^try\.phone:2: there is a phone “A” already$/],
    [
      'phone A +819012345678\nphone B +819012345678',
      /^try\.phone:2: \+819012345678 is the number of “A” already$/,
    ],
  ])('refuses %j', (text, message) => {
    expect(() => parseScript(text, 'try.phone')).toThrow(message);
  });

  it('names everything that cannot be understood at once, in order', () => {
    expect(() =>
      parseScript('A calls\nphone A 123\nwait soon\nA hears "x\nB calls', 'try.phone'),
    ).toThrow(
      userErrorOf(
        'try.phone:2: expected a number such as +819012345678, client:NAME, or a word such as anonymous, found “123”',
        'try.phone:3: expected a duration such as 500ms, 10s, 2m or 1h, found “soon”',
        'try.phone:4: a quote is not closed',
        'try.phone:5: there is no phone “B” (there are A)',
      ),
    );
  });

  it('refuses a script in which nothing happens, which would hold whatever comes', () => {
    expect(() => parseScript(PHONES, 'try.phone')).toThrow(
      userErrorOf('try.phone: nothing happens in this script'),
    );
  });
});

describe('SCRIPT_HELP', () => {
  it.each(FORMS.map(({ form, example }) => [form, example]))(
    'shows %s, and the parser reads one',
    (form, example) => {
      expect(SCRIPT_HELP).toContain(form);
      expect(parseScript(PHONES + example, 'help').statements).toHaveLength(1);
    },
  );

  it('has an example that can be read as it stands', () => {
    const example = SCRIPT_HELP.split('\n').filter((line) => /^ {4}\S/.test(line));
    const { phones, statements } = parseScript(example.join('\n'), 'help');
    expect([phones.length, statements.length]).toEqual([3, 10]);
  });

  it('shows every kind of line that can be read', () => {
    const kinds = FORMS.map(({ example }) => stepOf(example)).map(
      (step) => 'kind' in step && step.kind,
    );
    expect(new Set(kinds).size).toBe(20);
  });

  it('fits a terminal', () => {
    const longest = Math.max(...SCRIPT_HELP.split('\n').map((line) => line.length));
    expect(longest).toBeLessThanOrEqual(100);
  });
});
