import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it arrived. */
export interface Received {
  method: string;
  /** Path and query. */
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** What an application answers; 200 with an empty document where it says nothing. */
export type Answer = {
  status?: number;
  headers?: Record<string, string | string[]>;
  body?: string;
};

/** An application on a free port of 127.0.0.1. */
export interface Application {
  port: number;
  origin: string;
  /** In the order in which they arrived. */
  received: Received[];
  close(): Promise<void>;
}

/** Starts an application; a handler that gives nothing never answers, unless it does so itself. */
export async function startApplication(
  answer: (request: Received, response: ServerResponse) => Answer | undefined = () => ({}),
): Promise<Application> {
  const received: Received[] = [];
  const server = createServer(async (message, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk);
    const request = {
      method: message.method ?? '',
      url: message.url ?? '',
      headers: message.headers,
      body: Buffer.concat(chunks).toString(),
    };
    received.push(request);
    const given = answer(request, response);
    if (given === undefined) return;
    const { status = 200, headers = { 'Content-Type': 'text/xml' }, body = '<Response/>' } = given;
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
