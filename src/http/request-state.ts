import type { Response } from 'express';
import type { WebhookRoute } from './webhook-route';

/** What is known of a request so far, for its log line and for an answer if it fails. */
export interface RequestState {
  receivedAt: Date;
  /** Who asked. */
  address?: string;
  /** The webhook asked for, once that is clear. */
  route?: WebhookRoute;
  /** The call, once the request is parsed. */
  callSid?: string | undefined;
  /** The caller ID, once the request is parsed. */
  from?: string | undefined;
  /** Credentials were given and are not ours. */
  wrongCredentials?: boolean;
  /** The log has a line already of this address and its wrong credentials. */
  isKnownGuesser?: boolean;
  /** For the log: why the signature does not fit. */
  hint?: string;
  /** The answer says how the server is: one of 503 is no failure to give it. */
  isHealthCheck?: boolean;
  /** Something failed here; whoever called heard the apology. */
  hasFailed?: boolean;
}

const states = new WeakMap<Response, RequestState>();

/** The state of the request that `response` answers; who asks for it first knows when it arrived. */
export function requestStateOf(response: Response, receivedAt = new Date()): RequestState {
  let state = states.get(response);
  if (!state) {
    state = { receivedAt };
    states.set(response, state);
  }
  return state;
}
