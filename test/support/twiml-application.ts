import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createVirtualClock } from '../../src/simulator/clock';
import type { ExchangeEvent } from '../../src/simulator/events';
import { createExchange } from '../../src/simulator/exchange';
import type { CallView, Exchange, ExchangeOptions } from '../../src/simulator/exchange-types';

/** A request that the application got; `parameters` are those of its query and its form. */
export interface ReceivedRequest {
  method: string;
  path: string;
  parameters: Record<string, string>;
  headers: IncomingMessage['headers'];
}

/** An answer; as a string, the verbs of a document. */
export type Reply =
  | string
  | { status?: number; body?: string; headers?: Record<string, string> }
  | ((request: ReceivedRequest) => string);

/** What is answered by path: always the same, or one reply after the other, the last for ever. */
export type Script = Record<string, Reply | readonly Reply[]>;

/** A small application that answers as its script says, and 404 to all else. */
export interface TwimlApplication {
  origin: string;
  /** In the order in which they came. */
  requests: readonly ReceivedRequest[];
  /** The requests to one path. */
  to(path: string): ReceivedRequest[];
  /** The parameters of the latest request to a path; throws where there was none. */
  latest(path: string): Record<string, string>;
  /** Forgets the requests so far. */
  forget(): void;
  close(): Promise<void>;
}

/** An exchange and the application it calls; both are closed after the test. */
export interface Room {
  application: TwimlApplication;
  exchange: Exchange;
}

/** When time begins in every room, milliseconds since 1970. */
export const START = Date.UTC(2026, 3, 4);
/** The exchange's number. */
export const NUMBER = '+815031234567';
/** The number of somebody who calls it. */
export const CUSTOMER = '+819011112222';
/** The number of somebody who answers, or dials in to answer. */
export const OPERATOR = '+815033334444';
/** How long every recording plays. */
export const PLAY_SECONDS = 60;

const toClose: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
});

/** Starts an application; it is closed after the test. */
export async function startApplication(script: Script): Promise<TwimlApplication> {
  const requests: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    void receive(request).then((received) => {
      requests.push(received);
      const { path } = received;
      const count = requests.filter((other) => other.path === path).length;
      const reply = replyOf(script, path, count);
      answer(response, typeof reply === 'function' ? reply(received) : reply);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const application: TwimlApplication = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    to: (path) => requests.filter((request) => request.path === path),
    latest(path) {
      const parameters = application.to(path).at(-1)?.parameters;
      if (!parameters) throw new Error(`Nobody asked for ${path}.`);
      return parameters;
    },
    forget: () => requests.splice(0),
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
  toClose.push(application.close);
  return application;
}

async function receive(request: IncomingMessage): Promise<ReceivedRequest> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  const url = new URL(request.url ?? '', 'http://localhost');
  const parameters = Object.fromEntries([...url.searchParams, ...new URLSearchParams(body)]);
  const { method = '', headers } = request;
  return { method, path: url.pathname, parameters, headers };
}

function replyOf(script: Script, path: string, count: number): Reply {
  const replies = script[path] ?? { status: 404 };
  if (!Array.isArray(replies)) return replies as Reply;
  return replies[Math.min(count, replies.length) - 1] ?? '';
}

function answer(
  response: ServerResponse,
  reply: Exclude<Reply, (...request: never) => string>,
): void {
  if (typeof reply === 'string') {
    response.writeHead(200, { 'content-type': 'text/xml' }).end(document(reply));
  } else {
    response.writeHead(reply.status ?? 200, reply.headers).end(reply.body);
  }
}

/** A document with these verbs. */
export function document(verbs: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Response>\n${verbs}\n</Response>`;
}

/**
 * An application and an exchange on a virtual clock, whose voice URL is `/voice`. Where the script
 * has `/status` or `/fallback`, these are the status callback and the fallback URL.
 */
export async function openRoom(
  script: Script,
  options: Partial<ExchangeOptions> = {},
): Promise<Room> {
  const application = await startApplication(script);
  return { application, exchange: openExchange(application, script, options) };
}

/** Another exchange for the same application; it is closed after the test. */
export function openExchange(
  { origin }: TwimlApplication,
  script: Script,
  options: Partial<ExchangeOptions> = {},
): Exchange {
  const exchange = createExchange({
    clock: createVirtualClock(START),
    number: NUMBER,
    voiceUrl: `${origin}/voice`,
    statusCallback: '/status' in script ? `${origin}/status` : undefined,
    fallbackUrl: '/fallback' in script ? `${origin}/fallback` : undefined,
    seed: 1,
    playSeconds: () => PLAY_SECONDS,
    ...options,
  });
  toClose.push(() => exchange.close());
  return exchange;
}

/** Answers the operator one way and everybody else another. */
export function byCaller(operator: string, others: string): Reply {
  return ({ parameters }) => (parameters.From === OPERATOR ? operator : others);
}

/** What a call heard, in order: texts, and the kinds and names of other sounds. */
export function heardBy(exchange: Exchange, { sid }: CallView): string[] {
  return exchange.transcript.events.flatMap((event) => {
    if (event.type !== 'hear' || event.call !== sid) return [];
    const { sound } = event;
    if (sound.kind === 'say') return [sound.text];
    if (sound.kind === 'play') return [`play ${new URL(sound.url).pathname}`];
    return [sound.kind === 'digits' ? `digits ${sound.digits}` : sound.kind];
  });
}

/** Waits until a call hears a text, or a sound as `heardBy` names it. */
export async function whenHears(exchange: Exchange, call: CallView, what: string): Promise<void> {
  await exchange.waitFor(() => heardBy(exchange, call).includes(what));
}

/** The events of one type. */
export function eventsOf<T extends ExchangeEvent['type']>(
  exchange: Exchange,
  type: T,
): Extract<ExchangeEvent, { type: T }>[] {
  return exchange.transcript.events.filter(
    (event): event is Extract<ExchangeEvent, { type: T }> => event.type === type,
  );
}

/** Waits for the first event of a type. */
export function when<T extends ExchangeEvent['type']>(
  exchange: Exchange,
  type: T,
): Promise<Extract<ExchangeEvent, { type: T }>> {
  return exchange.waitFor(
    (event): event is Extract<ExchangeEvent, { type: T }> => event.type === type,
  );
}

/** The states that a call has been in. */
export function statusesOf(exchange: Exchange, { sid }: CallView): string[] {
  return eventsOf(exchange, 'status').flatMap(({ call, status }) => (call === sid ? [status] : []));
}

/** The numbers in the debugger log. */
export function logged(exchange: Exchange): number[] {
  return exchange.debuggerLog.map(({ code }) => code);
}
