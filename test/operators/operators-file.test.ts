import { UserError } from '../../src/errors';
import { parseOperatorsFile } from '../../src/operators/operators-file';
import { userErrorOf } from '../support/user-error';

const ANNA = { telnum: '+815011111111', name: 'Anna' };
const BORIS = { telnum: '+815022222222', name: 'Boris' };

function parse(csv: string) {
  return parseOperatorsFile(Buffer.from(csv), 'JP');
}

function notANumber(line: number, text: string): string {
  return `line ${line}: "${text}" is not a phone number (write it with its country code, as +815012345678, or as it is dialled in JP)`;
}

describe('parseOperatorsFile', () => {
  it.each([
    ['numbers and names', '+815011111111,Anna\n+815022222222,Boris\n'],
    ['numbers as they are dialled', '050-1111-1111,Anna\n(050) 2222 2222,Boris\n'],
    ['headings', 'number,name\n+815011111111,Anna\n+815022222222,Boris\n'],
    ['headings in Japanese', '電話番号,名前\n+815011111111,Anna\n+815022222222,Boris\n'],
    ['no line break at the end', '+815011111111,Anna\n+815022222222,Boris'],
    ['line breaks of Windows', '+815011111111,Anna\r\n+815022222222,Boris\r\n'],
    ['line breaks of an old Mac', '+815011111111,Anna\r+815022222222,Boris\r'],
    ['line breaks of both kinds', '+815011111111,Anna\n+815022222222,Boris\r\n'],
    ['a byte order mark', '\ufeff+815011111111,Anna\n+815022222222,Boris\n'],
    [
      'a byte order mark and headings',
      '\ufeffnumber,name\n+815011111111,Anna\n+815022222222,Boris\n',
    ],
    ['a byte order mark and quotes', '\ufeff"+815011111111","Anna"\n+815022222222,Boris\n'],
    ['quotes', '"+815011111111","Anna"\n"+815022222222","Boris"\n'],
    ['blank lines', '\n+815011111111,Anna\n\n  \n+815022222222,Boris\n\n'],
    ['blank lines of Windows', '+815011111111,Anna\r\n\r\n+815022222222,Boris\r\n\r\n'],
    ['spaces', ' +815011111111 , Anna \n\t+815022222222,\tBoris\n'],
    ['empty columns', '+815011111111,Anna,,\n+815022222222,Boris,\n'],
  ])('reads a file with %s', (_what, csv) => {
    expect(parse(csv)).toEqual([ANNA, BORIS]);
  });

  it.each([
    ['+815011111111\n', null],
    ['+815011111111,\n', null],
    ['+815011111111,""\n', null],
    ['+815011111111,"Suzuki, Anna"\n', 'Suzuki, Anna'],
    ['+815011111111,"Anna ""Ann"" Suzuki"\n', 'Anna "Ann" Suzuki'],
    ['+815011111111,Anna "Ann" Suzuki\n', 'Anna "Ann" Suzuki'],
    ['+815011111111,鈴木 😀\n', '鈴木 😀'],
  ])('reads the name in %j', (csv, name) => {
    expect(parse(csv)).toEqual([{ telnum: '+815011111111', name }]);
  });

  it.each(['', '\n\n', 'number,name\n'])('finds nobody in %j', (csv) => {
    expect(parse(csv)).toEqual([]);
  });

  it('takes numbers without a country code for those of the country', () => {
    expect(parseOperatorsFile(Buffer.from('(415) 867-5310\n'), 'US')).toEqual([
      { telnum: '+14158675310', name: null },
    ]);
  });

  it('refuses a number that comes twice, in whatever form', () => {
    expect(() => parse('number\n+815011111111,Anna\n\n050-1111-1111,Boris\n')).toThrow(
      userErrorOf('line 4: the same number as line 2'),
    );
  });

  it('refuses more than a number and a name', () => {
    expect(() => parse('+815011111111,Suzuki,Anna\n')).toThrow(
      userErrorOf('line 1: more than a number and a name'),
    );
  });

  it('refuses a name without a number', () => {
    expect(() => parse('+815011111111,Anna\n,Boris\n')).toThrow(userErrorOf(notANumber(2, '')));
  });

  it('refuses a second line of headings', () => {
    expect(() => parse('Operators\nnumber,name\n+815011111111\n')).toThrow(
      userErrorOf(notANumber(2, 'number')),
    );
  });

  it('refuses other separators than commas', () => {
    expect(() => parse('+815011111111;Anna\n')).toThrow(
      userErrorOf(notANumber(1, '+815011111111;Anna')),
    );
  });

  it('names every fault with its line, as a text editor counts', () => {
    const csv = [
      'number,name',
      '+815011111111,Anna',
      '',
      'Boris',
      '110,Fire',
      '+815033333333,a,b',
      '050-1111-1111',
      `+815044444444,${'x'.repeat(256)}`,
    ].join('\r\n');
    expect(() => parse(csv)).toThrow(
      userErrorOf(
        notANumber(4, 'Boris'),
        notANumber(5, '110'),
        'line 6: more than a number and a name',
        'line 7: the same number as line 2',
        'line 8: the name is longer than 255 characters',
      ),
    );
  });

  it.each([
    ['Shift_JIS', Buffer.from([...Buffer.from('+815011111111,'), 0x97, 0xe9, 0x96, 0xd8])],
    ['UTF-16', Buffer.from('\ufeff+815011111111,Anna\n', 'utf16le')],
  ])('refuses a file in %s', (_encoding, csv) => {
    expect(() => parseOperatorsFile(csv, 'JP')).toThrow(
      userErrorOf('the file is not UTF-8 text (save it as UTF-8)'),
    );
  });
});

describe('a file as spreadsheets write it', () => {
  it('may have a number in full-width digits in its first line', () => {
    expect(parse('０５０－１１１１－１１１１,Anna\n')).toEqual([
      { telnum: '+815011111111', name: 'Anna' },
    ]);
  });

  it('may have rows of nothing but commas', () => {
    expect(parse('+815011111111,Anna\n,\n,,,\n')).toEqual([ANNA]);
  });

  it('may not lack a number, in the first line either', () => {
    expect(() => parse(',Anna\n')).toThrow(/^line 1: "" is not a phone number/);
  });

  it.each(['"+815011111111\n+815011112222\n', '"+81501111"1111\n'])(
    'may not have a quotation mark out of place, as in %j',
    (csv) => {
      expect(() => parse(csv)).toThrow(UserError);
    },
  );
});
