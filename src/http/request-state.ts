import type { Response } from 'express';
import type { WebhookRoute } from './webhook-route';

/** What is known of a request so far, for its log line and for an answer if it fails. */
export interface RequestState {
  receivedAt: Date;
  /** The webhook asked for, once that is clear. */
  route: WebhookRoute | undefined;
  /** The call, once the request is parsed. */
  callSid: string | undefined;
  /** The caller ID, once the request is parsed. */
  from: string | undefined;
  /** Credentials were given and are not ours. */
  wrongCredentials: boolean;
  /** The log has a line already of this address and its wrong credentials. */
  isKnownGuesser: boolean;
  /** For the log: why the signature does not fit. */
  hint: string | undefined;
  /** The answer says how the server is: one of 503 is no failure to give it. */
  isHealthCheck: boolean;
  /** Something failed here; whoever called heard the apology. */
  hasFailed: boolean;
}

const STATE = Symbol('state');

/** A response that carries its request's state: cheaper than a map of all of them. */
type Carrier = Response & { [STATE]?: RequestState };

/** The state of the request that `response` answers; who asks for it first knows when it arrived. */
export function requestStateOf(response: Carrier, receivedAt?: Date): RequestState {
  response[STATE] ??= createState(receivedAt ?? new Date());
  return response[STATE];
}

/** With a place for everything from the start: objects of one shape are the fastest. */
function createState(receivedAt: Date): RequestState {
  return {
    receivedAt,
    route: undefined,
    callSid: undefined,
    from: undefined,
    wrongCredentials: false,
    isKnownGuesser: false,
    hint: undefined,
    isHealthCheck: false,
    hasFailed: false,
  };
}
