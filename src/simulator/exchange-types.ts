import type { Clock } from './clock';
import type { CallDirection, CallStatus, DebuggerEntry, ExchangeEvent } from './events';
import type { FaultRule } from './faults';
import type { Transcript } from './transcript';
import type { Measurement } from './webhook/types';

/** What an exchange knows of the application behind its one telephone number, and of itself. */
export interface ExchangeOptions {
  clock: Clock;
  /** The number that handsets dial, E.164. */
  number: string;
  /** Where a call's first document is asked for; may hold credentials and connection overrides. */
  voiceUrl: string;
  voiceMethod?: 'GET' | 'POST' | undefined;
  fallbackUrl?: string | undefined;
  /** What is told that a call has ended; nobody, where it is not given. */
  statusCallback?: string | undefined;
  statusCallbackMethod?: 'GET' | 'POST' | undefined;
  /** Chance, names and identifiers follow from it; by default, no two exchanges are alike. */
  seed?: number | undefined;
  /** Calls and requests are named as in no other run, whatever the seed; for applications that remember. */
  hasNewNames?: boolean | undefined;
  accountSid?: string | undefined;
  /** Signs requests, and is the password of the REST interface. */
  authToken?: string | undefined;
  /** How long a recording lasts, in seconds, by its URL; 120 by default. */
  playSeconds?: ((url: string) => number) | undefined;
  /** Requests to the first origin are carried to the second, as behind a reverse proxy. */
  route?: { from: string; to: string } | undefined;
  /** How many calls a queue takes that documents create; 1000 by default. */
  maxQueueSize?: number | undefined;
  faults?: readonly FaultRule[] | undefined;
  /** How many events the transcript keeps, at least; all by default. Every call is kept. */
  keepEvents?: number | undefined;
  /** Told of everything that goes over the wire, in real time; for load runs. */
  onMeasured?: ((measurement: Measurement) => void) | undefined;
}

/** How a call is placed. */
export interface DialOptions {
  /** The number that the call was forwarded from. */
  forwardedFrom?: string | undefined;
  /** What a caller-name lookup found. */
  callerName?: string | undefined;
}

/** A telephone, in somebody's hand; it holds one call at a time. Its actions end up in the transcript. */
export interface Handset {
  /** What its calls carry in `From`: E.164, `client:NAME`, or a word for a withheld number. */
  readonly number: string;
  /** The call it is on, or the latest one. */
  readonly call: CallView | undefined;
  /** Calls the exchange's number. Throws where the handset is already on a call. */
  dial(options?: DialOptions): CallView;
  /** Presses keys on the call: 0-9, *, #, and pauses: w of half a second, W of a whole one. */
  press(keys: string): void;
  /** Speaks; only a recording takes notice. */
  speak(seconds: number): void;
  /** Takes the call that is ringing. */
  answer(): void;
  /** Turns down the call that is ringing. */
  reject(): void;
  /** Ends the call; does nothing where there is none. */
  hangUp(): void;
  /** What it does by itself when it rings; `wait` leaves it to `answer` and `reject`. */
  whenCalled: 'wait' | 'reject' | 'busy' | { answerAfterSeconds: number };
}

/** A call as it stands now. */
export interface CallView {
  readonly sid: string;
  readonly from: string;
  readonly to: string;
  readonly direction: CallDirection;
  readonly status: CallStatus;
  /** The call whose document dialled this one. */
  readonly parentSid: string | undefined;
  readonly forwardedFrom: string | undefined;
  readonly callerName: string | undefined;
  readonly startedAt: number;
  readonly answeredAt: number | undefined;
  readonly endedAt: number | undefined;
  /** The SID of the call it is connected with. */
  readonly bridgedWith: string | undefined;
  /** The queue it waits in, and its place there, from 1. */
  readonly queue: { name: string; position: number } | undefined;
}

/** A queue as it stands now. */
export interface QueueView {
  readonly sid: string;
  readonly name: string;
  readonly maxSize: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Who waits, the first to be served first. */
  readonly members: readonly { call: string; enqueuedAt: number }[];
  /** How long those who wait now have waited, on average, in whole seconds. */
  readonly averageWaitSeconds: number;
}

/** What makes a call leave what it is doing for another document, or end; an address beats a text. */
export type CallUpdate =
  | { url: string; method: 'GET' | 'POST'; twiml?: string | undefined }
  | { twiml: string }
  | { status: 'completed' | 'canceled' };

/** A telephone exchange that plays Twilio. */
export interface Exchange {
  readonly clock: Clock;
  readonly number: string;
  /** What chance follows from. */
  readonly seed: number;
  /** What its clock showed when it began: milliseconds since 1970, UTC. */
  readonly startedAt: number;
  readonly accountSid: string;
  readonly authToken: string;
  readonly transcript: Transcript;
  /** What Twilio would have found fault with; of a bounded transcript, the latest. */
  readonly debuggerLog: readonly (DebuggerEntry & { at: number })[];
  /** A telephone with this number; the same one each time, but a withheld number is always new. */
  handset(number: string): Handset;
  /** Every call so far, in the order in which they began. */
  readonly calls: readonly CallView[];
  /** Every queue, in the order in which they came into being. */
  readonly queues: readonly QueueView[];
  /** Faults from now on. */
  setFaults(faults: readonly FaultRule[]): void;
  /** Waits for an event that `matches`, among those with a `seq` from `since` on. */
  waitFor<E extends ExchangeEvent>(
    matches: (event: ExchangeEvent) => event is E,
    options?: WaitOptions,
  ): Promise<E>;
  waitFor(
    matches: (event: ExchangeEvent) => boolean,
    options?: WaitOptions,
  ): Promise<ExchangeEvent>;
  /** Lets so much time pass. */
  wait(seconds: number): Promise<void>;
  /** Waits until no call is left and every callback has had its answer. */
  settled(): Promise<void>;
  /** Ends every call and lets nothing more happen. */
  close(): Promise<void>;
  // What the REST interface asks for. Each throws an `ExchangeError` where Twilio would refuse.
  createQueue(name: string, maxSize?: number): QueueView;
  updateQueue(sid: string, change: { name?: string; maxSize?: number }): QueueView;
  removeQueue(sid: string): void;
  /** Takes a call out of its queue, to another document. */
  dequeue(queueSid: string, callSid: string, to: { url: string; method: 'GET' | 'POST' }): void;
  updateCall(callSid: string, update: CallUpdate): void;
}

/** How long to wait for an event, and from where in the transcript on. */
export interface WaitOptions {
  /** Without it, for ever; on a virtual clock, until nothing is left to happen. */
  withinSeconds?: number | undefined;
  since?: number | undefined;
}
