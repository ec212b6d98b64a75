import type { WebhookRoute } from '../http/webhook-route';
import type { CallRequest } from '../twilio/call-request';
import { copyText } from './copy-text';
import type { LiveCall } from './live-call';

/** As wide as in sql/mysql: a longer one is cut. */
const LONGEST_FROM = 512;
const CALL_SID = /^CA[0-9a-fA-F]{32}$/;
const QUEUE_SID = /^QU[0-9a-fA-F]{32}$/;
/** https://www.twilio.com/docs/voice/api/call-resource (call status values) */
const NOT_OVER: ReadonlySet<string | undefined> = new Set([
  ...['queued', 'initiated', 'ringing', 'in-progress'],
]);

/** The webhooks that tell what a call does now. */
const TELLING: ReadonlySet<WebhookRoute> = new Set([
  ...(['wait', 'operator_queue', 'guidance', 'exit_enqueue', 'status_callback'] as const),
]);

/** What a webhook tells of calls: nothing, or of one, or of both sides of a talk. */
export function hearWebhook(route: WebhookRoute, request: CallRequest): LiveCall[] {
  const { callSid, from, parameters, receivedAt } = request;
  if (callSid === undefined || !TELLING.has(route)) return [];
  const heardAt = receivedAt.getTime();
  const queueSid = matching(parameters.get('QueueSid'), QUEUE_SID);
  const call: Omit<LiveCall, 'state'> = {
    callSid: copyText(callSid),
    from: copyText(from.slice(0, LONGEST_FROM)) || undefined,
    role: 'customer',
    since: heardAt,
    queueSid,
    withCall: undefined,
    heardAt,
  };
  switch (route) {
    case 'wait':
      return [{ ...call, state: 'waiting', since: heardAt - waitedMs(parameters) }];
    case 'operator_queue':
      return [{ ...call, role: 'operator', state: 'ready' }];
    case 'guidance':
      return talk(call, matching(parameters.get('DequeingCallSid'), CALL_SID));
    case 'exit_enqueue':
      return [{ ...call, state: 'left' }];
    case 'status_callback':
      return NOT_OVER.has(parameters.get('CallStatus'))
        ? []
        : [{ ...call, state: 'ended', queueSid: undefined }];
    default:
      return [];
  }
}

/** Both sides of a talk, of which the request names the customer's in full. */
function talk(customer: Omit<LiveCall, 'state'>, operator: string | undefined): LiveCall[] {
  const talking: LiveCall = { ...customer, state: 'talking', withCall: operator };
  return operator === undefined ? [talking] : [talking, otherSideOf(talking, operator)];
}

/** The operator's side of a customer's talk. */
export function otherSideOf(talking: LiveCall, operator: string): LiveCall {
  return {
    ...talking,
    callSid: operator,
    from: undefined,
    role: 'operator',
    withCall: talking.callSid,
  };
}

function waitedMs(parameters: ReadonlyMap<string, string>): number {
  const seconds = parameters.get('QueueTime') ?? '';
  return /^\d{1,6}$/.test(seconds) ? Number(seconds) * 1000 : 0;
}

function matching(text: string | undefined, form: RegExp): string | undefined {
  return text !== undefined && form.test(text) ? copyText(text) : undefined;
}
