import {
  type Conflict,
  checkClient,
  checkDial,
  checkEnqueue,
  checkParameter,
  checkPlay,
  checkQueue,
  checkRecord,
  checkSpeechTimeout,
  type VerbUse,
} from './conflicts';
import {
  boolean,
  characters,
  httpMethod,
  integer,
  inUnion,
  jsonObject,
  keySet,
  keysToSend,
  matching,
  oneOf,
  phoneNumber,
  sid,
  singleKey,
  url,
  urlOrEmpty,
  type ValueCheck,
  wordOr,
  wordsOf,
} from './values';
import { checkLength, checkVoiceAndLanguage, sayLanguage, voiceName } from './voices';

/** What may stand in and on a verb. A verb without `text` takes none, without `children` none. */
export interface VerbRule {
  attributes: Readonly<Record<string, ValueCheck>>;
  text?: ValueCheck;
  children?: readonly string[];
  together?: (use: VerbUse) => Conflict[];
}

/**
 * Where a document is fetched from: `call` is a call's document or an action's, `wait` comes from
 * Enqueue's waitUrl, `announcement` from the url of Queue, `called` from the url of Number or Client.
 * https://www.twilio.com/docs/voice/twiml/enqueue
 * https://www.twilio.com/docs/voice/twiml/queue
 * https://www.twilio.com/docs/voice/twiml/number
 */
export type TwimlContext = 'call' | 'wait' | 'announcement' | 'called';

/**
 * The verbs that may stand directly in Response. Leave takes a call out of its queue, so it has a
 * meaning in a wait document only.
 * https://www.twilio.com/docs/voice/twiml/leave
 * https://www.twilio.com/docs/api/errors/14211
 */
export const TOP_VERBS: Readonly<Record<TwimlContext, readonly string[]>> = {
  call: [
    'Say',
    'Play',
    'Pause',
    'Gather',
    'Redirect',
    'Hangup',
    'Reject',
    'Enqueue',
    'Dial',
    'Record',
  ],
  wait: ['Play', 'Say', 'Pause', 'Hangup', 'Redirect', 'Leave', 'Gather'],
  announcement: ['Play', 'Say', 'Pause', 'Redirect'],
  called: ['Play', 'Say', 'Gather', 'Hangup', 'Pause'],
};

/**
 * The elements of speech markup that may stand in a Say, and in each other.
 * https://www.twilio.com/docs/voice/twiml/say/text-speech
 */
export const SPEECH_MARKUP: ReadonlySet<string> = new Set([
  ...['break', 'emphasis', 'lang', 'p', 'phoneme', 'prosody', 's', 'say-as', 'sub', 'w'],
]);

/** What Twilio has besides, for voice calls, and these rules do not know. */
export const UNMODELLED: ReadonlySet<string> = new Set([
  ...['Connect', 'Echo', 'Pay', 'Prompt', 'Refer', 'Sms', 'Start', 'Stop'],
  ...['Application', 'Sim', 'WhatsApp'],
]);

/** Whether Twilio never reads what follows the verb in the same document. */
export function isLastVerb(name: string, attributes: Readonly<Record<string, string>>): boolean {
  if (['Redirect', 'Hangup', 'Reject', 'Leave'].includes(name)) return true;
  return ['Enqueue', 'Dial'].includes(name) && attributes.action !== undefined;
}

const loop = integer(0, 1000);

const recordingStatus = {
  recordingConfigurationId: characters(1),
  recordingStatusCallback: url,
  recordingStatusCallbackMethod: httpMethod,
};

const machineDetection = {
  amdStatusCallback: url,
  amdStatusCallbackMethod: httpMethod,
  machineDetection: oneOf('Enable', 'DetectMessageEnd'),
  machineDetectionSilenceTimeout: integer(1),
  machineDetectionSpeechEndThreshold: integer(1),
  machineDetectionSpeechThreshold: integer(1),
  machineDetectionTimeout: integer(1),
};

