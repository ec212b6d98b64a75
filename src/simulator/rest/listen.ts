import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Exchange } from '../exchange-types';
import { createRestApi } from './router';

/** A REST interface that can be reached. */
export interface RunningRestApi {
  /** What goes into `client.api.baseUrl`: `http://127.0.0.1:4010`. */
  baseUrl: string;
  /** Takes no new requests, and cuts those under way. */
  close(): Promise<void>;
}

/** Serves the REST interface of an exchange by itself; port 0 takes any that is free. */
export async function listenRestApi(
  exchange: Exchange,
  { host = '127.0.0.1', port = 0 }: { host?: string; port?: number } = {},
): Promise<RunningRestApi> {
  const app = express().disable('x-powered-by').use(createRestApi(exchange));
  const server = createServer(app).listen(port, host);
  await once(server, 'listening');
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    baseUrl: `http://${name}:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
