import { createHmac, randomBytes } from 'node:crypto';
import { AUTH_TOKEN, PUBLIC_URL } from '../contestants/ours';
import { type CallName, createParameters, drawCall, type Load } from './loads';

/** A request that has only to be sent. */
export interface PreparedRequest {
  path: string;
  /** Made as Twilio makes it: https://www.twilio.com/docs/usage/security */
  signature: string;
  body: string;
  /** The first part of its idempotency token, drawn by chance; `completeToken` adds the rest. */
  tokenStart: string;
}

/** What stands for a call in a request that is a pattern for many; no form writes it otherwise. */
const BLANK: CallName = { sid: '_sid_', number: '_number_' };
const BLANKS = /_(sid|number)_/g;

/**
 * So many different requests, each of a call of its own. They are filled in from one: to write and
 * sign each anew takes five times as long.
 */
export function prepareRequests(load: Load, count: number): PreparedRequest[] {
  const { path } = load;
  const parameters = createParameters(load, BLANK);
  const body = writeBody(parameters);
  const signed = writeSigned(path, parameters);
  return Array.from({ length: count }, () => {
    const call = drawCall();
    const fill = (text: string) => text.replace(BLANKS, (_, name: keyof CallName) => call[name]);
    return { path, signature: sign(fill(signed)), body: fill(body), tokenStart: drawTokenStart() };
  });
}

/** A request with these parameters, signed. */
export function prepareRequest(
  path: string,
  parameters: Readonly<Record<string, string>>,
): PreparedRequest {
  const signature = sign(writeSigned(path, parameters));
  return { path, signature, body: writeBody(parameters), tokenStart: drawTokenStart() };
}

/**
 * Twilio's idempotency token, a UUID, of the request that is sent as number `sequence`: a prepared
 * request that has to be sent again is another event.
 */
export function completeToken({ tokenStart }: PreparedRequest, sequence: number): string {
  return `${tokenStart}${sequence.toString(16).padStart(8, '0')}`;
}

function drawTokenStart(): string {
  const hex = randomBytes(14).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{4}).*$/, '$1-$2-$3-$4-$5');
}

function writeBody(parameters: Readonly<Record<string, string>>): string {
  return new URLSearchParams(parameters).toString();
}

/** What a signature is made over: the address, and each name with its value, in the order of names. */
function writeSigned(path: string, parameters: Readonly<Record<string, string>>): string {
  const names = Object.keys(parameters).sort();
  return `${PUBLIC_URL}${path}${names.map((name) => name + parameters[name]).join('')}`;
}

function sign(text: string): string {
  return createHmac('sha1', AUTH_TOKEN).update(text).digest('base64');
}
