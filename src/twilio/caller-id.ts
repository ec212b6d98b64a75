/**
 * The digits that withheld caller IDs were spelled with until 2024, `ANONYMOUS` and the like on a
 * keypad, met with and without `+1` or `+`; both spellings of RESTRICTED occur in the wild.
 * https://www.twilio.com/docs/voice/twiml/changelog (2024-01-18)
 */
const KEYPAD_SPELLINGS = new Set([
  '266696687', // ANONYMOUS
  '86282452253', // UNAVAILABLE
  '8656696', // UNKNOWN
  '2562533', // BLOCKED
  '464',
  '7378742833', // RESTRICTED
  '7378742883', // RESTRICTED, misspelled
]);

/**
 * Whether `From` names nobody: empty, a word such as `anonymous` or `Restricted` (Twilio passes on
 * whatever case the carrier sent), the SIP form of that word, or one of the old digit spellings.
 */
export function isWithheld(from: string): boolean {
  const trimmed = from.trim();
  return (
    !/[\d:@]/.test(trimmed) ||
    /^(sips?:)?(anonymous|unknown|unavailable|restricted|blocked|private)@/i.test(trimmed) ||
    KEYPAD_SPELLINGS.has(trimmed.replace(/^\+?1?/, ''))
  );
}

/** A caller ID as logs may show it: its last four characters, or nothing of a shorter one. */
export function maskNumber(number: string): string {
  return number.length > 4 ? `***${number.slice(-4)}` : '***';
}

/** A text with everything masked that may be a telephone number; codes, ports and SIDs stay. */
export function maskNumbersIn(text: string): string {
  return text.replace(/(?<!\w)(?:\+\d{7,15}|\d{8,})(?!\w)/g, maskNumber);
}
