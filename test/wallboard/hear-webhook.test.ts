import type { WebhookRoute } from '../../src/http/webhook-route';
import { hearWebhook } from '../../src/wallboard/hear-webhook';
import { buildLiveCall, buildRequest, START, sid } from './build-live-call';

const QUEUE = `QU${'1'.repeat(32)}`;
const hear = (route: WebhookRoute, parameters: Record<string, string> = {}) =>
  hearWebhook(route, buildRequest(parameters, 90));
const AT = START + 90_000;

describe('what a webhook tells', () => {
  it('is nothing in the menu', () => {
    expect(hear('index')).toEqual([]);
    expect(hear('index', { Digits: '1' })).toEqual([]);
    expect(hear('information')).toEqual([]);
  });

  it('is that a customer waits, and since when', () => {
    expect(hear('wait', { QueueTime: '75', QueueSid: QUEUE })).toEqual([
      buildLiveCall({ since: START + 15_000, heardAt: AT, queueSid: QUEUE }),
    ]);
  });

  it('is that an operator is on the queue', () => {
    expect(hear('operator_queue', { From: '+815012345678' })).toEqual([
      buildLiveCall({
        ...{ role: 'operator', state: 'ready', from: '+815012345678' },
        ...{ since: AT, heardAt: AT },
      }),
    ]);
  });

  it('is that a customer and an operator talk, of both', () => {
    const talk = { state: 'talking', since: AT, heardAt: AT } as const;
    expect(hear('guidance', { DequeingCallSid: sid(2), QueueTime: '75' })).toEqual([
      buildLiveCall({ ...talk, withCall: sid(2) }),
      buildLiveCall({
        ...talk,
        ...{ callSid: sid(2), from: undefined, role: 'operator', withCall: sid(1) },
      }),
    ]);
  });

  it('is that a customer talks, where the operator is not named', () => {
    expect(hear('guidance', { DequeingCallSid: 'somebody' })).toMatchObject([
      { callSid: sid(1), state: 'talking', withCall: undefined },
    ]);
  });

  it('is that a customer has left the queue, or is gone', () => {
    expect(hear('exit_enqueue', { QueueResult: 'bridged' })).toMatchObject([{ state: 'left' }]);
    expect(hear('status_callback', { CallStatus: 'completed' })).toMatchObject([
      { state: 'ended', since: AT },
    ]);
  });

  it('is nothing where a call has not ended', () => {
    expect(hear('status_callback', { CallStatus: 'ringing' })).toEqual([]);
  });

  it('is nothing of a call without a name', () => {
    expect(hear('wait', { CallSid: 'nobody' })).toEqual([]);
  });

  it('survives what no column would take', () => {
    const [call] = hear('wait', { From: 'x'.repeat(600), QueueTime: '-5', QueueSid: '?' });
    expect(call).toEqual(buildLiveCall({ from: 'x'.repeat(512), since: AT, heardAt: AT }));
  });
});
