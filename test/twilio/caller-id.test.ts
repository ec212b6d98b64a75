import { isWithheld, maskNumber } from '../../src/twilio/caller-id';

// https://www.twilio.com/docs/voice/twiml/changelog (2024-01-18, 2024-07-22)
describe('isWithheld', () => {
  const words = [
    'anonymous',
    'unknown',
    'unavailable',
    'restricted',
    'blocked',
    'private',
    'withheld',
    'No Caller ID',
    'Out Of Area',
  ];

  it.each(words)('holds for "%s" in any letter case', (word) => {
    expect(isWithheld(word)).toBe(true);
    expect(isWithheld(word.toUpperCase())).toBe(true);
    expect(isWithheld(word.toLowerCase())).toBe(true);
    expect(isWithheld(word.charAt(0).toUpperCase() + word.slice(1))).toBe(true);
    expect(isWithheld(` ${word} `)).toBe(true);
  });

  it.each(['', ' ', '+', '-'])('holds for "%s", which names nobody', (from) => {
    expect(isWithheld(from)).toBe(true);
  });

  it.each([
    ['ANONYMOUS', '266696687'],
    ['UNAVAILABLE', '86282452253'],
    ['UNKNOWN', '8656696'],
    ['BLOCKED', '2562533'],
    ['464', '464'],
    ['RESTRICTED', '7378742833'],
    ['RESTRICTED misspelled', '7378742883'],
  ])('holds for %s on a keypad, with and without + and +1', (_word, digits) => {
    expect(isWithheld(digits)).toBe(true);
    expect(isWithheld(`+${digits}`)).toBe(true);
    expect(isWithheld(`1${digits}`)).toBe(true);
    expect(isWithheld(`+1${digits}`)).toBe(true);
    expect(isWithheld(` ${digits} `)).toBe(true);
  });

  it.each([
    'sip:anonymous@anonymous.invalid',
    'sips:anonymous@anonymous.invalid',
    'SIP:Anonymous@Anonymous.Invalid',
    'anonymous@anonymous.invalid',
    'sip:unknown@sip.example.com',
    'sip:unavailable@192.0.2.1',
    'sip:Restricted@sip.example.com',
    'sip:BLOCKED@sip.example.com:5060',
    'sip:private@sip.example.com',
  ])('holds for %s', (from) => {
    expect(isWithheld(from)).toBe(true);
  });

  it.each([
    '+815012345678',
    '+14158675310',
    '+811045000',
    '110',
    '0312345678',
    '+4641234567',
    '+2666966871',
    '+12666966870',
    '+447378742833',
    'client:anna',
    'client:anonymous',
    'sip:anna@sip.example.com',
    'sip:anonymous.anna@sip.example.com',
    'sip:815012345678@anonymous.example.com',
  ])('does not hold for %s', (from) => {
    expect(isWithheld(from)).toBe(false);
  });
});

describe('maskNumber', () => {
  it.each([
    ['+815012345678', '***5678'],
    ['client:anna', '***anna'],
    ['12345', '***2345'],
    ['1234', '***'],
    ['464', '***'],
    ['', '***'],
  ])('shows "%s" as %s', (number, masked) => {
    expect(maskNumber(number)).toBe(masked);
  });
});
