import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
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
  server.on('request', createApp(port));
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
