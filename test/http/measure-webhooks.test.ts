import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import express, { type RequestHandler } from 'express';
import { measureWebhooks, type WebhookOutcome } from '../../src/http/measure-webhooks';
import { requestStateOf } from '../../src/http/request-state';
import { eventually } from '../support/running-server';

describe('measureWebhooks', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  /** Answers `/wait` with `answer`. */
  async function start(answer: RequestHandler) {
    const outcomes: WebhookOutcome[] = [];
    const app = express();
    app.use(measureWebhooks((outcome) => outcomes.push(outcome)));
    app.use('/wait', (request, response, next) => {
      requestStateOf(response).route = 'wait';
      answer(request, response, next);
    });
    const server = createServer(app).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    return { port: (server.address() as AddressInfo).port, outcomes };
  }

  it('tells what a webhook was answered and how long that took', async () => {
    const { port, outcomes } = await start((_request, response) => {
      setTimeout(() => response.status(200).send('x'), 50);
    });
    await (await fetch(`http://127.0.0.1:${port}/wait`)).text();
    await eventually(() => outcomes.length > 0);
    expect(outcomes).toEqual([
      { route: 'wait', status: 200, hasFailed: false, seconds: expect.any(Number) },
    ]);
    expect(outcomes[0]?.seconds).toBeGreaterThan(0.045);
    expect(outcomes[0]?.seconds).toBeLessThan(10);
  });

  it.each([
    [403, false],
    [500, true],
    [503, true],
  ])('takes the status %d for a failure: %p', async (status, hasFailed) => {
    const { port, outcomes } = await start((_request, response) => {
      response.status(status).send('x');
    });
    await (await fetch(`http://127.0.0.1:${port}/wait`)).text();
    await eventually(() => outcomes.length > 0);
    expect(outcomes).toMatchObject([{ route: 'wait', status, hasFailed }]);
  });

  it('tells of a webhook whose sender went before the answer', async () => {
    let hasCome = false;
    const { port, outcomes } = await start(() => {
      hasCome = true;
    });
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await eventually(() => hasCome);
    socket.destroy();
    await eventually(() => outcomes.length > 0);
    expect(outcomes).toMatchObject([{ route: 'wait', status: undefined, hasFailed: true }]);
  });

  it('names no route where the request is for none', async () => {
    const { port, outcomes } = await start(() => {});
    await (await fetch(`http://127.0.0.1:${port}/nowhere`)).text();
    await eventually(() => outcomes.length > 0);
    expect(outcomes).toMatchObject([{ route: undefined, status: 404, hasFailed: false }]);
  });
});
