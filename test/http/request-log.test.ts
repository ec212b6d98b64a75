import { once } from 'node:events';
import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createLogger } from '../../src/http/log';
import { logRequests } from '../../src/http/request-log';
import { requestStateOf } from '../../src/http/request-state';
import { eventually } from '../support/running-server';

describe('The log line of a request whose other side goes before the answer', () => {
  it.each([
    ['/index', 'a webhook, which only Twilio gets to', 40],
    ['/healthz', 'anything else, with which strangers could fill the log', 20],
  ])('to %s (%s) has the level %d and the address', async (path, _what, level) => {
    const lines: Record<string, unknown>[] = [];
    const options = { level: 'debug', numbers: 'masked' } as const;
    const app = express();
    app.use(logRequests(createLogger(options, { write: (line) => lines.push(JSON.parse(line)) })));
    const asked = new Promise<void>((resolve) => {
      app.use((request, response) => {
        if (request.path === '/index') requestStateOf(response).route = 'index';
        resolve();
      });
    });
    const server = app.listen(0);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const request = get({ host: '127.0.0.1', port, path }).on('error', () => undefined);
    await asked;
    request.destroy();
    await eventually(() => lines.length === 1);
    server.close();
    expect(lines).toMatchObject([
      { level, address: '127.0.0.1', msg: 'the other side went before the answer' },
    ]);
    expect(lines[0]).not.toHaveProperty('status');
  });
});
