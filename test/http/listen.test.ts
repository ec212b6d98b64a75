import { setTimeout as sleep } from 'node:timers/promises';
import express, { type RequestHandler } from 'express';
import { CLIENT_TIMEOUTS, MAX_CONNECTIONS } from '../../src/http/client-limits';
import { listen, type RunningServer } from '../../src/http/listen';
import { openRawClient, type RawClient, sendRaw } from '../support/raw-client';
import { eventually } from '../support/running-server';

const SHORT = { headersMs: 300, requestMs: 600, unreadMs: 900, idleMs: 400, checkEveryMs: 50 };
const TIMED_OUT = { status: 408, body: 'The request did not arrive in time.\n' };

let server: RunningServer;
let dropped: number;
const clients: RawClient[] = [];

async function serve(
  handler: RequestHandler,
  timeouts = SHORT,
  maxConnections = MAX_CONNECTIONS,
): Promise<void> {
  dropped = 0;
  server = await listen({ host: '127.0.0.1', port: 0 }, () => express().use(handler), {
    timeouts,
    maxConnections,
    onDropped: () => {
      dropped += 1;
    },
  });
}

async function connect(): Promise<RawClient> {
  const client = await openRawClient(origin());
  clients.push(client);
  return client;
}

const origin = () => `http://127.0.0.1:${server.port}`;

/** Answers once it has read a request to its end. */
const answerWhole: RequestHandler = (request, response) => {
  request.resume().on('end', () => response.send('here\n'));
};

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await server.close(0);
});

describe('a client that takes its time', () => {
  it.each([
    ['sends nothing', '', SHORT.headersMs],
    ['sends half a first line', 'POST /ind', SHORT.headersMs],
    ['sends half the headers', 'POST / HTTP/1.1\r\nHost: x\r\nContent-', SHORT.headersMs],
    [
      'sends half a body',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\nCallSid=',
      SHORT.requestMs,
    ],
    [
      'sends half a body in chunks',
      'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n8\r\nCallSid=\r\n',
      SHORT.requestMs,
    ],
  ])('is cut off when it %s', async (_what, bytes, limitMs) => {
    await serve(answerWhole);
    const client = await connect();
    client.send(bytes);
    const tookMs = await client.ended;
    expect(await client.answers()).toMatchObject([TIMED_OUT]);
    expect((await client.answers())[0]?.headers['x-content-type-options']).toBe('nosniff');
    expect(tookMs).toBeGreaterThan(limitMs - 50);
  });

  it('is cut off when it sends byte upon byte', async () => {
    await serve(answerWhole);
    const client = await connect();
    client.send('GET /');
    const timer = setInterval(() => client.send('x'), 20);
    await client.ended;
    clearInterval(timer);
    expect(await client.answers()).toMatchObject([TIMED_OUT]);
  });

  it('is cut off when it does not hang up itself', async () => {
    await serve(answerWhole);
    const client = await connect();
    await client.ended;
    // Its own half of the connection is still open; the server's is gone once this fails.
    await eventually(() => {
      client.send('x');
      return client.socket.destroyed;
    });
  });

  it('is cut off when it takes none of a long answer', async () => {
    let isGone = false;
    await serve((_request, response) => {
      response.on('close', () => {
        isGone = true;
      });
      response.send(Buffer.alloc(50_000_000));
    });
    const client = await connect();
    client.socket.pause();
    client.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await eventually(() => isGone);
    client.socket.resume();
    await client.ended;
    expect(client.receivedBytes()).toBeLessThan(50_000_000);
  });

  it('may wait for an answer longer than for the next request, and then has its time again', async () => {
    await serve((_request, response) => void setTimeout(() => response.send('late\n'), 450));
    const client = await connect();
    for (const count of [1, 2]) {
      client.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      expect(await client.answers(count)).toHaveLength(count);
    }
  });

  it('is told how long it may be idle, and is not cut off before', async () => {
    await serve(answerWhole, { ...SHORT, idleMs: 2000 });
    const client = await connect();
    client.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    const [answer] = await client.answers();
    expect(answer?.headers['keep-alive']).toBe('timeout=2');
    await sleep(2 * SHORT.requestMs);
    client.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(await client.answers(2)).toHaveLength(2);
  });
});

