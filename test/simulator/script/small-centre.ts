import { createVirtualClock } from '../../../src/simulator/clock';
import { createExchange } from '../../../src/simulator/exchange';
import type { Exchange, ExchangeOptions } from '../../../src/simulator/exchange-types';
import { type Application, startApplication } from '../webhook/application';

/** A TwiML document, without its root, for the parameters of a request. */
export type Documents = Record<string, (parameters: URLSearchParams) => string>;

export const OPERATOR = '+815012345678';
const NUMBER = '+81312345678';
const NINE_O_CLOCK = Date.UTC(2026, 10, 21);

/** A menu, a queue, and one operator who is known by the number. */
export const SMALL_CENTRE: Documents = {
  '/voice': (parameters) =>
    parameters.get('From') === OPERATOR
      ? '<Redirect>/operator</Redirect>'
      : '<Gather action="/menu" numDigits="1" timeout="10"><Say>Press 1 to talk to us.</Say></Gather><Say>Goodbye.</Say>',
  '/menu': (parameters) =>
    parameters.get('Digits') === '1'
      ? '<Enqueue waitUrl="/wait" action="/left">support</Enqueue>'
      : '<Say>There is no such choice.</Say><Redirect>/voice</Redirect>',
  '/wait': (parameters) =>
    `<Say>You are number ${parameters.get('QueuePosition')} in line.</Say><Play>/music/waltz.mp3</Play>`,
  '/left': () => '',
  '/announce': () => '<Say>You are being connected.</Say>',
  '/operator': () =>
    '<Dial><Queue url="/announce">support</Queue></Dial><Pause length="5"/><Redirect>/operator</Redirect>',
  '/status': () => '',
};

/** Starts an application that answers with these documents. */
export function startDocuments(documents: Documents): Promise<Application> {
  return startApplication(({ url, body }) => {
    const document = documents[new URL(url, 'http://localhost').pathname];
    if (!document) return { status: 404 };
    return {
      headers: { 'Content-Type': 'text/xml' },
      body: `<Response>${document(new URLSearchParams(body))}</Response>`,
    };
  });
}

/** An exchange in front of an application; without a word on it, on a virtual clock. */
export function buildExchange(
  { origin }: Application,
  options: Partial<ExchangeOptions> = {},
): Exchange {
  return createExchange({
    clock: createVirtualClock(NINE_O_CLOCK),
    number: NUMBER,
    seed: 7,
    voiceUrl: `${origin}/voice`,
    statusCallback: `${origin}/status`,
    ...options,
  });
}
