import twilio from 'twilio';
import type { CallView, Exchange } from '../../../src/simulator/exchange-types';
import { listenRestApi, type RunningRestApi } from '../../../src/simulator/rest/listen';
import { openRoom, type Room, type Script } from '../../support/twiml-application';

/** An exchange, the application it calls, and Twilio's own client, pointed at the exchange. */
export interface RestRoom extends Room {
  api: RunningRestApi;
  client: ReturnType<typeof twilio>;
}

const toClose: RunningRestApi[] = [];
afterEach(async () => {
  for (const api of toClose.splice(0)) await api.close();
});

/** Opens a room with a REST interface, which is closed after the test. */
export async function openRestRoom(script: Script = {}): Promise<RestRoom> {
  const room = await openRoom(script);
  const api = await listenRestApi(room.exchange);
  toClose.push(api);
  return { ...room, api, client: createClient(room.exchange, api) };
}

/** Twilio's own client, pointed at the exchange. */
export function createClient(
  { accountSid, authToken }: Pick<Exchange, 'accountSid' | 'authToken'>,
  { baseUrl }: RunningRestApi,
): ReturnType<typeof twilio> {
  const client = twilio(accountSid, authToken);
  client.api.baseUrl = baseUrl;
  return client;
}

/** A script whose callers wait in `support`. */
export const WAITING: Script = {
  '/voice': '<Enqueue action="/left" waitUrl="/wait">support</Enqueue>',
  '/wait': '<Play>/music.mp3</Play>',
  '/left': '',
  '/desk': '<Say>The desk</Say>',
};

/** Somebody calls and waits in the queue. */
export async function callAndWait(exchange: Exchange, number: string): Promise<CallView> {
  const call = exchange.handset(number).dial();
  await exchange.waitFor((event) => event.type === 'enqueued' && event.call === call.sid);
  return call;
}
