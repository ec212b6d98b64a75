import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import { requireBasicAuth } from '../../src/http/basic-auth';
import { answerErrors } from '../../src/http/error-answers';
import { createGuessLimiter } from '../../src/http/guess-limiter';
import { createLogger } from '../../src/http/log';
import type { Refusal } from '../../src/http/refusal';
import { startCallers } from '../support/callers';
import { readMemoryMb } from '../support/process-use';
import { BASIC, eventually, startServer } from '../support/running-server';
import { CREDENTIALS, createTestService, type TestService } from '../support/test-service';

const WRONG = { user: CREDENTIALS.user, password: 'wrong' };
const LIMIT = 10;

const guess = (service: TestService, address: string, password = WRONG.password) =>
  service.agent.post('/index').set('X-Forwarded-For', address).auth(WRONG.user, password);

/** As many wrong passwords from one address as are answered without being limited. */
async function useUp(service: TestService, address: string): Promise<void> {
  for (let count = 0; count < LIMIT; count++) await guess(service, address).expect(401);
}

const linesOf = ({ logLines }: TestService, address: string, level: number) =>
  logLines.filter((line) => line.address === address && line.level === level);

describe('Guessing the password', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await createTestService('sqlite', { trustProxy: ['loopback'] });
  });
  afterAll(() => service.close());

  it('is refused after ten wrong ones of an address within a minute, in one line that says until when', async () => {
    await useUp(service, '192.0.2.1');
    const response = await guess(service, '192.0.2.1');
    expect(response.status).toBe(429);
    expect(response.text).toBe('Too many wrong passwords came from your address.\n');
    expect(response.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(response.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect(response.headers['www-authenticate']).toBeUndefined();
  });

  it('is slow from then on, for who guesses one after another', async () => {
    const since = performance.now();
    await useUp(service, '192.0.2.2');
    const quickMs = (performance.now() - since) / LIMIT;
    const start = performance.now();
    for (let count = 0; count < 3; count++) await guess(service, '192.0.2.2').expect(429);
    const slowMs = (performance.now() - start) / 3;
    expect(slowMs).toBeGreaterThan(900);
    expect(slowMs).toBeGreaterThan(3 * quickMs);
  });

  it('is slower still for who waits on many connections, and Twilio beside them is served', async () => {
    const server = await startServer(BASIC);
    let answered = 0;
    let isOver = false;
    const ask = () => server.request('/index', { form: {}, credentials: 'minicc:wrong' });
    const guessers = Array.from({ length: 300 }, async () => {
      while (!isOver) {
        await ask().catch(() => undefined);
        answered += 1;
      }
    });
    const callers = startCallers({
      url: `${server.origin}/index`,
      authorization: `Basic ${btoa('minicc:secret')}`,
      form: 'From=%2B819012345678',
    });
    await sleep(3000);
    const answeredSoFar = answered;
    isOver = true;
    const answers = await callers.end();
    const memoryMb = readMemoryMb(server.process.pid ?? 0);
    await server.stop();
    await Promise.all(guessers);
    expect(answeredSoFar).toBeLessThan(150);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(Math.max(...answers.map(({ tookMs }) => tookMs))).toBeLessThan(2000);
    expect(memoryMb).toBeLessThan(400);
  });

  it('keeps the right password out at no time, nor a request without one', async () => {
    await useUp(service, '192.0.2.3');
    await guess(service, '192.0.2.3').expect(429);
    await guess(service, '192.0.2.3', CREDENTIALS.password).expect(200);
    await service.agent.post('/index').set('X-Forwarded-For', '192.0.2.3').expect(401);
  });

  it('does not begin with requests without credentials, however many', async () => {
    for (let count = 0; count < 3 * LIMIT; count++) {
      await service.agent.post('/index').set('X-Forwarded-For', '192.0.2.4').expect(401);
    }
    await guess(service, '192.0.2.4').expect(401);
    expect(linesOf(service, '192.0.2.4', 40)).toHaveLength(1);
  });

  it('is no concern of other addresses', async () => {
    await useUp(service, '192.0.2.5');
    await guess(service, '192.0.2.6').expect(401);
  });

  it('from any address of one IPv6 subnet counts as one, and written as IPv4 it is that', async () => {
    for (let count = 0; count < LIMIT; count++) {
      await guess(service, `2001:db8:1:2::${count}`).expect(401);
    }
    await guess(service, '2001:db8:1:ff::1').expect(429);
    await guess(service, '2001:db8:2:2::1').expect(401);
    await useUp(service, '192.0.2.7');
    await guess(service, '::ffff:192.0.2.7').expect(429);
  });

  it('from an address that is none counts for whoever forwards it', async () => {
    for (let count = 0; count < LIMIT; count++) {
      await guess(service, `nobody-${count}`).expect(401);
    }
    await guess(service, 'x'.repeat(4000)).expect(429);
  });

  it('is told of in the log with its address: the first wrong one, that there are many, and no more', async () => {
    await useUp(service, '192.0.2.8');
    await Promise.all([1, 2, 3].map(() => guess(service, '192.0.2.8').expect(429)));
    expect(linesOf(service, '192.0.2.8', 40)).toEqual([
      expect.objectContaining({ status: 401, msg: 'refused' }),
      expect.objectContaining({
        msg: 'somebody is guessing the password: more than 10 wrong ones within a minute',
      }),
    ]);
    expect(linesOf(service, '192.0.2.8', 20)).toHaveLength(LIMIT - 1 + 3);
  });
});

