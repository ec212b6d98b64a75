import type { WebhookEvent } from '../events';
import { type Address, publicForm } from './address';
import { decodeBody } from './decode-body';
import type { WireResponse } from './transmit';
import type { Attempt, Leg } from './types';
import type { WireFailure } from './wire-error';

/** The transcript's entry of a request to `address`, which holds a GET's parameters. */
export function describeSent(
  request: number,
  { request: { call, purpose }, retries }: Attempt,
  { hop: { method, parameters }, credentials }: Leg,
  address: Address,
): WebhookEvent {
  const url = publicForm(address);
  const authorised = credentials !== undefined;
  return { type: 'request', request, call, purpose, method, url, parameters, retries, authorised };
}

/** The transcript's entry of what came of a request. */
export function describeReceived(
  request: number,
  { request: { call } }: Attempt,
  result: WireResponse | WireFailure,
  tookMs: number,
): WebhookEvent {
  if (!('status' in result)) {
    const { code, message } = result;
    return { type: 'failure', request, call, code, message, tookMs };
  }
  const { status, headers } = result;
  const contentType = headers['content-type'];
  const body = decodeBody(result.body, contentType);
  return { type: 'response', request, call, status, contentType, body, tookMs };
}
