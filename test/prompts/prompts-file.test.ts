import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROMPTS } from '../../src/prompts/catalogue';
import { en } from '../../src/prompts/en';
import { ja } from '../../src/prompts/ja';
import { loadPromptsFile } from '../../src/prompts/prompts-file';
import { ru } from '../../src/prompts/ru';
import { userErrorOf } from '../support/user-error';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'minicc-prompts-'));
  path = join(folder, 'prompts.yaml');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function load(content: string | object) {
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return loadPromptsFile(path, ja);
}

function faults(...lines: string[]): Error {
  return userErrorOf(
    `PROMPTS_FILE ${path} has to be corrected:`,
    ...lines.map((line) => `  ${line}`),
  );
}

/** One line, with `reason` somewhere in it. */
function unreadable(file: string, reason: string): Error {
  const line = new RegExp(`^PROMPTS_FILE ${file} cannot be read: .*${reason}.*$`);
  return expect.objectContaining({ name: 'UserError', message: expect.stringMatching(line) });
}

describe('loadPromptsFile', () => {
  it('replaces one prompt and leaves the rest', () => {
    expect(load({ menu: 'こんにちは' })).toEqual({ ...ja, menu: 'こんにちは' });
  });

  it('reads JSON over several lines', () => {
    expect(load(JSON.stringify({ menu: '"1" か 2\n', waiting: 'はい' }, null, '\t'))).toEqual({
      ...ja,
      menu: '"1" か 2\n',
      waiting: 'はい',
    });
  });

  it('reads YAML', () => {
    const yaml = `
# Our prompts
menu: お電話ありがとうございます。
information: >
  新しい製品の
  ご案内です。
connecting: https://a.example/connecting.mp3
queuePosition:
  by: ahead
  0: つぎは{position}番の方です。
  other: '{position}番目です。{ahead}人お待ちです。'
`;
    expect(load(yaml)).toEqual({
      ...ja,
      menu: 'お電話ありがとうございます。',
      information: '新しい製品の ご案内です。\n',
      connecting: 'https://a.example/connecting.mp3',
      queuePosition: {
        by: 'ahead',
        '0': 'つぎは{position}番の方です。',
        other: '{position}番目です。{ahead}人お待ちです。',
      },
    });
  });

  it('reads a file that begins with a byte order mark, as Windows writes it', () => {
    expect(load('\ufeffmenu: はい\r\nwaiting: いいえ\r\n')).toEqual({
      ...ja,
      menu: 'はい',
      waiting: 'いいえ',
    });
  });

  it.each(['', '# nothing yet\n', '{}'])(
    'changes nothing where the file says nothing: "%s"',
    (content) => {
      expect(load(content)).toEqual(ja);
    },
  );

  it.each([
    ['Japanese', ja],
    ['English', en],
    ['Russian', ru],
  ])('accepts our own prompts in %s', (_language, catalogue) => {
    expect(load(catalogue)).toEqual(catalogue);
  });

  it('takes a recording for each place', () => {
    const queuePosition = 'https://a.example/{position}.mp3';
    expect(load({ queuePosition })).toMatchObject({ queuePosition });
  });

  const known = Object.keys(PROMPTS).join(', ');
  const noEntry = 'must be a text, or texts by form with "by" and "other"';
  it.each([
    ['an unknown prompt', { Menu: 'a' }, `Menu: there is no such prompt (there are ${known})`],
    [
      'a property of Object',
      { constructor: 'a' },
      `constructor: there is no such prompt (there are ${known})`,
    ],
    ['a missing placeholder', { queuePosition: 'a' }, 'queuePosition: {position} is missing'],
    [
      'a missing placeholder of a recording',
      { queuePosition: 'https://a.example/b.mp3' },
      'queuePosition: {position} is missing in the address of the recording',
    ],
    [
      'the optional placeholder alone',
      { queuePosition: '{ahead}' },
      'queuePosition: {position} is missing',
    ],
    [
      'a missing placeholder of one form',
      { queuePosition: { by: 'position', one: 'a', other: '{position}' } },
      'queuePosition.one: {position} is missing',
    ],
    [
      'an unknown placeholder',
      { queuePosition: '{position} {place}' },
      'queuePosition: there is no number {place} here',
    ],
    [
      'a placeholder with spaces',
      { queuePosition: '{position} { ahead }' },
      'queuePosition: there is no number { ahead } here',
    ],
    [
      'a placeholder out of place',
      { menu: '{position}' },
      'menu: there is no number {position} here',
    ],
    ['an empty text', { menu: '' }, 'menu: is empty'],
    ['a blank text', { menu: ' \n\u3000' }, 'menu: is empty'],
    [
      'a text too long to be spoken',
      { menu: 'あ'.repeat(3001) },
      'menu: is longer than 3000 characters',
    ],
    [
      'a recording without encryption',
      { menu: 'HTTP://a.example/b.mp3' },
      'menu: a recording needs an https: address',
    ],
    [
      'a recording with a space in its address',
      { menu: 'https://a.example/a b.mp3' },
      'menu: is not a valid address',
    ],
    ['a recording without a host', { menu: 'https://' }, 'menu: is not a valid address'],
    ['a number', { menu: 1 }, `menu: ${noEntry}`],
    ['nothing', { menu: null }, `menu: ${noEntry}`],
    ['a list', { menu: ['a'] }, `menu: ${noEntry}`],
    ['forms without by', { queuePosition: { other: '{position}' } }, `queuePosition: ${noEntry}`],
    [
      'forms without other',
      { queuePosition: { by: 'position', one: '{position}' } },
      `queuePosition: ${noEntry}`,
    ],
    [
      'forms by another number',
      { queuePosition: { by: 'age', other: '{position}' } },
      `queuePosition: ${noEntry}`,
    ],
    [
      'a form that is no text',
      { queuePosition: { by: 'ahead', other: '{position}', few: 3 } },
      `queuePosition: ${noEntry}`,
    ],
    [
      'forms by a number that is not told',
      { menu: { by: 'ahead', other: 'a' } },
      'menu: is not told the number ahead',
    ],
    [
      'a form that no language has',
      { queuePosition: { by: 'ahead', other: '{position}', tow: '{position}' } },
      'queuePosition.tow: a form is zero, one, two, few, many, other or a number',
    ],
  ])('refuses %s', (_what, content, fault) => {
    expect(() => load(content)).toThrow(faults(fault));
  });

  it('takes a text of 3000 characters', () => {
    const menu = 'あ'.repeat(3000);
    expect(load({ menu })).toMatchObject({ menu });
  });

  it('names every fault, each in a line, in one message', () => {
    const content = {
      menu: '',
      menyu: 'a',
      waiting: 'はい',
      queuePosition: { by: 'position', one: 'a', other: '{place}' },
      connecting: 'http://a.example/b.mp3',
    };
    expect(() => load(content)).toThrow(
      faults(
        'menu: is empty',
        `menyu: there is no such prompt (there are ${known})`,
        'queuePosition.other: there is no number {place} here',
        'queuePosition.other: {position} is missing',
        'queuePosition.one: {position} is missing',
        'connecting: a recording needs an https: address',
      ),
    );
  });

  it.each(['[]', '- menu', 'はい', '3', '"menu"'])(
    'refuses a file that is no list of prompts: %s',
    (content) => {
      expect(() => load(content)).toThrow(
        userErrorOf(
          `PROMPTS_FILE ${path} cannot be read: it is not a list of prompt names with their texts`,
        ),
      );
    },
  );

  it.each([
    ['YAML', 'waiting: はい\nmenu: a: b\n', 'line 2'],
    ['YAML with a prompt twice', 'menu: はい\nmenu: いいえ\n', 'line 2'],
    ['JSON', '{"menu": "はい', 'line 1'],
  ])('refuses broken %s in one line that names the place', (_what, content, place) => {
    expect(() => load(content)).toThrow(unreadable(path, place));
  });

  it('refuses a file that is not there', () => {
    expect(() => loadPromptsFile(path, ja)).toThrow(unreadable(path, 'ENOENT'));
  });

  it('refuses a folder', () => {
    expect(() => loadPromptsFile(folder, ja)).toThrow(unreadable(folder, 'EISDIR'));
  });

  it('refuses a file that is not UTF-8', () => {
    writeFileSync(path, Buffer.from([...Buffer.from('menu: '), 0x82, 0xa0]));
    expect(() => loadPromptsFile(path, ja)).toThrow(unreadable(path, 'not UTF-8 text'));
  });

  it('refuses a prompt named __proto__, as any other that there is not', () => {
    expect(() => load('{"__proto__": "はい"}')).toThrow(/__proto__: there is no such prompt/);
  });

  it('refuses a recording with a space before its address, which would be read out', () => {
    expect(() => load('{"menu": " https://a.example/b.mp3"}')).toThrow(
      /menu: is not a valid address/,
    );
  });

  it('lets a text for one number say it in words', () => {
    const queuePosition = { by: 'position', '1': 'You are next.', other: '{position}' };
    expect(load({ queuePosition })).toMatchObject({ queuePosition });
  });
});
