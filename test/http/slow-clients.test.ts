import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { CLIENT_TIMEOUTS } from '../../src/http/client-limits';
import { type CallerAnswer, startCallers } from '../support/callers';
import { countOpenFiles, readFileLimit, readMemoryMb } from '../support/process-use';
import { openRawClient, type RawClient, sendRaw } from '../support/raw-client';
import { BASIC, eventually, type RunningServer, startServer } from '../support/running-server';
import { checkTwiml } from '../support/twiml';

/** The whole program, with its own timeouts, and clients that mean no good. */
const BASIC_AUTH = `Basic ${Buffer.from('minicc:secret').toString('base64')}`;
const HEAD = `Host: x\r\nAuthorization: ${BASIC_AUTH}\r\n`;
const FORM_HEAD = `${HEAD}Content-Type: application/x-www-form-urlencoded\r\n`;
const SID = 'CA00000000000000000000000000000001';
const FORM = `CallSid=${SID}&From=%2B819012345678`;

/** A caller can be kept waiting no longer than this, whatever others do. */
const PATIENCE_MS = 2000;
/** The server may hold so much more than before a siege, all of it together. */
const MORE_MEMORY_MB = 400;

jest.setTimeout(60_000);

let server: RunningServer;
/** How callers fare when nobody else is there. */
let inQuiet: string;
const pid = () => server.process.pid ?? 0;
const post = (path: string, body: string, headers = '') =>
  `POST ${path} HTTP/1.1\r\n${FORM_HEAD}${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

beforeAll(async () => {
  server = await startServer({ ...BASIC, SIMULATOR: 'off' });
  await measureCallers(() => sleep(1000));
  inQuiet = await measureCallers(() => sleep(1000));
});
afterAll(async () => {
  expect((await server.stop()).code).toBe(0);
});

/** How long callers wait for their answers while `siege` lasts. */
async function measureCallers(siege: () => Promise<void>): Promise<string> {
  const callers = startCallers({
    url: `${server.origin}/index`,
    authorization: BASIC_AUTH,
    form: FORM,
  });
  let answers: CallerAnswer[] = [];
  try {
    await siege();
  } finally {
    answers = await callers.end();
  }
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  expect([...new Set(answers.flatMap(({ text }) => checkTwiml(text, 'call')))]).toEqual([]);
  const tookMs = answers.map((answer) => answer.tookMs).sort((a, b) => a - b);
  const at = (share: number) => tookMs[Math.floor((tookMs.length - 1) * share)] ?? 0;
  expect(at(1)).toBeLessThan(PATIENCE_MS);
  const figures = [at(0.5), at(0.99), at(1)].map((ms) => ms.toFixed(1)).join(', ');
  return `${tookMs.length} calls, median, p99 and longest ${figures} ms`;
}

const openMany = (count: number) =>
  Promise.all(Array.from({ length: count }, () => openRawClient(server.origin)));

/** Runs a siege among callers, and sees to it that nothing of it stays. */
async function besiege(name: string, siege: () => Promise<void>): Promise<void> {
  const files = countOpenFiles(pid());
  const memoryMb = readMemoryMb(pid());
  let mostMb = memoryMb;
  const watch = setInterval(() => {
    mostMb = Math.max(mostMb, readMemoryMb(pid()));
  }, 100);
  try {
    const during = await measureCallers(siege);
    process.stderr.write(
      `${name}: before ${inQuiet}; meanwhile ${during}; ` +
        `memory ${memoryMb.toFixed()} MB, at most ${mostMb.toFixed()} MB\n`,
    );
  } finally {
    clearInterval(watch);
  }
  expect(mostMb - memoryMb).toBeLessThan(MORE_MEMORY_MB);
  // A few of the callers' own kept-alive connections come and go.
  await eventually(() => countOpenFiles(pid()) <= files + 5);
  expect(server.process.exitCode).toBeNull();
  expect(server.logLines().filter(({ level }) => Number(level) >= 50)).toEqual([]);
}

it('10,000 idle connections and slow senders are cut off in time, and disturb nobody', async () => {
  const spare = 500;
  const count = Math.min(10_000, readFileLimit() - spare);
  const { headersMs, requestMs } = CLIENT_TIMEOUTS;
  // The 10,000 themselves are played by this busy process.
  const lateMs = 10_000;

  await besiege(`${count} idle connections and slow senders`, async () => {
    const slow = [
      { start: 'POST /index HTTP/1.1\r\nHost: x\r\nX-', drip: '', limitMs: headersMs },
      { start: 'GET /index HTTP/1.1\r\nHost: x\r\nX-', drip: 'y', limitMs: headersMs },
      {
        start: `POST /index HTTP/1.1\r\n${FORM_HEAD}Content-Length: 900\r\n\r\nCallSid=`,
        drip: '',
        limitMs: requestMs,
      },
      {
        start: `POST /index HTTP/1.1\r\n${FORM_HEAD}Content-Length: 900\r\n\r\nCallSid=`,
        drip: 'C',
        limitMs: requestMs,
      },
      {
        start: `POST /index HTTP/1.1\r\n${FORM_HEAD}Transfer-Encoding: chunked\r\n\r\n`,
        drip: '1\r\nC\r\n',
        limitMs: requestMs,
      },
    ].map(async ({ start, drip, limitMs }) => {
      const client = await openRawClient(server.origin);
      client.send(start);
      const timer = setInterval(() => client.send(drip), 1000);
      const tookMs = await client.ended;
      clearInterval(timer);
      expect(await client.answers()).toMatchObject([{ status: 408 }]);
      expect(tookMs).toBeGreaterThan(limitMs - 100);
      expect(tookMs).toBeLessThan(limitMs + lateMs);
      client.close();
    });

    const silent: RawClient[] = [];
    const kept: RawClient[] = [];
    while (silent.length + kept.length < count) {
      silent.push(...(await openMany(50)));
      // The other half make a request first, so that their connections are kept.
      const some = await openMany(50);
      for (const client of some) client.send('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
      const answers = await Promise.all(some.map((client) => client.answers()));
      expect(answers.filter(([answer]) => answer?.status !== 200)).toEqual([]);
      kept.push(...some);
    }
    expect(countOpenFiles(pid())).toBeGreaterThan(kept.length);

    const waits = await Promise.all(silent.map((client) => client.ended));
    expect(Math.max(...waits)).toBeLessThan(headersMs + lateMs);
    const refusals = await Promise.all(silent.map((client) => client.answers()));
    expect(refusals.filter(([answer]) => answer?.status !== 408)).toEqual([]);
    await Promise.all(slow);
    for (const client of [...silent, ...kept]) client.close();
  });
});

describe('thousands of requests on one connection', () => {
  const ONE = 'GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n';
  const ONE_LET_IN = `GET /nowhere HTTP/1.1\r\n${HEAD}\r\n`;

  it('are answered in their order to a client that reads', async () => {
    await besiege('2,000 requests on one connection, a few ahead', async () => {
      const client = await openRawClient(server.origin);
      for (let count = 5; count <= 2000; count += 5) {
        client.send([ONE, ONE, ONE, post('/index', FORM), ONE_LET_IN].join(''));
        await client.answers(count);
      }
      const statuses = (await client.answers(2000)).map(({ status }) => status);
      expect(statuses).toEqual(Array.from({ length: 400 }, () => [401, 401, 401, 200, 404]).flat());
      client.close();
    });
  });

  it.each([
    ['reads', (client: RawClient) => client.socket.resume()],
    ['does not read', (client: RawClient) => client.socket.pause()],
  ])('are not taken in from a client that %s, but sends them all at once', async (who, prepare) => {
    await besiege(`20,000 requests at once from 10 clients, each of which ${who}`, async () => {
      const clients = await openMany(10);
      for (const client of clients) {
        prepare(client);
        client.send(ONE.repeat(2000));
      }
      await sleep(1000);
      for (const client of clients) client.close();
    });
  });
});

describe('a request that is too large', () => {
  const KB = 1024;
  const chunked = (chunk: string, count: number) =>
    `${`${chunk.length.toString(16)}\r\n${chunk}\r\n`.repeat(count)}0\r\n\r\n`;
  const bomb = gzipSync(Buffer.alloc(50 * KB * KB, 'a'));

  it.each<[string, () => string | Buffer, number]>([
    ['by its address', () => `GET /${'x'.repeat(20 * KB)} HTTP/1.1\r\n${HEAD}\r\n`, 431],
    ['by a header', () => `GET /wait HTTP/1.1\r\n${HEAD}X: ${'x'.repeat(20 * KB)}\r\n\r\n`, 431],
    [
      'by many headers',
      () => `GET /wait HTTP/1.1\r\n${HEAD}${'abcd: efgh\r\n'.repeat(3000)}\r\n`,
      431,
    ],
    [
      'by the length it names',
      () => `POST /wait HTTP/1.1\r\n${FORM_HEAD}Content-Length: 99999999999\r\n\r\n`,
      413,
    ],
    ['by its body', () => post('/wait', 'x'.repeat(100 * KB)), 413],
    [
      'by a body in chunks',
      () =>
        `POST /wait HTTP/1.1\r\n${FORM_HEAD}Transfer-Encoding: chunked\r\n\r\n${chunked('x'.repeat(KB), 5000)}`,
      413,
    ],
    [
      'once unpacked',
      () =>
        Buffer.concat([
          Buffer.from(
            `POST /wait HTTP/1.1\r\n${FORM_HEAD}Content-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`,
          ),
          bomb,
        ]),
      413,
    ],
    [
      'by a chunk’s extension',
      () =>
        `POST /wait HTTP/1.1\r\n${FORM_HEAD}Transfer-Encoding: chunked\r\n\r\n1;${'x'.repeat(20 * KB)}\r\na\r\n0\r\n\r\n`,
      400,
    ],
  ])('%s is refused in one line', async (name, bytes, status) => {
    await besiege(`requests too large ${name}`, async () => {
      const sent = bytes();
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => sendRaw(server.origin, sent)),
      );
      for (const [answer] of answers) {
        expect(answer).toMatchObject({
          status,
          body: expect.stringMatching(/^[^\n]{10,100}\.\n$/),
        });
      }
    });
  });

  it.each([
    ['of 32,768 parameters', 'a&'.repeat(32 * KB - 100) + FORM],
    ['of one parameter 16,000 times', `${'a=b&'.repeat(16_000)}${FORM}`],
    ['of escaped escapes', `a=${'%25'.repeat(21_000)}&${FORM}`],
    ['of separators', `${'&'.repeat(65_000)}${FORM}`],
    ['of equals signs', `${FORM}&${'='.repeat(65_000)}`],
    ['of brackets', `${FORM}&a${'[b]'.repeat(21_000)}=c`],
  ])('almost, by a body %s, is answered', async (name, body) => {
    await besiege(`bodies ${name}`, async () => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => sendRaw(server.origin, post('/exit_enqueue', body))),
      );
      for (const [answer] of answers) {
        expect(answer?.status).toBe(200);
        expect(checkTwiml(answer?.body ?? '', 'call')).toEqual([]);
      }
    });
  });
});

describe('a broken request', () => {
  it.each<[string, string | Buffer, number[]]>([
    ['of TLS', Buffer.from('16030100c8010000c403030123456789abcdef', 'hex'), [400]],
    ['of HTTP/0.9', 'GET /index\r\n\r\n', [401]],
    ['of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [400]],
    ['of zeros', Buffer.alloc(1000), [400]],
    ['of line breaks and nonsense', '\r\n\r\n\r\nnonsense\r\n\r\n', [400]],
    ['by an unknown method', `NONSENSE /index HTTP/1.1\r\n${HEAD}\r\n`, [400]],
    ['with a space in its address', `GET /in dex HTTP/1.1\r\n${HEAD}\r\n`, [400]],
    ['with two lengths', post('/index', FORM, 'Content-Length: 3\r\n'), [400]],
    ['with a length and chunks', post('/index', FORM, 'Transfer-Encoding: chunked\r\n'), [400]],
    [
      'with a negative length',
      `POST /index HTTP/1.1\r\n${FORM_HEAD}Content-Length: -1\r\n\r\n`,
      [400],
    ],
    [
      'with chunks that are none',
      `POST /index HTTP/1.1\r\n${FORM_HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n`,
      [400],
    ],
    [
      'longer than it says',
      `POST /index HTTP/1.1\r\n${FORM_HEAD}Content-Length: 8\r\n\r\nCallSid=${SID}`,
      [400],
    ],
    ['by HEAD', `HEAD /index HTTP/1.1\r\n${HEAD}Connection: close\r\n\r\n`, []],
    ['by OPTIONS', `OPTIONS /index HTTP/1.1\r\n${HEAD}\r\n`, [405]],
    ['by TRACE', `TRACE /index HTTP/1.1\r\n${HEAD}\r\n`, [405]],
    ['by CONNECT', `CONNECT /index HTTP/1.1\r\n${HEAD}\r\n`, [405]],
    [
      'to upgrade',
      `GET /index HTTP/1.1\r\n${HEAD}Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n`,
      [200],
    ],
    ['that waits to be told to go on', post('/index', FORM, 'Expect: 100-continue\r\n'), [200]],
  ])('%s is dealt with', async (_name, bytes, statuses) => {
    const client = await openRawClient(server.origin);
    client.send(bytes);
    const answers = await client.answers(Math.max(statuses.length, 1)).catch(() => []);
    client.close();
    expect(answers.map(({ status }) => status)).toEqual(statuses);
    expect((await server.request('/index', { form: { CallSid: SID } })).status).toBe(200);
  });

  it('is forgotten when its client goes in the middle of it', async () => {
    await besiege('1,000 clients that go in the middle', async () => {
      const whole = post('/exit_enqueue', FORM);
      for (let i = 0; i < 1000; i++) {
        const client = await openRawClient(server.origin);
        client.send(whole.slice(0, Math.floor((whole.length * (i % 10)) / 9)));
        if (i % 2 === 0) client.close();
        else client.socket.resetAndDestroy();
      }
    });
  });
});
