import type { FormFields } from './form';

/** What Twilio asked, parsed once at the door. */
export interface CallRequest {
  /** Every parameter, by its exact name; of a repeated one the first counts. */
  parameters: ReadonlyMap<string, string>;
  /** The call, if the request names one in Twilio's form. */
  callSid: string | undefined;
  /** The caller ID as sent, empty when there is none. */
  from: string;
  /** The keys pressed; absent where the request is not a `Gather`'s. May be empty. */
  digits: string | undefined;
  /** The place in the queue, from 1; absent unless a positive integer was sent. */
  queuePosition: number | undefined;
  /** How the call left the queue, absent where the request does not tell. */
  queueResult: string | undefined;
  /** Our own, from the URL: how many wrong keys were pressed before this request. */
  wrongKeys: number;
  /** Our own, from the URL: how many wrong PINs were given before; absent where none was asked for. */
  wrongPins: number | undefined;
  /** Our own, from the URL: whether this operator has heard that they are on the queue. */
  signedIn: boolean;
  /** The same on each retry of one webhook: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides */
  idempotencyToken: string | undefined;
  receivedAt: Date;
}

/** What a `CallRequest` is made from. */
export interface IncomingFields {
  /** What Twilio sent: the form of a POST, the query of a GET. */
  fields: FormFields;
  /** The URL's query, where our own parameters travel. */
  query: FormFields;
  idempotencyToken: string | undefined;
  receivedAt: Date;
}

/** A SID of a call: https://www.twilio.com/docs/voice/api/call-resource */
const CALL_SID = /^CA[0-9a-fA-F]{32}$/;

/** Types what arrived. Never throws: a parameter of the wrong form counts as absent. */
export function parseCallRequest(incoming: IncomingFields): CallRequest {
  const parameters = firstOfEach(incoming.fields);
  const query = firstOfEach(incoming.query);
  const callSid = parameters.get('CallSid');
  return {
    parameters,
    callSid: callSid !== undefined && CALL_SID.test(callSid) ? callSid : undefined,
    from: parameters.get('From') ?? '',
    digits: parameters.get('Digits'),
    queuePosition: parseCount(parameters.get('QueuePosition')) || undefined,
    queueResult: parameters.get('QueueResult'),
    wrongKeys: parseCount(query.get('wrong_keys')) ?? 0,
    wrongPins: parseCount(query.get('wrong_pins')),
    signedIn: query.get('signed_in') === 'yes',
    idempotencyToken: incoming.idempotencyToken,
    receivedAt: incoming.receivedAt,
  };
}

function firstOfEach(fields: FormFields): ReadonlyMap<string, string> {
  const first = new Map<string, string>();
  for (const [name, value] of fields) if (!first.has(name)) first.set(name, value);
  return first;
}

/** A whole number in plain digits, without leading zeros, that a number type holds exactly. */
function parseCount(text: string | undefined): number | undefined {
  if (text === undefined || !/^(0|[1-9]\d{0,14})$/.test(text)) return undefined;
  return Number(text);
}