describe('many requests on one connection', () => {
  const one = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;

  it('are served one at a time, in their order', async () => {
    let underWay = 0;
    let most = 0;
    await serve((request, response) => {
      underWay += 1;
      most = Math.max(most, underWay);
      setTimeout(() => {
        underWay -= 1;
        response.send(request.path);
      }, 5);
    });
    const paths = Array.from({ length: 20 }, (_, i) => `/${i}`);
    const answers = await sendRaw(origin(), paths.map(one).join(''), paths.length);
    expect(answers.map(({ body }) => body)).toEqual(paths);
    expect(most).toBe(1);
  });

  it('are cut off where a client sends them without end', async () => {
    let served = 0;
    await serve((_request, response) => {
      served += 1;
      setTimeout(() => response.send('here\n'), 5);
    });
    const client = await connect();
    client.send(one('/').repeat(1000));
    await client.ended;
    expect(served).toBeLessThan(30);
  });
});

describe('more connections than may be open', () => {
  it('are turned away and told of, and there is room again when others have gone', async () => {
    await serve(answerWhole, SHORT, 2);
    const [first] = [await connect(), await connect()];
    const third = await connect();
    await third.ended;
    expect(dropped).toBe(1);
    first?.close();
    await eventually(async () => {
      const [answer] = await sendRaw(origin(), 'GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      return answer?.status === 200;
    });
  });
});

describe('what minicc gives its clients', () => {
  it('is less than Twilio waits, but for idle connections, which proxies keep for 2 minutes', () => {
    const { headersMs, requestMs, idleMs } = CLIENT_TIMEOUTS;
    expect(headersMs).toBeLessThan(15_000);
    expect(requestMs).toBeLessThanOrEqual(15_000);
    expect(idleMs).toBeGreaterThan(120_000);
  });
});

describe('what Node and Express would answer in their own way', () => {
  it.each([
    ['a request for a tunnel', 'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n', 405],
    ['a request without Host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['an address of no path', 'GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    ['an address that Express cannot read', 'GET //a@#x HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    ['an address of no path in HTTP/1.0', 'GET x HTTP/1.0\r\n\r\n', 400],
    ['an asterisk', 'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    ['no HTTP', 'hello\r\n\r\n', 400],
    [
      'headers over 16 KB',
      `GET / HTTP/1.1\r\nHost: x\r\nCookie: ${'x'.repeat(17_000)}\r\n\r\n`,
      431,
    ],
  ])('is refused in one line: %s', async (_what, bytes, status) => {
    await serve(answerWhole);
    const [answer] = await sendRaw(origin(), bytes);
    expect(answer?.status).toBe(status);
    expect(answer?.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-security-policy':
        "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
    });
    expect(answer?.body).toMatch(/^[A-Z][^\n]{10,100}\.\n$/);
  });

  it.each([
    ['an expectation that nobody knows', 'Expect: miracles\r\n'],
    ['an upgrade to another protocol', 'Connection: Upgrade\r\nUpgrade: websocket\r\n'],
    ['thousands of headers', 'X: y\r\n'.repeat(2500)],
  ])('is served: %s', async (_what, headers) => {
    await serve(answerWhole);
    const bytes = `GET / HTTP/1.1\r\nHost: x\r\n${headers}Last: z\r\n\r\n`;
    expect(await sendRaw(origin(), bytes)).toMatchObject([{ status: 200, body: 'here\n' }]);
  });

  it('drops no header, however many there are', async () => {
    await serve((request, response) => void response.send(`${request.get('Last')}\n`));
    const bytes = `GET / HTTP/1.1\r\nHost: x\r\n${'X: y\r\n'.repeat(2500)}Last: z\r\n\r\n`;
    expect(await sendRaw(origin(), bytes)).toMatchObject([{ body: 'z\n' }]);
  });
});

describe('a request', () => {
  it('is what Express would make of it before Express handles it', async () => {
    const changed: object[] = [];
    const original = Object.setPrototypeOf;
    const spy = jest.spyOn(Object, 'setPrototypeOf').mockImplementation((target, prototype) => {
      if (Object.getPrototypeOf(target) !== prototype) changed.push(target);
      return original(target, prototype);
    });
    await serve((request, response) => {
      response.send(`${request.path} ${request.get('X-A')}\n`);
    });
    changed.length = 0;
    const answer = await fetch(`${origin()}/wait?a=1`, { headers: { 'X-A': 'b' } });
    spy.mockRestore();
    expect(await answer.text()).toBe('/wait b\n');
    expect(changed).toEqual([]);
  });
});
