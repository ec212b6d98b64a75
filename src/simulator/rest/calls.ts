import type { Router } from 'express';
import { rfc2822 } from '../call-parameters';
import type { CallStatus } from '../events';
import { ExchangeError } from '../exchange-error';
import type { CallUpdate, CallView, Exchange } from '../exchange-types';
import { secondsBetween } from '../queue';
import { answerPage } from './page';
import {
  type Fields,
  parseDestination,
  parseWord,
  readFields,
  refuseUnmodelled,
} from './parameters';
import { invalidParameter, notFound, notModelled, refuseMethod } from './refusals';

/** https://www.twilio.com/docs/api/errors/32018 */
const LONGEST_TWIML = 4000;

/** Of the words for a call's state, `initiated` is known to callbacks only. */
const STATUSES = [
  'queued',
  'ringing',
  'in-progress',
  'completed',
  'busy',
  'failed',
  'no-answer',
  'canceled',
] as const satisfies readonly CallStatus[];

const UNMODELLED_FILTERS = ['StartTime', 'EndTime'].flatMap((name) => [
  name,
  `${name}<`,
  `${name}>`,
]);
const UNMODELLED_UPDATES = [
  'FallbackUrl',
  'FallbackMethod',
  'StatusCallback',
  'StatusCallbackMethod',
  'TimeLimit',
];

/** Adds the calls of an account: https://www.twilio.com/docs/voice/api/call-resource */
export function addCalls(router: Router, exchange: Exchange, accountUri: string): void {
  const represent = (call: CallView) => representCall(call, exchange, accountUri);

  router
    .route('/Calls.json')
    .get((request, response) => {
      const fields = readFields(request.query);
      const matches = parseFilter(fields);
      response.json(
        answerPage(fields, {
          key: 'calls',
          uri: `${accountUri}/Calls.json`,
          // The most recent first, as Twilio lists them.
          items: exchange.calls.filter(matches).reverse(),
          sidOf: ({ sid }) => sid,
          represent,
        }),
      );
    })
    .post(() => {
      throw notModelled('Making a call');
    })
    .all(refuseMethod);

  router
    .route('/Calls/:sid.json')
    .get((request, response) => {
      response.json(represent(getCall(exchange, request.params.sid)));
    })
    .post((request, response) => {
      const call = getCall(exchange, request.params.sid);
      exchange.updateCall(call.sid, parseUpdate(readFields(request.body)));
      response.json(represent(call));
    })
    .delete(() => {
      throw notModelled('Deleting a call');
    })
    .all(refuseMethod);
}

function getCall({ calls }: Exchange, sid: string): CallView {
  const call = calls.find((candidate) => candidate.sid === sid);
  if (call === undefined) throw notFound();
  return call;
}

function parseFilter(fields: Fields): (call: CallView) => boolean {
  refuseUnmodelled(fields, UNMODELLED_FILTERS);
  const status = parseWord(fields, 'Status', STATUSES);
  const { From: from, To: to, ParentCallSid: parentSid } = fields;
  return (call) =>
    (status === undefined || statusOf(call) === status) &&
    (from === undefined || call.from === from) &&
    (to === undefined || call.to === to) &&
    (parentSid === undefined || call.parentSid === parentSid);
}

/** An update that asks for nothing is refused, a choice: it is a mistake in whoever sends it. */
function parseUpdate(fields: Fields): CallUpdate {
  refuseUnmodelled(fields, UNMODELLED_UPDATES);
  const status = parseWord(fields, 'Status', ['completed', 'canceled']);
  const destination = parseDestination(fields);
  const twiml = fields.Twiml;
  if (twiml !== undefined && [...twiml].length > LONGEST_TWIML) {
    throw new ExchangeError(32018, 400, `Twiml is longer than ${LONGEST_TWIML} characters`);
  }
  if (status !== undefined) return { status };
  if (destination !== undefined) return { ...destination, twiml };
  if (twiml !== undefined) return { twiml };
  throw invalidParameter('One of Url, Twiml and Status is needed');
}

/**
 * Prices, formatted numbers, the number's SID and who answered are not modelled; subresources neither,
 * so that no address is named that leads nowhere.
 */
function representCall(call: CallView, { accountSid }: Exchange, accountUri: string): object {
  const { answeredAt, endedAt, startedAt } = call;
  return {
    sid: call.sid,
    account_sid: accountSid,
    parent_call_sid: call.parentSid ?? null,
    api_version: '2010-04-01',
    status: statusOf(call),
    direction: call.direction,
    from: call.from,
    from_formatted: call.from,
    to: call.to,
    to_formatted: call.to,
    forwarded_from: call.forwardedFrom ?? null,
    caller_name: call.callerName ?? null,
    date_created: rfc2822(startedAt),
    date_updated: rfc2822(endedAt ?? answeredAt ?? startedAt),
    start_time: rfc2822(startedAt),
    end_time: endedAt === undefined ? null : rfc2822(endedAt),
    // Empty as long as the call lasts; "0" where it was not answered, as published answers have it.
    duration: endedAt === undefined ? null : String(secondsBetween(answeredAt ?? endedAt, endedAt)),
    queue_time: '0',
    phone_number_sid: null,
    answered_by: null,
    group_sid: null,
    trunk_sid: null,
    price: null,
    price_unit: 'USD',
    uri: `${accountUri}/Calls/${call.sid}.json`,
    subresource_uris: {},
  };
}

function statusOf({ status }: CallView): CallStatus {
  return status === 'initiated' ? 'queued' : status;
}
