import type { FaultRule } from '../faults';
import type { Random } from '../random';
import { parseAddress } from './address';
import { type AttemptResult, makeAttempt } from './attempt';
import { type ConnectionOverrides, parseConnectionOverrides } from './connection-overrides';
import { createFaultPlan } from './fault-plan';
import type { Attempt, WebhookOutcome, WebhookRequest } from './types';
import { createWire, type WireOptions } from './wire';

export { createWebhookSession, type WebhookSession } from './session';
export type { Measurement, WebhookAnswer, WebhookOutcome, WebhookRequest } from './types';

/** Makes webhooks the way Twilio makes them. */
export interface WebhookClient {
  /** Sends one webhook with whatever belongs to it; never rejects. */
  send(request: WebhookRequest): Promise<WebhookOutcome>;
  /** Faults from now on; they begin to count anew. */
  setFaults(rules: readonly FaultRule[]): void;
}

/** What a client needs. */
export interface WebhookClientOptions extends WireOptions {
  random: Random;
  faults?: readonly FaultRule[] | undefined;
}

/**
 * A client that enters every request in the transcript. That a GET's answer may be cached by its
 * `ETag` or `Cache-Control` is not modelled: every request is made.
 */
export function createWebhookClient(options: WebhookClientOptions): WebhookClient {
  const { clock, random } = options;
  const wire = createWire(options);
  let plan = createFaultPlan(options.faults ?? [], random);

  return {
    async send(request) {
      const first = parseAddress(request.url);
      if (first === undefined) return { ok: false, code: 11100, message: 'Invalid URL format' };
      const overrides = parseConnectionOverrides(first.fragment);
      if ('code' in overrides) return { ok: false, ...overrides };
      const idempotencyToken = random.uuid();
      let deadline = clock.now() + overrides.totalTimeoutMs;
      for (let retries = 0; ; retries += 1) {
        const fault = plan.strike({ purpose: request.purpose, from: request.from });
        if (fault?.kind === 'late') {
          await wire.pause(fault.seconds * 1000);
          deadline += fault.seconds * 1000;
        }
        const attempt: Attempt = {
          request,
          idempotencyToken,
          overrides,
          deadline,
          retries,
          fault,
        };
        const result = await makeAttempt(wire, attempt, first);
        if (fault?.kind === 'repeat') {
          const again = clock.now() + overrides.totalTimeoutMs;
          await makeAttempt(wire, { ...attempt, deadline: again }, first);
        }
        const isOver = retries >= overrides.retries || clock.now() >= deadline;
        if (isOver || !isRetried(result, overrides)) return result.outcome;
      }
    },
    setFaults(rules) {
      plan = createFaultPlan(rules, random);
    },
  };
}

/**
 * Whether Twilio tries again. A retry is the whole webhook once more, from its first address: what
 * it is after a redirect, Twilio does not say.
 */
function isRetried({ cause, canRetry }: AttemptResult, { retryOn }: ConnectionOverrides): boolean {
  if (!canRetry) return false;
  return retryOn.has('all') || (cause !== undefined && retryOn.has(cause));
}
