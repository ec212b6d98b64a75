import type { RequestPurpose } from '../events';
import type { Fault } from '../faults';
import type { Field } from './address';
import type { ConnectionOverrides } from './connection-overrides';
import type { Hop } from './redirect';
import type { Credentials, WebhookSession } from './session';
import type { WireResponse } from './transmit';

/** A webhook that Twilio would send. */
export interface WebhookRequest {
  /** The CallSid, for the transcript. */
  call: string;
  purpose: RequestPurpose;
  /** Absolute; may hold credentials, and connection overrides in its fragment. */
  url: string;
  method: 'GET' | 'POST';
  parameters: readonly Field[];
  /** One per call for its documents, and another for its status callbacks. */
  session: WebhookSession;
  /** The caller, for fault rules. */
  from?: string | undefined;
}

/** What the application answered, whatever its content. */
export interface WebhookAnswer {
  /** 200 to 299. */
  status: number;
  contentType: string | undefined;
  /** Cut, if it is much longer than Twilio takes; see `MAX_BODY_BYTES`. */
  body: string;
  /**
   * The address that answered, after redirects: without the parameters that were added to it and
   * without fragment, but with the credentials that relative addresses of the document inherit.
   */
  url: string;
}

/**
 * What came of a webhook. `code` is Twilio's number for the failure, also for an answer with 4xx or
 * 5xx; 0 where there is nothing that Twilio would report, as nobody noticed the failure.
 */
export type WebhookOutcome =
  | { ok: true; answer: WebhookAnswer }
  | { ok: false; code: number; message: string };

/** One exchange over the wire, in milliseconds of the real world. */
export interface Measurement {
  purpose: RequestPurpose;
  /** The path that was asked for, without its query. */
  path: string;
  /** Undefined where no answer came; then `code` has Twilio's number. */
  status: number | undefined;
  realMs: number;
  code?: number;
}

/** One try of a webhook. */
export interface Attempt {
  request: WebhookRequest;
  idempotencyToken: string;
  overrides: ConnectionOverrides;
  /** When Twilio gives the webhook up, on the exchange's clock. */
  deadline: number;
  /** How often it was tried before. */
  retries: number;
  fault: Fault | undefined;
}

/** One request of a try. */
export interface Leg {
  hop: Hop;
  /** With which it signs in, if at all. */
  credentials: Credentials | undefined;
  /** Whether it is the first of its try, which a fault may keep from being sent. */
  isFirst: boolean;
  /** Whether an answer is what the try was made for, and not the cause of another request. */
  isLast(response: WireResponse): boolean;
}
