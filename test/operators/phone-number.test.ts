import { UserError } from '../../src/errors';
import { isCountry, isE164, parsePhoneNumber } from '../../src/operators/phone-number';
import { userErrorOf } from '../support/user-error';

describe('parsePhoneNumber', () => {
  it.each([
    ['050-1234-5678', '+815012345678'],
    ['05012345678', '+815012345678'],
    ['(050) 1234 5678', '+815012345678'],
    ['０５０－１２３４－５６７８', '+815012345678'],
    ['03-1234-5678', '+81312345678'],
    ['090-1234-5678', '+819012345678'],
    ['0120-123-456', '+81120123456'],
    ['+815012345678', '+815012345678'],
    ['+81 (0)50-1234-5678', '+815012345678'],
    ['010 1 415 867 5310', '+14158675310'],
    ['+1 (415) 867-5310', '+14158675310'],
    ['+44 20 7946 0958', '+442079460958'],
  ])('reads %s, dialled in Japan, as %s', (text, number) => {
    expect(parsePhoneNumber(text, 'JP')).toBe(number);
  });

  it.each([
    ['US', '(415) 867-5310', '+14158675310'],
    ['GB', '020 7946 0958', '+442079460958'],
    ['RU', '8 (495) 123-45-67', '+74951234567'],
    ['RU', '+815012345678', '+815012345678'],
  ] as const)('reads, dialled in %s, %s as %s', (country, text, number) => {
    expect(parsePhoneNumber(text, country)).toBe(number);
  });

  it.each([
    '',
    ' ',
    'Anna',
    'anonymous',
    '110',
    '+81',
    '+815012345',
    '+8150123456789',
    '+266696687',
    '+811045000',
    '+0815012345678',
    '03-1234-5678 ext. 5',
    '050-1234-5678, 050-1234-5679',
    'call 050-1234-5678',
    'client:anna',
    'sip:anna@sip.example.com',
  ])('refuses "%s"', (text) => {
    expect(() => parsePhoneNumber(text, 'JP')).toThrow(
      userErrorOf(
        `"${text}" is not a phone number (write it with its country code, as +815012345678, or as it is dialled in JP)`,
      ),
    );
  });
});

// https://www.itu.int/rec/T-REC-E.164
describe('isE164', () => {
  it.each(['+815012345678', '+14158675310', '+12', '+123456789012345'])('holds for %s', (text) => {
    expect(isE164(text)).toBe(true);
  });

  it.each([
    '',
    '+',
    '815012345678',
    '+0815012345678',
    '+1',
    '+1234567890123456',
    '+81 50 1234 5678',
    '+81-50-1234-5678',
    ' +815012345678',
    '+815012345678\n',
    '＋８１５０１２３４５６７８',
    'client:anna',
  ])('does not hold for "%s"', (text) => {
    expect(isE164(text)).toBe(false);
  });
});

describe('isCountry', () => {
  it.each([
    ['JP', true],
    ['US', true],
    ['jp', false],
    ['JPN', false],
    ['ZZ', false],
    ['', false],
    ['toString', false],
  ])('tells of "%s": %s', (text, expected) => {
    expect(isCountry(text)).toBe(expected);
  });
});

describe('a number with the prefix that other countries dial abroad with', () => {
  it('is refused rather than stored in a form that no caller ID has', () => {
    expect(() => parsePhoneNumber('00815012345678', 'JP')).toThrow(UserError);
  });
});
