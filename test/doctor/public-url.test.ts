import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { openDatabase } from '../../src/database/database';
import { parseDatabaseUrl } from '../../src/database/database-url';
import { COMMAND_BOUNDS } from '../../src/database/time-bounds';
import type { Finding } from '../../src/doctor/finding';
import { examinePublicUrl } from '../../src/doctor/public-url';
import type { Target } from '../../src/doctor/visit';
import { createCertificate } from '../support/certificate';
import { collect, foundOf } from '../support/findings';
import { findFreePort } from '../support/free-port';
import {
  type Misbehaviour,
  type PassingAnswer,
  type ReverseProxy,
  startReverseProxy,
} from '../support/reverse-proxy';
import { type RunningServer, startServer } from '../support/running-server';

const CREDENTIALS = { user: 'minicc', password: 'a long p@ssword' };
const TOKEN = '0123456789abcdef0123456789abcdef';

interface Installation {
  server: RunningServer;
  proxy: ReverseProxy;
  target: Target;
}

/** A server behind a proxy, under a folder if there is one. */
async function install(folder: string, authToken: string | undefined): Promise<Installation> {
  const proxy = await startReverseProxy();
  const publicUrl = new URL(`${proxy.origin}${folder}`);
  const server = await startServer({
    PUBLIC_URL: publicUrl.href,
    BASIC_AUTH_PASSWORD: CREDENTIALS.password,
    ...(authToken === undefined ? {} : { TWILIO_AUTH_TOKEN: authToken }),
  });
  proxy.target = server.origin;
  return { server, proxy, target: { publicUrl, credentials: CREDENTIALS, authToken } };
}

async function remove({ server, proxy }: Installation): Promise<void> {
  await server.stop();
  await proxy.close();
}

/** How many rows of history a server has. */
async function countRows({ folder }: RunningServer): Promise<number> {
  const location = parseDatabaseUrl(`sqlite:${join(folder, 'var/minicc.db')}`);
  const db = openDatabase(location, COMMAND_BOUNDS);
  const counts = await Promise.all(
    (['enqueue_data', 'queue_data', 'statuscallback_data'] as const).map((table) =>
      db.selectFrom(table).select('EventKey').execute(),
    ),
  );
  await db.destroy();
  return counts.flat().length;
}

/** The finding at which the examination of a fault ends, which is the one fault. */
async function findFault(target: Target, localOrigin?: string): Promise<Finding> {
  const findings = await collect(examinePublicUrl(target, localOrigin));
  const faults = findings.filter(({ level }) => level === 'fault');
  expect(faults).toHaveLength(1);
  return faults[0] as Finding;
}

function page(status: number, headers: Record<string, string> = {}): PassingAnswer {
  return { status, headers: { 'content-type': 'text/html', ...headers }, body: Buffer.from('Hi') };
}

describe('a public address that is right', () => {
  it.each([
    ['', TOKEN],
    ['/calls', TOKEN],
    ['', undefined],
    ['/a/b/#rc=2', undefined],
  ])('is found so, under "%s" with the token %s', async (folder, token) => {
    const installation = await install(folder, token);
    const findings = await collect(examinePublicUrl(installation.target, undefined));
    const rows = await countRows(installation.server);
    await remove(installation);
    expect(rows).toBe(0);
    expect(findings.filter(({ level }) => level !== 'ok')).toEqual([]);
    expect(foundOf(findings, 'ok')).toEqual([
      `minicc answers at ${installation.proxy.origin}.`,
      'The server there is ready for calls.',
      'The password is asked for.',
      ...(token === undefined
        ? [
            'A call with the password of these settings is answered.',
            'The parameters of a call arrive.',
            'The query of an address arrives.',
          ]
        : [
            'A call with the password and a signature of these settings is answered.',
            'A call with a wrong signature is refused.',
            'The query of an address arrives as it was sent.',
          ]),
      'The status callback is reached.',
      expect.stringMatching(/^The slowest answer took \d+\.\d s\.$/),
    ]);
  });
});

