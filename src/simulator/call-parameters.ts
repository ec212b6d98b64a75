import { createHash } from 'node:crypto';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import type { Call } from './call';
import type { CallStatus } from './events';

/** Names and values in the order in which they are sent. */
export type Parameters = readonly (readonly [name: string, value: string])[];

/**
 * What every request about a call carries: https://www.twilio.com/docs/voice/twiml (request
 * parameters). Geography, of which Twilio knows more in some countries than in others, is the
 * country alone here; the rest is sent empty, as real requests have it.
 */
export function documentParameters(
  call: Call,
  accountSid: string,
  status: CallStatus = call.status,
): Parameters {
  const { from, to } = countriesOf(call);
  return [
    ...commonParameters(call, accountSid, status),
    ...geography('From', from),
    ...geography('To', to),
    ...geography('Caller', from),
    ...geography('Called', to),
  ];
}

/**
 * What lets another call be made in the caller's name: a token about the call, whose signature is
 * none here, in escaped JSON, as published requests have it. Twilio sends it where it asks by POST;
 * which requests carry it besides the first is not documented: here, none.
 * https://www.twilio.com/docs/voice/trusted-calling-with-shakenstir
 */
export function callTokenOf({ sid, from, to, startedAt }: Call): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const claims = { callSid: sid, from, to, iat: String(Math.floor(startedAt / 1000)) };
  const signed = `${encode({ alg: 'ES256' })}.${encode(claims)}`;
  const signature = createHash('sha512').update(signed).digest('base64url');
  const token = { parentCallInfoToken: `${signed}.${signature}`, identityHeaderTokens: [] };
  return encodeURIComponent(JSON.stringify(token));
}

/**
 * What a status callback carries: fewer, and how long the call took. `Duration` is in minutes begun,
 * as payloads show that others have published; Twilio documents `CallDuration`, in seconds, alone.
 */
export function statusParameters(
  call: Call,
  accountSid: string,
  { sequenceNumber, now }: { sequenceNumber: number; now: number },
): Parameters {
  const { hasEnded, seconds } = call;
  const isGivenUp = call.status === 'no-answer' && call.direction === 'inbound' && !call.isRejected;
  return [
    ...commonParameters(call, accountSid, call.status),
    ...(hasEnded ? [['CallDuration', String(seconds)] as const] : []),
    ...(hasEnded ? [['Duration', String(Math.ceil(seconds / 60))] as const] : []),
    ...(isGivenUp ? [['SipResponseCode', '487'] as const] : []),
    ['Timestamp', rfc2822(now)],
    ['CallbackSource', 'call-progress-events'],
    ['SequenceNumber', String(sequenceNumber)],
  ];
}

function commonParameters(call: Call, accountSid: string, status: CallStatus): Parameters {
  return [
    ['AccountSid', accountSid],
    ['ApiVersion', '2010-04-01'],
    ['CallSid', call.sid],
    ['CallStatus', status],
    ['Direction', call.direction],
    ['From', call.from],
    ['To', call.to],
    ['Caller', call.from],
    ['Called', call.to],
    ...optional('ParentCallSid', call.parentSid),
    ...optional('ForwardedFrom', call.forwardedFrom),
    ...optional('CallerName', call.callerName),
  ];
}

function optional(name: string, value: string | undefined): Parameters {
  return value === undefined ? [] : [[name, value]];
}

function geography(party: string, country: string): Parameters {
  return [
    [`${party}City`, ''],
    [`${party}State`, ''],
    [`${party}Zip`, ''],
    [`${party}Country`, country],
  ];
}

/** Looked up once for each call: a call makes many requests. */
const countries = new WeakMap<Call, { from: string; to: string }>();

function countriesOf(call: Call): { from: string; to: string } {
  const known = countries.get(call);
  if (known) return known;
  const found = { from: findCountry(call.from), to: findCountry(call.to) };
  countries.set(call, found);
  return found;
}

function findCountry(number: string): string {
  if (!number.startsWith('+')) return '';
  return parsePhoneNumberFromString(number)?.country ?? '';
}

/** A moment as Twilio writes it: `Tue, 04 Aug 2015 18:39:09 +0000`. */
export function rfc2822(at: number): string {
  return new Date(at).toUTCString().replace('GMT', '+0000');
}
