import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import express, { type RequestHandler, type Response } from 'express';
import pino from 'pino';
import request from 'supertest';
import { answerReportErrors } from '../../../src/reports/http/report-errors';
import { sendParts } from '../../../src/reports/http/send-parts';
import { admitToWork, workOf } from '../../../src/reports/http/work';
import { eventually } from '../../support/running-server';

const log = pino({ level: 'silent' });
const servers: Server[] = [];
let stop: AbortController;
beforeEach(() => {
  stop = new AbortController();
});
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function serve(answer: RequestHandler, timeoutMs = 0): Promise<Server> {
  const admit = admitToWork({ atWork: 1, waiting: 1, stopping: stop.signal });
  const app = express().get('/', admit, answer).use(answerReportErrors(log));
  const server = createServer(app).listen(0, '127.0.0.1');
  server.timeout = timeoutMs;
  servers.push(server);
  await once(server, 'listening');
  return server;
}

/** A client that sends a request and reads nothing. */
async function open(server: Server): Promise<Socket> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  socket.pause().on('error', () => undefined);
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  return socket;
}

/** An answer that is not ready before it is told to be. */
function createHeldAnswer() {
  const responses: Response[] = [];
  const answer: RequestHandler = async (_request, response) => {
    responses.push(response);
    const { signal } = workOf(response);
    await once(signal, 'abort');
    throw signal.reason;
  };
  return { responses, answer };
}

const megabyte = 'x'.repeat(1_000_000);

describe('work on reports', () => {
  it('is refused with 503 and when to come again, where too many wait', async () => {
    const { answer, responses } = createHeldAnswer();
    const server = await serve(answer);
    const first = await open(server);
    await eventually(() => responses.length === 1);
    await open(server);
    await eventually(async () => {
      const { status, headers, text } = await request(server).get('/');
      if (status !== 503) return false;
      expect(headers['retry-after']).toBe('5');
      expect(JSON.parse(text)).toEqual({ error: expect.stringMatching(/^Too many reports/) });
      return true;
    });
    first.destroy();
    await eventually(() => responses.length === 2);
  });

  it('ends where the reader goes', async () => {
    const { answer, responses } = createHeldAnswer();
    const socket = await open(await serve(answer));
    await eventually(() => responses.length === 1);
    const [response] = responses as [Response];
    expect(workOf(response).signal.aborted).toBe(false);
    socket.destroy();
    await eventually(() => workOf(response).signal.aborted);
  });

  it('ends with 503 where the server stops', async () => {
    const { answer, responses } = createHeldAnswer();
    const server = await serve(answer);
    const pending = request(server).get('/').then();
    await eventually(() => responses.length === 1);
    stop.abort();
    const { status, body } = await pending;
    expect([status, body]).toEqual([503, { error: 'The server is stopping.' }]);
    expect((await request(server).get('/')).status).toBe(503);
  });

  it('ends with 503 where the server stops while the work does not notice', async () => {
    let isAsked = false;
    const server = await serve(async (_request, response) => {
      isAsked = true;
      await once(stop.signal, 'abort');
      await new Promise(setImmediate);
      response.json('too late');
    });
    const pending = request(server).get('/').then();
    await eventually(() => isAsked);
    stop.abort();
    const { status, body } = await pending;
    expect([status, body]).toEqual([503, { error: 'The server is stopping.' }]);
  });

  it('may take longer than a reader may who takes nothing', async () => {
    const timeoutMs = 50;
    const answer: RequestHandler = async (_request, response) => {
      await new Promise((resolve) => setTimeout(resolve, 5 * timeoutMs));
      response.send('late');
    };
    expect((await request(await serve(answer, timeoutMs)).get('/')).text).toBe('late');
  });

  it('cuts a reader off who takes nothing, and waits for one without filling memory', async () => {
    let written = 0;
    async function* parts() {
      for (; written < 1000; written += 1) yield megabyte;
    }
    const timeoutMs = 300;
    const server = await serve((_request, response) => sendParts(response, parts()), timeoutMs);
    const socket = await open(server);
    await once(server, 'timeout');
    expect(written).toBeLessThan(100);
    socket.destroy();
  });

  it('leaves its place while it waits for its reader', async () => {
    async function* parts() {
      for (let written = 0; written < 50; written += 1) yield megabyte;
    }
    let answered = 0;
    const server = await serve(async (_request, response) => {
      answered += 1;
      await sendParts(response, answered === 1 ? parts() : ['quick']);
    });
    const slow = await open(server);
    await eventually(() => answered === 1);
    expect((await request(server).get('/')).text).toBe('quick');
    let received = 0;
    slow.on('data', (chunk) => {
      received += chunk.length;
    });
    slow.resume();
    await eventually(() => received > 50 * megabyte.length);
  });

  it('answers an error that comes before anything was sent', async () => {
    async function* parts() {
      yield 'heading\r\n';
      throw Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });
    }
    const server = await serve((_request, response) => sendParts(response, parts()));
    const { status, body } = await request(server).get('/');
    expect([status, Object.keys(body)]).toEqual([503, ['error']]);
  });

  it('breaks an answer off that fails in the middle', async () => {
    async function* parts() {
      yield megabyte;
      throw Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });
    }
    const server = await serve((_request, response) => sendParts(response, parts()));
    await expect(request(server).get('/')).rejects.toThrow('aborted');
  });
});