describe('a proxy that is not transparent', () => {
  let signed: Installation;
  let inFolder: Installation;
  let unsigned: Installation;
  beforeAll(async () => {
    signed = await install('', TOKEN);
    inFolder = await install('/calls', TOKEN);
    unsigned = await install('', undefined);
  });
  afterAll(async () => {
    for (const installation of [signed, inFolder, unsigned]) await remove(installation);
  });
  afterEach(() => {
    for (const { proxy } of [signed, inFolder, unsigned]) proxy.misbehaviour = {};
  });

  const rows: [what: string, misbehaviour: Misbehaviour, found: RegExp][] = [
    [
      'drops Authorization',
      { onRequest: ({ headers }) => void delete headers.authorization },
      /drops the header Authorization/,
    ],
    [
      'drops WWW-Authenticate',
      { onAnswer: ({ headers }) => void delete headers['www-authenticate'] },
      /drops the header WWW-Authenticate/,
    ],
    [
      'sends the password by itself',
      {
        onRequest: ({ headers }) => {
          headers.authorization = `Basic ${Buffer.from('minicc:a long p@ssword').toString('base64')}`;
        },
      },
      /^Calls are answered without user name and password/,
    ],
    [
      'has a password of its own',
      { answer: () => page(401, { 'www-authenticate': 'Basic realm="Staging"' }) },
      /^Somebody else than minicc answers .*healthz \(status 401, text\/html\)/,
    ],
    [
      'redirects to another host',
      { answer: () => page(301, { location: 'https://www.calls.example.com/index?From=%2B81' }) },
      /redirects to https:\/\/www\.calls\.example\.com\/index: /,
    ],
    [
      'redirects POST alone',
      {
        answer: ({ method, path }) =>
          method === 'POST' ? page(308, { location: `${path}/` }) : undefined,
      },
      /\/index redirects to .*\/index\/: /,
    ],
    ['shows a page of its own', { answer: () => page(200) }, /^Somebody else than minicc answers/],
    ['does not reach minicc', { answer: () => page(502) }, /does not reach minicc \(status 502\)/],
    [
      'takes a guesser for one',
      { answer: () => page(429) },
      /answers 429: too many requests, or too many wrong passwords/,
    ],
    [
      'adds a folder',
      {
        onRequest: (passing) => {
          if (!passing.path.includes('healthz')) passing.path = `/app${passing.path}`;
        },
      },
      /^minicc is there, but \/index reaches it under another path/,
    ],
    [
      'changes the content type of an answer',
      {
        onAnswer: ({ headers }) => {
          if (headers['content-type']?.includes('xml')) headers['content-type'] = 'text/html';
        },
      },
      /gives TwiML out as text\/html/,
    ],
    [
      'sends a body on as something else',
      {
        onRequest: ({ headers }) => {
          if (headers['content-type']) headers['content-type'] = 'text/plain';
        },
      },
      /changes the body of a request: minicc answers 415/,
    ],
    [
      'turns POST into GET',
      {
        onRequest: (passing) => {
          passing.method = 'PUT';
        },
        answer: ({ path }) =>
          path === '/healthz'
            ? { status: 200, headers: {}, body: Buffer.from('{"status":"alive"}') }
            : undefined,
      },
      /turns POST into another method/,
    ],
    [
      'does not pass the status callback on',
      { answer: ({ path }) => (path === '/status_callback' ? page(404) : undefined) },
      /^Somebody else than minicc answers at .*\/status_callback \(status 404/,
    ],
  ];

  it.each(rows)('is found out where it %s', async (_what, misbehaviour, found) => {
    signed.proxy.misbehaviour = misbehaviour;
    expect((await findFault(signed.target)).found).toMatch(found);
  });

  it('is found out where it writes a body anew with other values', async () => {
    signed.proxy.misbehaviour = {
      onRequest: (passing) => {
        passing.body = Buffer.from(passing.body.toString().replace('%E6%97%A5', '%3F'));
      },
    };
    const { found } = await findFault(signed.target);
    expect(found).toMatch(/changes the parameters in the body/);
  });

  it('is found out where it writes the query anew', async () => {
    signed.proxy.misbehaviour = {
      onRequest: (passing) => {
        passing.path = passing.path.replace('%2b', '%2B');
      },
    };
    expect((await findFault(signed.target)).found).toMatch(/changes the query of an address/);
  });

  it('is told from a server with other settings where it drops the signature', async () => {
    signed.proxy.misbehaviour = {
      onRequest: ({ headers }) => void delete headers['x-twilio-signature'],
    };
    const directly = await findFault(signed.target, signed.server.origin);
    expect(directly.found).toMatch(/takes a signature that is sent to it directly/);
    expect((await findFault(signed.target)).found).toBe(
      'minicc refuses a signature of these settings.',
    );
  });

  it('is found out where it takes the folder away', async () => {
    inFolder.proxy.misbehaviour = {
      onRequest: (passing) => {
        passing.path = passing.path.replace(/^\/calls/, '');
      },
    };
    const { found, advice } = await findFault(inFolder.target);
    expect(found).toBe('minicc is there, but /calls/index reaches it under another path.');
    expect(advice).toMatch(/^Have the proxy leave \/calls in place/);
  });

  it('is found out where it drops bodies, without a token too', async () => {
    unsigned.proxy.misbehaviour = {
      onRequest: (passing) => {
        passing.body = Buffer.alloc(0);
      },
    };
    expect((await findFault(unsigned.target)).found).toMatch(/drops the body of a request/);
  });

  it.each(['signed', 'unsigned'])('is found out where it drops the query (%s)', async (name) => {
    const { proxy, target } = name === 'signed' ? signed : unsigned;
    proxy.misbehaviour = {
      onRequest: (passing) => {
        passing.path = passing.path.replace(/\?.*/, '');
      },
    };
    expect((await findFault(target)).found).toMatch(/^The proxy (changes|drops) the query/);
  });

  it('that is slow is warned about', async () => {
    unsigned.proxy.misbehaviour = {
      answer: () => undefined,
      onRequest: ({ path }) => {
        unsigned.proxy.misbehaviour.delayMs = path.includes('?') ? 2100 : 0;
      },
    };
    const findings = await collect(examinePublicUrl(unsigned.target, undefined));
    expect(foundOf(findings, 'warning')).toEqual([
      expect.stringMatching(/^The slowest answer took 2\.\d s\.$/),
    ]);
    expect(foundOf(findings, 'fault')).toEqual([]);
  });

  describe('before a server of other settings', () => {
    it('is found to be another one by its password', async () => {
      const credentials = { ...CREDENTIALS, password: 'another one' };
      const { found } = await findFault({ ...signed.target, credentials });
      expect(found).toBe('The server there has another password than these settings.');
    });

    it('is found to check no signatures', async () => {
      const target = { ...unsigned.target, authToken: TOKEN };
      const { found } = await findFault(target);
      expect(found).toMatch(/^A call with a wrong signature is answered/);
      // Nothing that only a signature could show is told after it.
      const findings = await collect(examinePublicUrl(target, undefined));
      expect(findings.at(-2)?.level).toBe('fault');
      expect(findings.at(-1)?.found).toMatch(/^The slowest answer took/);
    });

    it('is found to check signatures that these settings cannot make', async () => {
      const { found } = await findFault({ ...signed.target, authToken: undefined });
      expect(found).toMatch(/these settings have no TWILIO_AUTH_TOKEN/);
    });

    it('is found to have another token', async () => {
      const { found } = await findFault({ ...signed.target, authToken: 'another' });
      expect(found).toBe('minicc refuses a signature of these settings.');
    });

    it('is asked no more without a password', async () => {
      const findings = await collect(
        examinePublicUrl({ ...signed.target, credentials: undefined }, undefined),
      );
      expect(findings.map(({ found }) => found)).not.toContainEqual(
        expect.stringMatching(/^A call/),
      );
      expect(foundOf(findings, 'fault')).toEqual([]);
    });
  });

  it('never shows a password, a token or a signature', async () => {
    const secrets = [CREDENTIALS.password, encodeURIComponent(CREDENTIALS.password), TOKEN];
    for (const [, misbehaviour] of rows) {
      signed.proxy.misbehaviour = misbehaviour;
      signed.proxy.requests = [];
      const text = JSON.stringify(await collect(examinePublicUrl(signed.target, undefined)));
      const sent = signed.proxy.requests.flatMap(({ headers }) => [
        ...[headers.authorization?.slice('Basic '.length), headers['x-twilio-signature']].flat(),
      ]);
      for (const secret of [...secrets, ...sent]) {
        if (secret !== undefined) expect(text).not.toContain(secret);
      }
    }
  });
});

describe('a server that has another scheme in its PUBLIC_URL', () => {
  it('is found to be so', async () => {
    const installation = await install('', TOKEN);
    const { proxy } = installation;
    const other = await startServer({
      PUBLIC_URL: proxy.origin.replace('http:', 'https:'),
      BASIC_AUTH_PASSWORD: CREDENTIALS.password,
      TWILIO_AUTH_TOKEN: TOKEN,
    });
    proxy.target = other.origin;
    const { found } = await findFault(installation.target);
    await remove(installation);
    await other.stop();
    expect(found).toMatch(/has a PUBLIC_URL that begins with https/);
  });
});

describe('a server whose database is away', () => {
  it('is found to be not ready', async () => {
    const installation = await install('', undefined);
    const port = await findFreePort();
    const other = await startServer({
      PUBLIC_URL: installation.proxy.origin,
      BASIC_AUTH_PASSWORD: CREDENTIALS.password,
      DATABASE_URL: `mysql://u:p@127.0.0.1:${port}/minicc`,
    });
    installation.proxy.target = other.origin;
    const findings = await collect(examinePublicUrl(installation.target, undefined));
    await remove(installation);
    await other.stop();
    expect(foundOf(findings, 'fault')).toEqual([
      expect.stringMatching(/^The server there is not ready: .*database/),
    ]);
  });
});

describe('an address that cannot be reached', () => {
  const at = (url: string): Target => ({
    publicUrl: new URL(url),
    credentials: CREDENTIALS,
    authToken: TOKEN,
  });

  it('is said to have no listener', async () => {
    const { found } = await findFault(at(`http://127.0.0.1:${await findFreePort()}`));
    expect(found).toMatch(/cannot be reached: nobody listens there\.$/);
  });

  it('is said to have an unknown name', async () => {
    const { found } = await findFault(at('https://calls.invalid'));
    expect(found).toMatch(/cannot be reached: the name (is not known|could not be looked up)\.$/);
  });

  it.each([
    ['localhost', 30, /its certificate is signed by itself alone/],
    ['localhost', -1, /its certificate has expired/],
  ])('is said to have a bad certificate (%s, %d days)', async (hostname, days, found) => {
    const proxy = await startReverseProxy(createCertificate(hostname, days));
    const fault = await findFault(at(proxy.origin));
    await proxy.close();
    expect(fault.found).toMatch(found);
  });

  it('is said to speak no https, or no http', async () => {
    const http = await startReverseProxy();
    const https = await startReverseProxy(createCertificate('localhost', 30));
    const faults = [
      await findFault(at(http.origin.replace('http:', 'https:'))),
      await findFault(at(https.origin.replace('https:', 'http:'))),
    ];
    await http.close();
    await https.close();
    expect(faults.map(({ found }) => found)).toEqual([
      expect.stringMatching(/does not speak https there/),
      expect.stringMatching(/the connection was cut before an answer|is not HTTP/),
    ]);
  });

  it('is said to answer something else than HTTP', async () => {
    const port = await findFreePort();
    const server = createServer((socket) => socket.end('220 mail.example ESMTP\r\n'));
    await new Promise<void>((resolve) => {
      server.listen(port, '127.0.0.1', resolve);
    });
    const { found } = await findFault(at(`http://127.0.0.1:${port}`));
    server.close();
    expect(found).toMatch(/what it answers is not HTTP/);
  });

  it.each([
    ['is cut short', (socket: Socket) => void socket.end(), /breaks off\.$/],
    ['stalls', () => undefined, /breaks off: it did not end within 10 s\.$/],
  ])(
    'is said to begin an answer that %s',
    async (_how, afterwards, expected) => {
      const port = await findFreePort();
      const server = createServer((socket) => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"status":', () =>
          afterwards(socket),
        );
      });
      await new Promise<void>((resolve) => {
        server.listen(port, '127.0.0.1', resolve);
      });
      const { found } = await findFault(at(`http://127.0.0.1:${port}`));
      server.close();
      expect(found).toMatch(/^The answer of http:\/\/127\.0\.0\.1:\d+ /);
      expect(found).toMatch(expected);
    },
    15_000,
  );

  it('is not blamed for an error of ours', async () => {
    const target: Target = {
      ...at('http://127.0.0.1:1'),
      get authToken(): string {
        throw new TypeError('of ours');
      },
    };
    await expect(collect(examinePublicUrl(target, undefined))).rejects.toThrow('of ours');
  });

  it('is given up after ten seconds', async () => {
    const server = createServer();
    const port = await findFreePort();
    await new Promise<void>((resolve) => {
      server.listen(port, '127.0.0.1', resolve);
    });
    const { found } = await findFault(at(`http://127.0.0.1:${port}`));
    server.close();
    expect(found).toMatch(/there was no answer within 10 s/);
  });
});
