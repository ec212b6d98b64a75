import { createServer, type Socket } from 'node:net';
import { findFreePort } from '../../support/free-port';
import { type Application, startApplication } from './application';
import {
  type BuiltClient,
  buildClient,
  buildRealClient,
  buildRequest,
  codeOf,
} from './build-client';

const started: { close(): Promise<void> }[] = [];
let silent: Application;

/** Takes connections and never says a word. */
async function listenInSilence(): Promise<number> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    sockets.push(socket);
  });
  const port = await findFreePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  started.push({
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  });
  return port;
}

beforeEach(async () => {
  silent = await startApplication(() => undefined);
  started.push(silent);
});

afterEach(async () => {
  for (const application of started.splice(0)) await application.close();
});

function failures(client: BuiltClient) {
  return client.events('failure').map(({ code, tookMs }) => ({ code, tookMs }));
}

describe('on the real clock', () => {
  it('gives a silent server up after the read timeout', async () => {
    const client = buildRealClient();
    expect(codeOf(await client.ask(`${silent.origin}/#rt=120`))).toBe(11203);
    expect(silent.received).toHaveLength(1);
    const [failure] = failures(client);
    expect(failure?.tookMs).toBeGreaterThanOrEqual(115);
    expect(failure?.tookMs).toBeLessThan(1000);
  });

  it('tries a silent server again only where it is told to', async () => {
    expect(codeOf(await buildRealClient().ask(`${silent.origin}/#rt=100&rc=2&rp=rt`))).toBe(11203);
    expect(silent.received).toHaveLength(3);
    const tokens = silent.received.map(({ headers }) => headers['i-twilio-idempotency-token']);
    expect(new Set(tokens).size).toBe(1);
  });

  it('ends all tries with the total timeout', async () => {
    const client = buildRealClient();
    const url = `${silent.origin}/#rt=100&rc=5&rp=all&tt=250`;
    expect(codeOf(await client.ask(url))).toBe(11203);
    expect(silent.received).toHaveLength(3);
    const tookMs = failures(client).reduce((sum, failure) => sum + failure.tookMs, 0);
    expect(tookMs).toBeGreaterThanOrEqual(240);
    expect(tookMs).toBeLessThan(1000);
  });

  it('has patience with an answer that comes bit by bit', async () => {
    const slow = await startApplication((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/xml' });
      const parts = ['<Resp', 'onse', '/>'];
      const timer = setInterval(() => {
        response.write(parts.shift() ?? '');
        if (parts.length > 0) return;
        clearInterval(timer);
        response.end();
      }, 150);
      return undefined;
    });
    started.push(slow);
    expect(await buildRealClient().ask(`${slow.origin}/#rt=300`)).toMatchObject({
      answer: { body: '<Response/>' },
    });
  });

  it('tries nothing again after part of an answer', async () => {
    const stuck = await startApplication((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/xml' });
      response.write('<Resp');
      return undefined;
    });
    started.push(stuck);
    expect(codeOf(await buildRealClient().ask(`${stuck.origin}/#rt=100&rc=5&rp=all`))).toBe(11203);
    expect(stuck.received).toHaveLength(1);
  });

  it('tries twice to connect', async () => {
    const port = await listenInSilence();
    const client = buildRealClient();
    // A handshake that nobody answers takes as long as a connection that nobody takes.
    expect(codeOf(await client.ask(`https://127.0.0.1:${port}/#ct=100`))).toBe(11201);
    expect(failures(client)).toHaveLength(2);
  });

  it('ends at once when it is cut', async () => {
    const cut = new AbortController();
    const client = buildRealClient({ signal: cut.signal });
    const outcome = client.send(buildRequest({ url: silent.origin }));
    const late = buildRealClient({
      signal: cut.signal,
      faults: [{ fault: { kind: 'late', seconds: 60 } }],
    }).send(buildRequest({ url: silent.origin }));
    while (silent.received.length === 0) await new Promise(setImmediate);
    cut.abort();
    expect(codeOf(await outcome)).toBe(0);
    expect(codeOf(await late)).toBe(0);
    expect(codeOf(await client.ask(silent.origin))).toBe(0);
    expect(client.transcript.events.map(({ type }) => type)).toEqual(['request']);
    expect(silent.received).toHaveLength(1);
  });
});

describe('on the virtual clock', () => {
  it('takes no time for an answer, however long it really takes', async () => {
    const slow = await startApplication((_, response) => {
      setTimeout(() => response.end(), 150);
      return undefined;
    });
    started.push(slow);
    const client = buildClient();
    const before = client.clock.now();
    expect((await client.ask(slow.origin)).ok).toBe(true);
    expect(client.clock.now()).toBe(before);
    expect(client.events('response')[0]?.tookMs).toBe(0);
  });

  it('gives a silent server up after the real timeout, which it then counts', async () => {
    const client = buildClient();
    expect(codeOf(await client.ask(`${silent.origin}/#rt=100&rc=5&rp=rt&tt=250`))).toBe(11203);
    expect(failures(client)).toEqual([
      { code: 11203, tookMs: 100 },
      { code: 11203, tookMs: 100 },
      { code: 11203, tookMs: 50 },
    ]);
  });
});
