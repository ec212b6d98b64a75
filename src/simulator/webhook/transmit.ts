import * as http from 'node:http';
import * as https from 'node:https';
import { isIP } from 'node:net';
import { type Address, hostAndPort, originOf } from './address';
import { classifyError, describeTimeout, type Progress, type WireFailure } from './wire-error';

/** One request as it goes over the wire. */
export interface Transmission {
  address: Address;
  method: 'GET' | 'POST';
  headers: Readonly<Record<string, string>>;
  /** Empty for a GET. */
  body: string;
  timeouts: { connectMs: number; readMs: number; totalMs: number };
  /** Requests to the first origin are carried to the second. */
  route: { from: string; to: string } | undefined;
  /** Ends it at once, without an answer. */
  signal: AbortSignal | undefined;
}

/** An answer as it came; its body is cut behind `MAX_BODY_BYTES`. */
export interface WireResponse {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

/**
 * How much of an answer is read, in bytes. Twilio takes 64 kB
 * (https://www.twilio.com/docs/api/errors/11750); this leaves no doubt, in any encoding, that
 * a document is longer.
 */
export const MAX_BODY_BYTES = 256 * 1024;

/** Makes one request over a connection of its own, in real time; never rejects. */
export function transmit(transmission: Transmission): Promise<WireResponse | WireFailure> {
  const { address, timeouts } = transmission;
  const { promise, resolve } = withResolvers<WireResponse | WireFailure>();
  let progress: Progress = 'connecting';
  let phase: NodeJS.Timeout | undefined;
  const giveUp = (kind: 'connect' | 'read' | 'total', ms: number) =>
    setTimeout(() => resolve(describeTimeout(kind, ms, progress)), ms);
  const expectWithin = (kind: 'connect' | 'read', ms: number) => {
    clearTimeout(phase);
    phase = giveUp(kind, ms);
  };
  const fail = (error: unknown) => resolve(classifyError(error, progress, address.protocol));

  const total = giveUp('total', timeouts.totalMs);
  expectWithin('connect', timeouts.connectMs);
  let request: http.ClientRequest | undefined;
  try {
    const { protocol, options } = describeRequest(transmission);
    request = (protocol === 'https:' ? https : http).request(options);
    request.on('error', fail);
    request.on('socket', (socket) => {
      socket.once(protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        progress = 'waiting';
        expectWithin('read', timeouts.readMs);
      });
    });
    request.on('response', (response) => {
      progress = 'reading';
      const chunks: Buffer[] = [];
      let length = 0;
      const end = () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).subarray(0, MAX_BODY_BYTES),
        });
      expectWithin('read', timeouts.readMs);
      response.on('data', (chunk: Buffer) => {
        expectWithin('read', timeouts.readMs);
        chunks.push(chunk);
        length += chunk.length;
        if (length >= MAX_BODY_BYTES) end();
      });
      response.on('end', end);
      response.on('error', fail);
    });
    request.end(transmission.body);
  } catch (error) {
    fail(error);
  }
  const cut = () => fail(transmission.signal?.reason);
  transmission.signal?.addEventListener('abort', cut, { once: true });
  return promise.finally(() => {
    transmission.signal?.removeEventListener('abort', cut);
    clearTimeout(total);
    clearTimeout(phase);
    request?.destroy();
  });
}

function describeRequest({ address, method, headers, body, route }: Transmission): {
  protocol: string;
  options: https.RequestOptions;
} {
  const own = new URL(`${address.protocol}//${hostAndPort(address)}`);
  const isRouted = route !== undefined && new URL(route.from).origin === originOf(address);
  const target = isRouted ? new URL(route.to) : own;
  const options: https.RequestOptions = {
    host: withoutBrackets(target.hostname),
    port: target.port || (target.protocol === 'https:' ? 443 : 80),
    method,
    path: `${address.path || '/'}${address.query}`,
    headers: {
      Host: hostAndPort(address),
      ...headers,
      ...(method === 'POST' ? { 'Content-Length': String(Buffer.byteLength(body)) } : {}),
      Connection: 'close',
    },
    agent: false,
  };
  const name = withoutBrackets(own.hostname);
  if (isIP(name) === 0) options.servername = name;
  return { protocol: target.protocol, options };
}

function withoutBrackets(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