const calledParty = {
  method: httpMethod,
  statusCallback: url,
  statusCallbackMethod: httpMethod,
  url,
};

const speechHints: ValueCheck = (value) => {
  const hints = value.split(',').map((hint) => hint.trim());
  if (hints.length > 500) return 'has more than 500 entries';
  return hints.some((hint) => [...hint].length > 100)
    ? 'has an entry of more than 100 characters'
    : undefined;
};

/**
 * The verbs and nouns that a call centre may use, each with what may stand on it and in it; the
 * attribute names are those of the installed twilio package. Response is the root and takes no
 * attributes; TOP_VERBS says what may stand in it. Left out, and so refused: Sip's child
 * elements, and every verb not named here.
 * https://www.twilio.com/docs/voice/twiml
 */
export const VERBS: Readonly<Record<string, VerbRule>> = {
  // https://www.twilio.com/docs/voice/twiml/say and .../say/text-speech
  Say: {
    attributes: { language: sayLanguage, loop, voice: voiceName },
    text: characters(1),
    together: (use) => [...checkVoiceAndLanguage(use), ...checkLength(use)],
  },

  // https://www.twilio.com/docs/voice/twiml/play
  Play: { attributes: { digits: keysToSend, loop }, text: urlOrEmpty, together: checkPlay },

  // https://www.twilio.com/docs/voice/twiml/pause
  Pause: { attributes: { length: integer(1) } },

  // https://www.twilio.com/docs/voice/twiml/gather and https://www.twilio.com/docs/api/errors/13335
  Gather: {
    attributes: {
      action: url,
      actionOnEmptyResult: boolean,
      bargeIn: boolean,
      debug: boolean,
      enhanced: boolean,
      finishOnKey: singleKey,
      hints: speechHints,
      input: wordsOf(inUnion('GatherInput')),
      language: inUnion('GatherLanguage'),
      maxSpeechTime: integer(1, 60),
      method: httpMethod,
      numDigits: integer(1),
      partialResultCallback: url,
      partialResultCallbackMethod: httpMethod,
      profanityFilter: boolean,
      speechModel: matching(/^[a-z0-9_-]+$/, 'is not the name of a speech model'),
      speechTimeout: wordOr('auto', integer(1)),
      timeout: wordOr('auto', integer(1)),
    },
    children: ['Say', 'Play', 'Pause'],
    together: checkSpeechTimeout,
  },

  // https://www.twilio.com/docs/voice/twiml/redirect
  Redirect: { attributes: { method: httpMethod }, text: urlOrEmpty },

  // https://www.twilio.com/docs/voice/twiml/hangup
  Hangup: { attributes: {} },

  // https://www.twilio.com/docs/voice/twiml/reject
  Reject: { attributes: { reason: inUnion('RejectReason') } },

  // https://www.twilio.com/docs/voice/twiml/leave
  Leave: { attributes: {} },

  // https://www.twilio.com/docs/voice/twiml/record
  Record: {
    attributes: {
      ...recordingStatus,
      action: url,
      finishOnKey: keySet,
      maxLength: integer(1),
      method: httpMethod,
      playBeep: boolean,
      recordingStatusCallbackEvent: wordsOf(inUnion('RecordRecordingEvent')),
      timeout: integer(1),
      transcribe: boolean,
      transcribeCallback: url,
      trim: inUnion('RecordTrim'),
    },
    together: checkRecord,
  },

  // https://www.twilio.com/docs/voice/twiml/enqueue (an empty waitUrl is silence)
  Enqueue: {
    attributes: {
      action: url,
      maxQueueSize: integer(1, 5000),
      method: httpMethod,
      waitUrl: urlOrEmpty,
      waitUrlMethod: httpMethod,
      workflowSid: sid('WW'),
    },
    text: characters(0),
    children: ['Task'],
    together: checkEnqueue,
  },

  // https://www.twilio.com/docs/taskrouter/twiml-queue-calls
  Task: { attributes: { priority: integer(0), timeout: integer(1) }, text: jsonObject },

  // https://www.twilio.com/docs/voice/twiml/dial (24 hours is the longest limit an account can get)
  Dial: {
    attributes: {
      ...recordingStatus,
      action: url,
      answerOnBridge: boolean,
      callerId: characters(1),
      events: wordsOf(inUnion('DialEvents')),
      hangupOnStar: boolean,
      method: httpMethod,
      passports: characters(1),
      record: inUnion('ConversationRecord'),
      recordingStatusCallbackEvent: wordsOf(inUnion('DialRecordingEvent')),
      recordingTrack: inUnion('DialRecordingTrack'),
      referMethod: httpMethod,
      referUrl: url,
      ringTone: inUnion('DialRingTone'),
      sequential: boolean,
      timeLimit: integer(1, 86_400),
      timeout: integer(5, 600),
      trim: inUnion('DialTrim'),
    },
    text: (value) => (value === '' ? undefined : phoneNumber(value)),
    children: ['Number', 'Client', 'Queue', 'Conference', 'Sip'],
    together: checkDial,
  },

  // https://www.twilio.com/docs/voice/twiml/queue
  Queue: {
    attributes: {
      method: httpMethod,
      postWorkActivitySid: sid('WA'),
      reservationSid: sid('WR'),
      url,
    },
    text: characters(0, 63),
    together: checkQueue,
  },

  // https://www.twilio.com/docs/voice/twiml/number
  Number: {
    attributes: {
      ...calledParty,
      ...machineDetection,
      byoc: sid('BY'),
      sendDigits: keysToSend,
      statusCallbackEvent: wordsOf(inUnion('NumberEvent')),
    },
    text: phoneNumber,
  },

  // https://www.twilio.com/docs/voice/twiml/client
  Client: {
    attributes: { ...calledParty, statusCallbackEvent: wordsOf(inUnion('ClientEvent')) },
    text: matching(/^[^\s\p{Cc}]{0,256}$/u, 'is not an identity of at most 256 characters'),
    children: ['Identity', 'Parameter'],
    together: checkClient,
  },
  Identity: {
    attributes: {},
    text: matching(/^[^\s\p{Cc}]{1,256}$/u, 'is not an identity of at most 256 characters'),
  },
  Parameter: {
    attributes: { name: characters(1), value: characters(0) },
    together: checkParameter,
  },

  // https://www.twilio.com/docs/voice/twiml/conference (an empty waitUrl is silence)
  Conference: {
    attributes: {
      ...recordingStatus,
      beep: inUnion('ConferenceBeep'),
      coach: sid('CA'),
      endConferenceOnExit: boolean,
      eventCallbackUrl: url,
      jitterBufferSize: inUnion('ConferenceJitterBufferSize'),
      maxParticipants: integer(1, 250),
      muted: boolean,
      participantLabel: characters(1, 128),
      record: inUnion('ConferenceRecord'),
      recordingStatusCallbackEvent: wordsOf(inUnion('ConferenceRecordingEvent')),
      region: inUnion('ConferenceRegion'),
      startConferenceOnEnter: boolean,
      statusCallback: url,
      statusCallbackEvent: wordsOf(inUnion('ConferenceEvent')),
      statusCallbackMethod: httpMethod,
      trim: inUnion('ConferenceTrim'),
      waitMethod: httpMethod,
      waitUrl: urlOrEmpty,
    },
    text: characters(1),
  },

  // https://www.twilio.com/docs/voice/twiml/sip
  Sip: {
    attributes: {
      ...calledParty,
      ...machineDetection,
      password: characters(1),
      statusCallbackEvent: wordsOf(inUnion('SipEvent')),
      username: characters(1),
    },
    text: matching(/^sips?:[^\s\p{Cc}]+$/u, 'is not a SIP URI'),
  },
};
