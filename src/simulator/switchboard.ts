import type { Call, CallParties } from './call';
import type { Parameters } from './call-parameters';
import type { Clock } from './clock';
import type { DocumentRequest, DocumentScope, RunEnd } from './document';
import type { DebuggerEntry, EventBody, RequestPurpose } from './events';
import type { Telephone } from './handset';
import type { WaitingQueue } from './queue';
import type { Random } from './random';
import type { WebhookOutcome, WebhookSession } from './webhook/client';

/** A request to the application. */
export interface CallWebhook {
  purpose: RequestPurpose;
  /** Absolute; may hold credentials and connection overrides. */
  url: string;
  method: 'GET' | 'POST';
  parameters: Parameters;
  session: WebhookSession;
}

/** What calls, queues and verbs share: the exchange from the inside. */
export interface Switchboard {
  readonly clock: Clock;
  readonly random: Random;
  readonly accountSid: string;
  readonly fallbackUrl: string | undefined;
  /** How long a recording lasts, in seconds. */
  playSeconds(url: string): number;
  tell(event: EventBody): void;
  /** Makes an entry in the debugger log. */
  report(entry: Omit<DebuggerEntry, 'type'>): void;
  /** Asks the application; never rejects. */
  ask(call: Call, webhook: CallWebhook): Promise<WebhookOutcome>;
  /** Makes a callback, whose answer is not executed: a bad one is a warning. */
  callBack(call: Call, webhook: CallWebhook): Promise<void>;
  /** Executes a document and those it leads to; see `runDocuments`. */
  runDocuments(scope: DocumentScope, first: DocumentRequest): Promise<RunEnd>;
  /** Keeps an eye on work that goes on by itself. */
  track(work: Promise<unknown>): void;
  findQueue(name: string): WaitingQueue | undefined;
  /** The queue of that name, which comes into being where there is none. */
  openQueue(name: string): WaitingQueue;
  /** Begins a call that the exchange makes itself. */
  startCall(parties: Omit<CallParties, 'sid'>): Call;
  /** Executes documents on a call that the exchange made, to their end, which is the call's. */
  continueCall(call: Call, first: DocumentRequest): void;
  /** The telephone with that number, if anybody holds it. */
  findTelephone(number: string): Telephone | undefined;
}
