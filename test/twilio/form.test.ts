import { parseForm, parseFormBody } from '../../src/twilio/form';

const refusal = expect.objectContaining({
  name: 'RequestError',
  status: 400,
  message: 'The parameters are not form-urlencoded UTF-8.',
});

// https://url.spec.whatwg.org/#application/x-www-form-urlencoded
describe('parseForm', () => {
  it.each([
    ['nothing', '', []],
    ['only separators', '&&', []],
    [
      'an empty field among others',
      'a=1&&b=2&',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    ['a plus, which is a space', 'a+b=c+d', [['a b', 'c d']]],
    ['an encoded plus', 'From=%2B815012345678', [['From', '+815012345678']]],
    ['encoded separators', 'a%26b=c%3Dd%26e', [['a&b', 'c=d&e']]],
    ['escapes in either case', 'a=%e3%81%82%E3%81%82', [['a', 'ああ']]],
    ['an emoji', 'CallerName=%F0%9F%98%80', [['CallerName', '😀']]],
    ['a zero byte and a line break', 'a=%00%0D%0A', [['a', '\0\r\n']]],
    ['a value with =', 'a=b=c==', [['a', 'b=c==']]],
    ['an empty value', 'a=', [['a', '']]],
    ['a name without =', 'a', [['a', '']]],
    ['an empty name', '=a', [['', 'a']]],
    ['spaces around, which count', 'a=+b+', [['a', ' b ']]],
    [
      'a repeated name',
      'a=1&b=2&a=3&a=1',
      [
        ['a', '1'],
        ['b', '2'],
        ['a', '3'],
        ['a', '1'],
      ],
    ],
    [
      'brackets',
      'a[b]=1&a[]=2',
      [
        ['a[b]', '1'],
        ['a[]', '2'],
      ],
    ],
    [
      'names of Object',
      '__proto__=1&constructor=2',
      [
        ['__proto__', '1'],
        ['constructor', '2'],
      ],
    ],
  ])('reads %s', (_what, text, fields) => {
    expect(parseForm(text)).toEqual(fields);
  });

  it.each([
    ['an escape cut short', 'a=%'],
    ['an escape with one digit', 'a=%4'],
    ['an escape that is not hexadecimal', 'a=%zz'],
    ['an escape of another kind', 'a=%u3042'],
    ['a broken escape in a name', '%=1'],
    ['a broken escape after sound fields', 'CallSid=CA1&b=%&c=1'],
    ['bytes of Shift_JIS', 'a=%82%A0'],
    ['a character cut short', 'a=%E3%81'],
    ['an overlong form', 'a=%C0%AF'],
    ['the first half of a surrogate pair', 'a=%ED%A0%80'],
    ['the second half of a surrogate pair', 'a=%ED%B0%80'],
    ['a surrogate pair', 'a=%ED%A0%BD%ED%B8%80'],
    ['what lies beyond Unicode', 'a=%F4%90%80%80'],
  ])('refuses %s', (_what, text) => {
    expect(() => parseForm(text)).toThrow(refusal);
  });
});

describe('parseFormBody', () => {
  it('reads the bytes of a form', () => {
    expect(parseFormBody(Buffer.from('From=%2B81&Name=あ😀'))).toEqual([
      ['From', '+81'],
      ['Name', 'あ😀'],
    ]);
  });

  it('reads no bytes as no fields', () => {
    expect(parseFormBody(new Uint8Array())).toEqual([]);
  });

  it('keeps a byte order mark, which was sent', () => {
    expect(parseFormBody(Buffer.from('\ufeffa=\ufeffb'))).toEqual([['\ufeffa', '\ufeffb']]);
  });

  it.each([
    ['bytes of Shift_JIS', [0x61, 0x3d, 0x82, 0xa0]],
    ['a character cut short', [0x61, 0x3d, 0xe3, 0x81]],
    ['half of a surrogate pair', [0x61, 0x3d, 0xed, 0xa0, 0x80]],
    ['a broken escape', [0x61, 0x3d, 0x25]],
  ])('refuses %s', (_what, bytes) => {
    expect(() => parseFormBody(Uint8Array.from(bytes))).toThrow(refusal);
  });
});
