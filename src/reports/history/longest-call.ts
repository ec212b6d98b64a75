/**
 * No visit and no call that is on record later than this after it began: a call lasts 24 hours at
 * the longest (www.twilio.com/docs/voice/twiml/dial, `timeLimit`), and an hour is for what comes late.
 */
export const LONGEST_CALL_MS = 25 * 3_600_000;
