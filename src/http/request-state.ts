import type { Response } from 'express';

/** What is known of a request so far, for its log line and for an answer if it fails. */
export interface RequestState {
  receivedAt: Date;
  /** The webhook asked for, once that is clear. */
  route?: string;
  /** The call, once the request is parsed. */
  callSid?: string | undefined;
  /** The caller ID, once the request is parsed. */
  from?: string | undefined;
  /** Credentials were given and are not ours. */
  wrongCredentials?: boolean;
}

const states = new WeakMap<Response, RequestState>();

/** The state of the request that `response` answers. */
export function requestStateOf(response: Response): RequestState {
  let state = states.get(response);
  if (!state) {
    state = { receivedAt: new Date() };
    states.set(response, state);
  }
  return state;
}
