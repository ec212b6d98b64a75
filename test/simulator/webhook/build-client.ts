import { type Clock, createRealClock, createVirtualClock } from '../../../src/simulator/clock';
import type { ExchangeEvent } from '../../../src/simulator/events';
import { createRandom } from '../../../src/simulator/random';
import { createTranscript, type Transcript } from '../../../src/simulator/transcript';
import {
  createWebhookClient,
  createWebhookSession,
  type WebhookClient,
  type WebhookClientOptions,
  type WebhookOutcome,
  type WebhookRequest,
} from '../../../src/simulator/webhook/client';

export const AUTH_TOKEN = '12345';
export const START = Date.UTC(2026, 0, 5, 9);

/** A client with its clock and transcript. */
export interface BuiltClient extends WebhookClient {
  clock: Clock;
  transcript: Transcript;
  /** Sends what `buildRequest` makes of it, and lets time pass until the outcome is there. */
  ask(url: string, overrides?: Partial<WebhookRequest>): Promise<WebhookOutcome>;
  /** The events of one type. */
  events<T extends ExchangeEvent['type']>(type: T): Extract<ExchangeEvent, { type: T }>[];
}

export function buildClient(overrides: Partial<WebhookClientOptions> = {}): BuiltClient {
  const clock = overrides.clock ?? createVirtualClock(START);
  const transcript = createTranscript(clock);
  const client = createWebhookClient({
    clock,
    random: createRandom(1),
    authToken: AUTH_TOKEN,
    transcript,
    ...overrides,
  });
  return {
    ...client,
    clock,
    transcript,
    ask: (url, request) => clock.drive(client.send(buildRequest({ url, ...request }))),
    events: <T extends ExchangeEvent['type']>(type: T) =>
      transcript.events.filter(
        (event): event is Extract<ExchangeEvent, { type: T }> => event.type === type,
      ),
  };
}

export function buildRealClient(overrides: Partial<WebhookClientOptions> = {}): BuiltClient {
  return buildClient({ clock: createRealClock(), ...overrides });
}

export function buildRequest(overrides: Partial<WebhookRequest> = {}): WebhookRequest {
  return {
    call: 'CA1',
    purpose: 'voice-url',
    url: 'http://127.0.0.1/',
    method: 'POST',
    parameters: [['CallSid', 'CA1']],
    session: createWebhookSession(),
    ...overrides,
  };
}

/** The number of a failure; undefined for a success. */
export function codeOf(outcome: WebhookOutcome): number | undefined {
  return outcome.ok ? undefined : outcome.code;
}
