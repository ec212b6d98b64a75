import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Express } from 'express';
import { describeError, UserError } from '../errors';

/** A server that is listening. */
export interface RunningServer {
  port: number;
  /** Takes no new connections, lets requests end, cuts those that do not by `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/** Where to listen; port 0 takes any that is free. */
export interface Address {
  host: string;
  port: number;
}

/**
 * Listens, and serves the app that `createApp` makes for the port we got: addresses inside
 * documents may depend on it. Throws a `UserError` where the address cannot be had.
 */
export async function listen(
  { host, port: wantedPort }: Address,
  createApp: (port: number) => Express,
): Promise<RunningServer> {
  const server = createServer().listen(wantedPort, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new UserError(`HOST ${host}, PORT ${wantedPort}: ${describeError(error)}`);
  }
  const { port } = server.address() as AddressInfo;
  server.on('request', createApp(port)).on('clientError', answerBrokenRequest);
  return { port, close: (graceMs) => close(server, graceMs) };
}

/** Answers in one line what is no HTTP, as Express does what is no request of ours. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const { status, line } = BROKEN[error.code ?? ''] ?? {
    status: '400 Bad Request',
    line: 'The request is not well-formed HTTP.',
  };
  const body = `${line}\n`;
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

const BROKEN: Readonly<Record<string, { status: string; line: string }>> = {
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    line: 'The address and headers are larger than 16 KB.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    line: 'The request did not arrive in time.',
  },
};

function close(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    // A kept-alive connection is idle only once its request has been answered.
    const idle = setInterval(() => server.closeIdleConnections(), 100);
    const late = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(late);
      resolve();
    });
  });
}
