import { isWithheld, maskNumber, maskNumbersIn } from '../../src/twilio/caller-id';

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

describe('maskNumbersIn', () => {
  it.each([
    ["value: '+819012345678' for column", "value: '***5678' for column"],
    ["Duplicate entry '+819012345678-09012345678'", "Duplicate entry '***5678-***5678'"],
    ['sip:+14155550100@sip.example.com', 'sip:***0100@sip.example.com'],
    ['+1234567', '***4567'],
    ['+12345678901234567', '+***4567'],
  ])('shows "%s" as "%s"', (text, masked) => {
    expect(maskNumbersIn(text)).toBe(masked);
  });

  it.each([
    'connect ECONNREFUSED 127.0.0.1:33060',
    'errno 1366, sqlState 22007, at row 1234567',
    'CA12345678901234567890123456789012',
    'at Object.<anonymous> (/srv/minicc/dist/main.js:12345:67)',
    '2026-11-21T20:47:00.123Z',
  ])('leaves "%s" as it is', (text) => {
    expect(maskNumbersIn(text)).toBe(text);
  });
});
