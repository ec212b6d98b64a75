import type { Clock } from './clock';
import type { DocumentRequest } from './document';
import type { CallDirection, CallStatus, EventBody } from './events';
import type { CallView, DialOptions } from './exchange-types';
import { CallEnded, CallRedirected } from './interruption';
import { createWebhookSession, type WebhookSession } from './webhook/client';

/** Who a call is between, and how it came about. */
export interface CallParties extends DialOptions {
  sid: string;
  from: string;
  to: string;
  direction: CallDirection;
  parentSid?: string | undefined;
}

/** A call's place in a queue, from 1. */
export interface QueuePlace {
  readonly queue: { readonly name: string };
  readonly position: number;
}

/** One call, which is one leg: the line between the exchange and one telephone. */
export class Call implements CallView {
  readonly sid: string;
  /** How many calls the exchange had before. */
  readonly ordinal: number;
  readonly from: string;
  readonly to: string;
  readonly direction: CallDirection;
  readonly parentSid: string | undefined;
  readonly forwardedFrom: string | undefined;
  readonly callerName: string | undefined;
  readonly startedAt: number;
  answeredAt: number | undefined;
  endedAt: number | undefined;
  bridgedWith: string | undefined;
  place: QueuePlace | undefined;
  /** Whether a document turned it away. */
  isRejected = false;
  /** Cookies and credentials are kept per call, but those of documents are no others' business. */
  readonly session: WebhookSession = createWebhookSession();
  readonly callbackSession: WebhookSession = createWebhookSession();
  /**
   * Whether `<Enqueue action>` is within the documents' session, nobody documents; that one had to
   * give it credentials of its own (https://github.com/rutoru/Twilio-MiniCC, ActionUrl.php) says no.
   */
  readonly enqueueActionSession: WebhookSession = createWebhookSession();
  /** Called once, when the call has ended. */
  onEnded: (() => void) | undefined;
  #status: CallStatus;
  #control = new AbortController();
  #redirectedAgain: DocumentRequest | undefined;
  readonly #voice: { start: number; end: number }[] = [];
  readonly #keyListeners = new Set<(key: string) => void>();
  readonly #clock: Clock;
  readonly #tell: (event: EventBody) => void;

  constructor(
    parties: CallParties,
    ordinal: number,
    clock: Clock,
    tell: (event: EventBody) => void,
  ) {
    this.sid = parties.sid;
    this.ordinal = ordinal;
    this.from = parties.from;
    this.to = parties.to;
    this.direction = parties.direction;
    this.parentSid = parties.parentSid;
    this.forwardedFrom = parties.forwardedFrom;
    this.callerName = parties.callerName;
    this.startedAt = clock.now();
    this.#clock = clock;
    this.#tell = tell;
    this.#status = parties.direction === 'inbound' ? 'ringing' : 'initiated';
  }

  get status(): CallStatus {
    return this.#status;
  }

  get queue(): CallView['queue'] {
    return this.place && { name: this.place.queue.name, position: this.place.position };
  }

  get hasEnded(): boolean {
    return this.endedAt !== undefined;
  }

  /** How long the call has been, or was, in progress, in whole seconds. */
  get seconds(): number {
    if (this.answeredAt === undefined) return 0;
    return Math.round(((this.endedAt ?? this.#clock.now()) - this.answeredAt) / 1000);
  }

  /** Aborted when the call leaves what it is doing now; a new one after each redirection. */
  get signal(): AbortSignal {
    return this.#control.signal;
  }

  /** Tells of the state it is in, or moves to another. */
  setStatus(status: CallStatus): void {
    this.#status = status;
    this.#tell({ type: 'status', call: this.sid, status });
  }

  /** From here on the caller is heard, and pays. */
  answer(): void {
    if (this.answeredAt !== undefined || this.hasEnded) return;
    this.answeredAt = this.#clock.now();
    this.setStatus('in-progress');
  }

  /**
   * Ends the call. One that was never answered ends as `no-answer`:
   * https://www.twilio.com/docs/voice/twiml/changelog (2024-07-30)
   */
  end(unansweredStatus: CallStatus = 'no-answer'): void {
    if (this.hasEnded) return;
    this.endedAt = this.#clock.now();
    this.setStatus(this.answeredAt === undefined ? unansweredStatus : 'completed');
    this.#tell({ type: 'ended', call: this.sid, status: this.#status, seconds: this.seconds });
    this.#control.abort(new CallEnded());
    this.onEnded?.();
  }

  /** Makes the call leave what it is doing for another document; the latest redirection counts. */
  redirect(to: DocumentRequest): void {
    if (this.hasEnded) return;
    if (this.signal.aborted) this.#redirectedAgain = to;
    this.#control.abort(new CallRedirected(to));
  }

  /** Makes the call able to be redirected again; gives where it was redirected meanwhile. */
  resume(): DocumentRequest | undefined {
    const again = this.#redirectedAgain;
    this.#redirectedAgain = undefined;
    this.#control = new AbortController();
    if (this.hasEnded) this.#control.abort(new CallEnded());
    return again;
  }

  /** Until when the person at the telephone speaks, or has spoken. */
  get speaksUntil(): number {
    return Math.max(0, ...this.#voice.map(({ end }) => end));
  }

  /** The person at the telephone speaks for so long from now on. */
  speak(ms: number): void {
    const start = this.#clock.now();
    this.#voice.push({ start, end: start + ms });
  }

  /** When, between two moments, the person began to speak and when they ended; undefined of silence. */
  voiceBetween(start: number, end: number): { start: number; end: number } | undefined {
    const heard = this.#voice.filter((voice) => voice.end > start && voice.start < end);
    if (heard.length === 0) return undefined;
    return {
      start: Math.max(start, Math.min(...heard.map((voice) => voice.start))),
      end: Math.min(end, Math.max(...heard.map((voice) => voice.end))),
    };
  }

  /** A key was pressed on the telephone. */
  press(key: string): void {
    for (const listener of [...this.#keyListeners]) listener(key);
  }

  /** Calls `listener` with each key from now on; gives what ends that. */
  onKey(listener: (key: string) => void): () => void {
    this.#keyListeners.add(listener);
    return () => this.#keyListeners.delete(listener);
  }
}
