/** A call's state: https://www.twilio.com/docs/voice/twiml (CallStatus). */
export type CallStatus =
  | 'queued'
  | 'initiated'
  | 'ringing'
  | 'in-progress'
  | 'completed'
  | 'busy'
  | 'failed'
  | 'no-answer'
  | 'canceled';

/** Which way a call goes: https://www.twilio.com/docs/voice/twiml (Direction). */
export type CallDirection = 'inbound' | 'outbound-api' | 'outbound-dial';

/**
 * How a call left its queue: https://www.twilio.com/docs/voice/twiml/enqueue (QueueResult).
 * `system-error` is a failure of Twilio's own, which this exchange does not have.
 */
export type QueueResult =
  | 'bridged'
  | 'bridging-in-process'
  | 'redirected'
  | 'redirected-from-bridged'
  | 'leave'
  | 'hangup'
  | 'queue-full'
  | 'error'
  | 'system-error';

/** What a request is for. */
export type RequestPurpose =
  | 'voice-url'
  | 'fallback-url'
  | 'redirect'
  | 'gather-action'
  | 'enqueue-action'
  | 'wait-url'
  | 'queue-url'
  | 'dial-action'
  | 'number-url'
  | 'record-action'
  | 'recording-status-callback'
  | 'rest-url'
  | 'status-callback'
  | 'dial-status-callback';

/** Something that a person at a telephone hears. */
export type Sound =
  | { kind: 'say'; text: string; language: string; voice: string | undefined }
  | { kind: 'play'; url: string }
  | { kind: 'digits'; digits: string }
  | { kind: 'silence' }
  | { kind: 'ringing' }
  | { kind: 'beep' };

/** What people do with their telephones; a run is replayed from these alone. */
export type HandsetEvent =
  | {
      type: 'dial';
      call: string;
      from: string;
      to: string;
      forwardedFrom?: string | undefined;
      callerName?: string | undefined;
    }
  | { type: 'press'; call: string; keys: string }
  | { type: 'speak'; call: string; seconds: number }
  | { type: 'answer'; call: string }
  | { type: 'reject'; call: string }
  | { type: 'hang-up'; call: string };

/** What happens to calls. `call` is a call's SID throughout. */
export type CallEvent =
  /** A call that the exchange makes, to a telephone that now rings: a leg of Dial. */
  | { type: 'ring'; call: string; parent: string; from: string; to: string }
  | { type: 'status'; call: string; status: CallStatus }
  /** A sound begins; it lasts `durationMs` unless a `cut` follows. */
  | { type: 'hear'; call: string; sound: Sound; durationMs: number }
  /** The sound ended early, after `heardMs`. */
  | { type: 'cut'; call: string; heardMs: number }
  | { type: 'gathered'; call: string; digits: string; finishedOnKey: string }
  | { type: 'recorded'; call: string; recording: string; seconds: number }
  | { type: 'enqueued'; call: string; queue: string; position: number }
  /** A call left its queue; `position` is the place it left. */
  | {
      type: 'dequeued';
      call: string;
      queue: string;
      position: number;
      waitedSeconds: number;
      by: string | undefined;
    }
  /** Two calls hear each other. */
  | { type: 'bridged'; calls: [customer: string, operator: string] }
  | { type: 'parted'; calls: [customer: string, operator: string]; seconds: number }
  | { type: 'ended'; call: string; status: CallStatus; seconds: number };

/** What goes over the wire. A request and what came of it share `request`, a number. */
export type WebhookEvent =
  | {
      type: 'request';
      request: number;
      call: string;
      purpose: RequestPurpose;
      method: 'GET' | 'POST';
      /** Without credentials and fragment. */
      url: string;
      parameters: readonly (readonly [name: string, value: string])[];
      /** How often this webhook was tried before. */
      retries: number;
      authorised: boolean;
    }
  | {
      type: 'response';
      request: number;
      call: string;
      status: number;
      contentType: string | undefined;
      body: string;
      /** On the exchange's clock: 0 on a virtual one, unless a fault made the answer slow. */
      tookMs: number;
    }
  | {
      type: 'failure';
      request: number;
      call: string;
      code: number;
      message: string;
      tookMs: number;
    };

/** An entry of the debugger log, with Twilio's number: https://www.twilio.com/docs/api/errors */
export interface DebuggerEntry {
  type: 'debugger';
  call: string | undefined;
  level: 'error' | 'warning';
  code: number;
  message: string;
  /** The document or address that was at fault, without credentials. */
  url: string | undefined;
  /** The line of the document, from 1, and its text. */
  line: number | undefined;
  text: string | undefined;
}

/** What happened, before it has its place in the transcript. */
export type EventBody = HandsetEvent | CallEvent | WebhookEvent | DebuggerEntry;

/** One entry of a transcript: `seq` counts from 0, `at` is milliseconds since 1970, UTC. */
export type ExchangeEvent = { seq: number; at: number } & EventBody;
