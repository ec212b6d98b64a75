import { once } from 'node:events';
import {
  createServer as createHttpServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as requestHttp,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestCertificate } from './certificate';

/** A request on its way, which a proxy may spoil. */
export interface Passing {
  method: string;
  /** With its query. */
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** An answer on its way back. */
export interface PassingAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** How a proxy is not transparent. */
export interface Misbehaviour {
  onRequest?: (passing: Passing) => void;
  onAnswer?: (answer: PassingAnswer) => void;
  /** What it answers by itself; undefined for what it passes on. */
  answer?: (passing: Passing) => PassingAnswer | undefined;
  delayMs?: number;
}

/** A reverse proxy in front of a server. */
export interface ReverseProxy {
  origin: string;
  /** Where it passes on to, and how; may be changed at any time. */
  target: string;
  misbehaviour: Misbehaviour;
  /** What it was asked, the latest last. */
  requests: Passing[];
  close(): Promise<void>;
}

/** Starts a reverse proxy on a free port; with a certificate, over TLS, under the name localhost. */
export async function startReverseProxy(certificate?: TestCertificate): Promise<ReverseProxy> {
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    passOn(proxy, request, response).catch((error: unknown) => {
      response.writeHead(502, { 'Content-Type': 'text/html' }).end(String(error));
    });
  };
  const server = certificate ? createHttpsServer(certificate, answer) : createHttpServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const proxy: ReverseProxy = {
    origin: certificate ? `https://localhost:${port}` : `http://127.0.0.1:${port}`,
    target: 'http://127.0.0.1:1',
    misbehaviour: {},
    requests: [],
    async close() {
      server.close().closeAllConnections();
      await once(server, 'close');
    },
  };
  return proxy;
}

async function passOn(
  { target, misbehaviour, requests }: ReverseProxy,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const passing: Passing = {
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    headers: { ...request.headers },
    body: await readAll(request),
  };
  requests.push({ ...passing });
  if (misbehaviour.delayMs !== undefined) await sleep(misbehaviour.delayMs);
  const own = misbehaviour.answer?.(passing);
  misbehaviour.onRequest?.(passing);
  const answer = own ?? (await send(target, passing));
  misbehaviour.onAnswer?.(answer);
  response.writeHead(answer.status, answer.headers).end(answer.body);
}

async function send(target: string, { method, path, headers, body }: Passing) {
  const framed = { ...headers, 'content-length': String(body.length), connection: 'close' };
  if (method === 'GET') Reflect.deleteProperty(framed, 'content-length');
  const request = requestHttp(`${target}${path}`, { method, headers: framed, agent: false });
  request.end(method === 'GET' ? undefined : body);
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: await readAll(answer) };
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
