import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { describeError, UserError } from '../errors';
import {
  CLIENT_TIMEOUTS,
  type ClientTimeouts,
  createLimitedServer,
  MAX_CONNECTIONS,
} from './client-limits';
import { createExpressClasses } from './express-classes';
import { serveInTurn } from './in-turn';
import { answerBrokenRequest, refuseTunnel, serveWellFormed } from './malformed-requests';

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

/** How a server treats its clients. */
export interface ListenOptions {
  /** Is told of each connection that is turned away because too many are open. */
  onDropped: () => void;
  timeouts?: ClientTimeouts;
  maxConnections?: number;
}

/** Those who connect at the same moment; systems allow 4096 at most. */
const BACKLOG = 4096;

/**
 * Listens, and serves the app that `createApp` makes for the port we got: addresses inside
 * documents may depend on it. Throws a `UserError` where the address cannot be had.
 */
export async function listen(
  { host, port: wantedPort }: Address,
  createApp: (port: number) => Express,
  { onDropped, timeouts = CLIENT_TIMEOUTS, maxConnections = MAX_CONNECTIONS }: ListenOptions,
): Promise<RunningServer> {
  const { classes, adopt } = createExpressClasses();
  const server = createLimitedServer(timeouts, maxConnections, classes)
    .on('drop', onDropped)
    .listen(wantedPort, host, BACKLOG);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new UserError(`HOST ${host}, PORT ${wantedPort}: ${describeError(error)}`);
  }
  const { port } = server.address() as AddressInfo;
  const app = createApp(port);
  adopt(app);
  const serve = serveInTurn(serveWellFormed(app));
  server
    .on('request', serve)
    // What else a client may expect of us, it gets an answer.
    .on('checkExpectation', serve)
    .on('connect', refuseTunnel)
    .on('clientError', answerBrokenRequest);
  return { port, close: (graceMs) => close(server, graceMs) };
}

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
