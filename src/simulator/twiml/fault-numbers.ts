/** The number of a warning that a document does not keep to TwiML's schema. */
export const SCHEMA_WARNING = 12200;

const INVALID_URL = 11100;

/**
 * Twilio's own numbers, by verb and then by what is at fault: the name of an attribute, `#text`,
 * `#empty` for text that is missing, `#child` for what may not stand in the verb. `Gather/Say` is a
 * Say in a Gather. What is not listed has no number of its own.
 * https://www.twilio.com/docs/api/errors
 */
const NUMBERS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  Response: { version: 12101 },
  // The page of 13512 speaks of Gather, which has 13331; among its neighbours it belongs to Say.
  Say: { language: 13512, loop: 13510, voice: 13511, '#empty': 13520, '#text': 13521 },
  'Gather/Say': { loop: 13322, voice: 13321 },
  Play: { digits: 13430, loop: 13410, '#text': INVALID_URL },
  Pause: { length: 13910 },
  Gather: {
    action: INVALID_URL,
    actionOnEmptyResult: 13338,
    bargeIn: 13332,
    finishOnKey: 13310,
    hints: 13330,
    input: 13326,
    language: 13331,
    maxSpeechTime: 13328,
    method: 13312,
    numDigits: 13314,
    partialResultCallback: INVALID_URL,
    partialResultCallbackMethod: 13329,
    profanityFilter: 13333,
    speechModel: 13334,
    speechTimeout: 13327,
    timeout: 13313,
    '#child': 13320,
  },
  Redirect: { method: 13710, '#text': INVALID_URL },
  Reject: { reason: 13810 },
  Record: {
    action: INVALID_URL,
    finishOnKey: 13613,
    maxLength: 13612,
    method: 13610,
    playBeep: 13616,
    recordingStatusCallback: 13256,
    recordingStatusCallbackEvent: 13621,
    timeout: 13611,
    transcribe: 13614,
    transcribeCallback: 13257,
    trim: 13699,
  },
  Enqueue: {
    action: 14203,
    method: 14201,
    waitUrl: 14202,
    waitUrlMethod: 14206,
    workflowSid: 14220,
    '#empty': 14204,
    '#text': 14205,
  },
  Task: { '#text': 14221 },
  Dial: {
    action: INVALID_URL,
    answerOnBridge: 13219,
    callerId: 13214,
    hangupOnStar: 13213,
    method: 13210,
    record: 13217,
    recordingStatusCallback: 13256,
    recordingStatusCallbackEvent: 13621,
    ringTone: 13220,
    sequential: 13218,
    timeLimit: 13216,
    timeout: 13212,
    '#child': 13215,
    '#text': 13223,
  },
  Queue: { method: 14210, reservationSid: 14215, url: 14211, '#empty': 14212, '#text': 14213 },
  Number: { method: 13221, sendDigits: 13222, url: INVALID_URL, '#text': 13223 },
  Client: { url: INVALID_URL },
  Conference: {
    beep: 13235,
    coach: 13240,
    endConferenceOnExit: 13231,
    muted: 13230,
    startConferenceOnEnter: 13232,
    trim: 13239,
    waitMethod: 13234,
    waitUrl: 13233,
    '#text': 13237,
  },
  Sip: { method: 13241, password: 13249, url: INVALID_URL, username: 13249, '#text': 13243 },
};

const ERRORS: ReadonlySet<number> = new Set([
  INVALID_URL,
  ...[11200, 11217, 11750, 12100, 12101, 12102, 12300],
  ...[13201, 13231, 13239, 13240, 13257, 13338, 13621],
  ...[14201, 14202, 14203, 14204, 14205, 14206, 14210, 14211, 14212, 14213, 14215, 14220, 14221],
]);

/** The number that Twilio gives to a fault in `part` of a verb that stands in `parent`. */
export function getFaultNumber(verb: string, part: string, parent?: string): number {
  const rules = [NUMBERS[`${parent}/${verb}`], NUMBERS[verb]];
  const parts = part === '#empty' ? ['#empty', '#text'] : [part];
  for (const rule of rules) {
    const own = parts.find((name) => rule !== undefined && Object.hasOwn(rule, name));
    if (own !== undefined) return rule?.[own] ?? SCHEMA_WARNING;
  }
  return SCHEMA_WARNING;
}

/** How grave Twilio takes a fault to be, by its number: https://www.twilio.com/docs/api/errors */
export function getFaultLevel(code: number): 'error' | 'warning' {
  return ERRORS.has(code) ? 'error' : 'warning';
}

/**
 * Whether a fault makes Twilio refuse the verb that it is found in, in place of passing over what is
 * wrong. `QueueResult` is documented to be `error` where Enqueue's TwiML is at fault; that the
 * errors of Queue end its Dial is taken from that, and is not documented.
 * https://www.twilio.com/docs/voice/twiml/enqueue
 */
export function isRefusal(code: number): boolean {
  return code >= 14201 && code <= 14223 && getFaultLevel(code) === 'error';
}
