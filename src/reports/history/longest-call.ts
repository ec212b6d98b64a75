/**
 * No visit and no call that is on record later than this after it began: a call lasts 24 hours at
 * the longest (www.twilio.com/docs/voice/twiml/dial, `timeLimit`), and an hour is for what comes late.
 */
export const LONGEST_CALL_MS = 25 * 3_600_000;

/** Whether a call, or a wait in one, can last so long; other lengths are as good as not known. */
export function canLast(seconds: number): boolean {
  return seconds >= 0 && seconds * 1000 <= LONGEST_CALL_MS;
}