describe('An answer to somebody who guesses', () => {
  const FOR_EVER_MS = 3_600_000;
  const MOST_HELD = 100;
  const log = createLogger({ level: 'silent', numbers: 'masked' });
  let stopping: AbortController;
  let server: Server;
  let refusals: Refusal[];

  async function serve(holdMs: number): Promise<void> {
    stopping = new AbortController();
    refusals = [];
    const app = express();
    const limitGuesses = createGuessLimiter({
      log,
      stopping: stopping.signal,
      onRefused: (reason) => refusals.push(reason),
      holdMs,
      mostHeld: MOST_HELD,
    });
    app.use(requireBasicAuth(CREDENTIALS, limitGuesses), (_request, response) => {
      response.send('served');
    });
    app.use(answerErrors(log, []));
    server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    for (let count = 0; count < LIMIT; count++) expect((await ask()).status).toBe(401);
  }
  afterEach(() => {
    stopping.abort();
    server.closeAllConnections();
    server.close();
  });

  const ask = ({ password = 'wrong', signal }: { password?: string; signal?: AbortSignal } = {}) =>
    fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {
      headers: { Authorization: `Basic ${btoa(`${CREDENTIALS.user}:${password}`)}` },
      ...(signal ? { signal } : {}),
    });
  const limited = async (count: number) => {
    while (refusals.filter((reason) => reason === 'rate').length < count) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  it('is held back, and one to the right password is not', async () => {
    await serve(FOR_EVER_MS);
    const held = ask();
    await limited(1);
    expect(await (await ask({ password: CREDENTIALS.password })).text()).toBe('served');
    stopping.abort();
    expect((await held).status).toBe(429);
  });

  it('is not held back where the server stops, nor after that', async () => {
    await serve(FOR_EVER_MS);
    const held = [ask(), ask()];
    await limited(2);
    stopping.abort();
    expect((await Promise.all(held)).map(({ status }) => status)).toEqual([429, 429]);
    expect((await ask()).status).toBe(429);
  });

  it('ends its connection, so that each guess pays for one', async () => {
    await serve(1);
    expect((await ask({ password: CREDENTIALS.password })).headers.get('connection')).not.toBe(
      'close',
    );
    expect((await ask()).headers.get('connection')).toBe('close');
  });

  it('is held back for so many at once; further ones are answered, and those who go make room', async () => {
    await serve(FOR_EVER_MS);
    const goes = new AbortController();
    const held = Array.from({ length: MOST_HELD }, () =>
      ask({ signal: goes.signal }).catch(() => 'gone'),
    );
    await limited(MOST_HELD);
    expect((await ask()).status).toBe(429);
    goes.abort();
    expect(new Set(await Promise.all(held))).toEqual(new Set(['gone']));
    const isHeld = () => {
      const answered = ask().then(
        () => false,
        () => true,
      );
      return Promise.race([answered, sleep(500, true)]);
    };
    await eventually(isHeld);
  });

  it('is held back the longer, the more of them there are, up to five times as long', async () => {
    // Of the timers set meanwhile, no other is set for a multiple of this.
    const holdMs = 13;
    await serve(holdMs);
    const timers = jest.spyOn(globalThis, 'setTimeout');
    for (let count = 0; count < 7 * LIMIT; count++) expect((await ask()).status).toBe(429);
    const waits = timers.mock.calls.map(([, ms = 0]) => ms);
    timers.mockRestore();
    const holds = waits.filter((ms) => ms > 0 && ms % holdMs === 0).map((ms) => ms / holdMs);
    expect(holds).toEqual([1, 2, 3, 4, 5, 5, 5].flatMap((times) => Array(LIMIT).fill(times)));
  });

  it('is counted by its reason', async () => {
    await serve(FOR_EVER_MS);
    void ask().catch(() => undefined);
    await limited(1);
    expect(refusals).toEqual([...Array(LIMIT).fill('credentials'), 'rate']);
  });
});
