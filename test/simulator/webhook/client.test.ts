import { createServer } from 'node:net';
import { validateRequest } from 'twilio/lib/webhooks/webhooks';
import { createWebhookSession } from '../../../src/simulator/webhook/client';
import type { Measurement } from '../../../src/simulator/webhook/types';
import { findFreePort } from '../../support/free-port';
import { type Answer, type Application, type Received, startApplication } from './application';
import { AUTH_TOKEN, buildClient, buildRealClient, buildRequest, codeOf } from './build-client';

const started: { close(): Promise<void> }[] = [];

async function start(answer?: (request: Received) => Answer): Promise<Application> {
  const application = await startApplication(answer);
  started.push(application);
  return application;
}

afterEach(async () => {
  for (const application of started.splice(0)) await application.close();
});

function formOf({ body }: Received): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(body));
}

const PARAMETERS = [
  ['CallSid', 'CA1'],
  ['From', '+81312345678'],
  ['CallerName', ' 山田 & Söhne '],
  ['Empty', ''],
] as const;

describe('a POST', () => {
  it('is sent as Twilio sends it', async () => {
    const { origin, port, received } = await start();
    await buildClient().ask(`${origin}/index?own=1`, { parameters: PARAMETERS });
    expect(received).toHaveLength(1);
    const [request] = received as [Received];
    expect(request).toMatchObject({ method: 'POST', url: '/index?own=1' });
    expect(request.headers).toEqual({
      host: `127.0.0.1:${port}`,
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'content-length': String(Buffer.byteLength(request.body)),
      'user-agent': 'TwilioProxy/1.1',
      'x-twilio-signature': expect.any(String),
      'i-twilio-idempotency-token': expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-\w{12}$/),
      'x-home-region': 'us1',
      accept: '*/*',
      connection: 'close',
    });
    expect(formOf(request)).toEqual(Object.fromEntries(PARAMETERS));
  });

  it('carries a signature that Twilio accepts', async () => {
    const { origin, received } = await start();
    const url = `${origin}/index?b='2'&a=%7e`;
    await buildClient().ask(url.replace('//', '//user:pass@').concat('#rc=2'), {
      parameters: PARAMETERS,
    });
    const [request] = received as [Received];
    const signature = String(request.headers['x-twilio-signature']);
    expect(validateRequest(AUTH_TOKEN, signature, url, formOf(request))).toBe(true);
    expect(validateRequest(AUTH_TOKEN, signature, `${url}x`, formOf(request))).toBe(false);
  });

  it('gets a token of its own', async () => {
    const { origin, received } = await start();
    const client = buildClient();
    await client.ask(`${origin}/`);
    await client.ask(`${origin}/`);
    const [one, two] = received.map(({ headers }) => headers['i-twilio-idempotency-token']);
    expect(one).not.toBe(two);
  });
});

describe('a GET', () => {
  it('has its parameters behind the query, is signed with them, and has no body', async () => {
    const { origin, received } = await start();
    await buildClient().ask(`${origin}/index?own=%27`, { method: 'GET', parameters: PARAMETERS });
    const [request] = received as [Received];
    expect(request).toMatchObject({ method: 'GET', body: '' });
    expect(request.headers).not.toHaveProperty('content-type');
    expect(request.url).toBe(
      '/index?own=%27&CallSid=CA1&From=%2B81312345678' +
        '&CallerName=+%E5%B1%B1%E7%94%B0+%26+S%C3%B6hne+&Empty=',
    );
    const signature = String(request.headers['x-twilio-signature']);
    expect(validateRequest(AUTH_TOKEN, signature, `${origin}${request.url}`, {})).toBe(true);
  });
});

describe('an answer', () => {
  it('is given with its status, type, text and address', async () => {
    const { origin } = await start(() => ({ body: '<Response>日本</Response>' }));
    const outcome = await buildClient().ask(`${origin.replace('//', '//u:p@')}/a?x=1#rc=2`);
    expect(outcome).toEqual({
      ok: true,
      answer: {
        status: 200,
        contentType: 'text/xml',
        body: '<Response>日本</Response>',
        url: `${origin.replace('//', '//u:p@')}/a?x=1`,
      },
    });
  });

  it('has an address without the parameters of a GET', async () => {
    const { origin } = await start();
    const outcome = await buildClient().ask(`${origin}/a?x=1`, { method: 'GET' });
    expect(outcome).toMatchObject({ answer: { url: `${origin}/a?x=1` } });
  });

  it('is read in its own charset', async () => {
    const application = await startApplication((_, response) => {
      response.setHeader('Content-Type', 'text/xml; charset="Shift_JIS"');
      response.end(Buffer.from([0x93, 0xfa, 0x96, 0x7b]));
      return undefined;
    });
    started.push(application);
    expect(await buildClient().ask(application.origin)).toMatchObject({ answer: { body: '日本' } });
  });

  it('may have no content and no type', async () => {
    const { origin } = await start(() => ({ status: 204, headers: {}, body: '' }));
    expect(await buildClient().ask(origin)).toMatchObject({
      answer: { status: 204, contentType: undefined, body: '' },
    });
  });

  it('is read far enough to see that it is too long', async () => {
    const { origin } = await start(() => ({ body: 'x'.repeat(10_000_000) }));
    const outcome = await buildClient().ask(origin);
    if (!outcome.ok) throw new Error(outcome.message);
    expect(outcome.answer.body.length).toBe(256 * 1024);
  });

  it('must not come in chunks of nothing', async () => {
    const application = await startApplication((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/xml' });
      response.write('');
      response.end();
      return undefined;
    });
    started.push(application);
    expect(codeOf(await buildClient().ask(application.origin))).toBe(11770);
  });
});

describe('Basic auth', () => {
  const letIn = (user: string, password: string) => {
    const expected = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    return ({ headers }: Received): Answer =>
      headers.authorization === expected
        ? {}
        : { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="voice", charset="UTF-8"' } };
  };

  it('is asked for before it is given, and then given at once', async () => {
    const { origin, received } = await start(letIn('us:er'.replace(':', '@'), 'pä:ss'));
    const client = buildClient();
    const session = createWebhookSession();
    const url = `${origin.replace('//', '//us%40er:p%C3%A4%3Ass@')}/one`;
    expect(await client.ask(url, { session })).toMatchObject({ ok: true });
    expect(await client.ask(`${origin}/two`, { session })).toMatchObject({ ok: true });
    expect(received.map(({ url: path, headers }) => [path, 'authorization' in headers])).toEqual([
      ['/one', false],
      ['/one', true],
      ['/two', true],
    ]);
    const tokens = received.map(({ headers }) => headers['i-twilio-idempotency-token']);
    expect(tokens[0]).toBe(tokens[1]);
    expect(
      client.events('request').map(({ authorised, retries }) => [authorised, retries]),
    ).toEqual([
      [false, 0],
      [true, 0],
      [true, 0],
    ]);
    expect(client.events('response').map(({ status }) => status)).toEqual([401, 200, 200]);
  });

  it('is asked for again in another session', async () => {
    const { origin, received } = await start(letIn('u', 'p'));
    const client = buildClient();
    const url = origin.replace('//', '//u:p@');
    await client.ask(url);
    await client.ask(url);
    expect(received).toHaveLength(4);
  });

  it('fails without credentials', async () => {
    const { origin, received } = await start(letIn('u', 'p'));
    expect(codeOf(await buildClient().ask(origin))).toBe(11217);
    expect(received).toHaveLength(1);
  });

  it('fails with wrong credentials after one more request', async () => {
    const { origin, received } = await start(letIn('u', 'p'));
    const client = buildClient();
    const session = createWebhookSession();
    const url = origin.replace('//', '//u:wrong@');
    expect(codeOf(await client.ask(url, { session }))).toBe(11217);
    expect(received).toHaveLength(2);
    await client.ask(url, { session });
    expect(received[2]?.headers).not.toHaveProperty('authorization');
  });

  it('turns to the credentials of an address where those of the session do not do', async () => {
    const { origin, received } = await start((request) =>
      request.url === '/b' ? letIn('b', 'b')(request) : letIn('a', 'a')(request),
    );
    const client = buildClient();
    const session = createWebhookSession();
    await client.ask(`${origin.replace('//', '//a:a@')}/a`, { session });
    const second = await client.ask(`${origin.replace('//', '//b:b@')}/b`, { session });
    expect(second.ok).toBe(true);
    expect(received).toHaveLength(4);
  });

  it.each(['Digest realm="x", nonce="y"', 'Basic', ''])(
    'is not given for %p',
    async (challenge) => {
      const { origin, received } = await start(() => ({
        status: 401,
        headers: { 'WWW-Authenticate': challenge },
      }));
      expect(codeOf(await buildClient().ask(origin.replace('//', '//u:p@')))).toBe(11217);
      expect(received).toHaveLength(1);
    },
  );
});

describe('a redirect', () => {
  const redirect = (status: number, location: string) => (request: Received) =>
    request.url.startsWith('/old')
      ? { status, headers: { Location: location, 'Content-Type': 'text/plain' }, body: 'moved' }
      : {};

  it.each([301, 302, 303])('with %i becomes a GET with the parameters', async (status) => {
    const { origin, received } = await start(redirect(status, '/new?a=3'));
    const outcome = await buildClient().ask(`${origin}/old?a=1&b=2`);
    const [, request] = received as [Received, Received];
    expect(request).toMatchObject({ method: 'GET', url: '/new?a=3&b=2&CallSid=CA1', body: '' });
    const signature = String(request.headers['x-twilio-signature']);
    expect(validateRequest(AUTH_TOKEN, signature, `${origin}${request.url}`, {})).toBe(true);
    expect(outcome).toMatchObject({ ok: true, answer: { url: `${origin}/new?a=3&b=2` } });
  });

  it('names a parameter once that its target has already', async () => {
    const { origin, received } = await start(redirect(302, '/new?CallSid=CA1&x=1'));
    await buildClient().ask(`${origin}/old`, { parameters: PARAMETERS.slice(0, 2) });
    expect(received[1]?.url).toBe('/new?CallSid=CA1&x=1&From=%2B81312345678');
  });

  it('with 307 keeps method and body', async () => {
    const { origin, received } = await start(redirect(307, 'new'));
    await buildClient().ask(`${origin}/old?a=1`);
    expect(received[1]).toMatchObject({ method: 'POST', url: '/new?a=1', body: 'CallSid=CA1' });
    const [one, two] = received.map(({ headers }) => headers['i-twilio-idempotency-token']);
    expect(one).toBe(two);
  });

  it('takes credentials and cookies along where it is relative', async () => {
    const { origin, received } = await start((request) =>
      request.url === '/old'
        ? { status: 302, headers: { Location: 'new', 'Set-Cookie': 'seen=1' } }
        : request.headers.authorization
          ? {}
          : { status: 401, headers: { 'WWW-Authenticate': 'Basic realm=x' } },
    );
    const outcome = await buildClient().ask(`${origin.replace('//', '//u:p@')}/old`);
    expect(received).toHaveLength(3);
    expect(received[2]?.headers.cookie).toBe('seen=1');
    expect(outcome).toMatchObject({ answer: { url: `${origin.replace('//', '//u:p@')}/new` } });
  });

  it('takes no credentials to another server', async () => {
    const other = await start();
    const { origin } = await start(redirect(302, `${other.origin}/new`));
    const outcome = await buildClient().ask(`${origin.replace('//', '//u:p@')}/old`);
    expect(other.received[0]?.headers).not.toHaveProperty('authorization');
    expect(outcome).toMatchObject({ answer: { url: `${other.origin}/new` } });
  });

  it.each([308, 304, 300])('with %i is none that Twilio follows', async (status) => {
    const { origin } = await start(redirect(status, '/new'));
    expect(codeOf(await buildClient().ask(`${origin}/old`))).toBe(11216);
  });

  it('needs a target', async () => {
    const { origin } = await start(() => ({ status: 302 }));
    expect(codeOf(await buildClient().ask(origin))).toBe(11216);
  });

  it('is followed ten times and not once more', async () => {
    const { origin, received } = await start(({ url }) => {
      const step = Number(/\d+/.exec(url)?.[0]);
      return step === 0 ? {} : { status: 302, headers: { Location: `/${step - 1}` } };
    });
    expect((await buildClient().ask(`${origin}/10`)).ok).toBe(true);
    expect(received).toHaveLength(11);
    expect(codeOf(await buildClient().ask(`${origin}/11`))).toBe(11215);
    expect(received).toHaveLength(22);
  });
});

describe('cookies', () => {
  it('come back within a session and not in another', async () => {
    const { origin, received } = await start(() => ({
      headers: { 'Set-Cookie': ['a=1; Path=/', 'b=2; Path=/'], 'Content-Type': 'text/xml' },
    }));
    const client = buildClient();
    const session = createWebhookSession();
    await client.ask(`${origin}/x`, { session });
    await client.ask(`${origin}/y`, { session });
    await client.ask(`${origin}/z`);
    expect(received.map(({ headers }) => headers.cookie)).toEqual([
      undefined,
      'a=1; b=2',
      undefined,
    ]);
  });

  it('break the protocol without a name', async () => {
    const { origin } = await start(() => ({ headers: { 'Set-Cookie': '=1' } }));
    expect(codeOf(await buildClient().ask(origin))).toBe(11206);
  });
});

describe('a route', () => {
  it('carries requests to another place that notices nothing', async () => {
    const { origin, received } = await start();
    const client = buildClient({ route: { from: 'https://voice.example.com', to: origin } });
    const outcome = await client.ask('https://u:p@voice.example.com:443/index?x=1');
    const [request] = received as [Received];
    expect(request.headers.host).toBe('voice.example.com:443');
    const signature = String(request.headers['x-twilio-signature']);
    const signed = 'https://voice.example.com/index?x=1';
    expect(validateRequest(AUTH_TOKEN, signature, signed, formOf(request))).toBe(true);
    expect(client.events('request')[0]?.url).toBe('https://voice.example.com:443/index?x=1');
    expect(outcome).toMatchObject({
      answer: { url: 'https://u:p@voice.example.com:443/index?x=1' },
    });
  });

  it('leaves other requests alone', async () => {
    const elsewhere = await start();
    const { origin, received } = await start();
    const route = { from: 'http://voice.example.com', to: elsewhere.origin };
    await buildClient({ route }).ask(origin);
    expect(received).toHaveLength(1);
    expect(elsewhere.received).toHaveLength(0);
  });
});

describe('a failure', () => {
  it.each([400, 403, 404, 429, 500, 503])('is an answer with %i', async (status) => {
    const { origin, received } = await start(() => ({ status }));
    const outcome = await buildClient().ask(origin);
    expect(outcome).toEqual({
      ok: false,
      code: 11217,
      message: expect.stringContaining(`${status}`),
    });
    expect(received).toHaveLength(1);
  });

  it('is an address where nobody listens, and is tried once more', async () => {
    const client = buildClient();
    expect(codeOf(await client.ask(`http://127.0.0.1:${await findFreePort()}/`))).toBe(11202);
    expect(client.events('request').map(({ retries }) => retries)).toEqual([0, 1]);
    expect(client.events('failure').map(({ code }) => code)).toEqual([11202, 11202]);
  });

  it('is a host that does not exist', async () => {
    expect(codeOf(await buildClient().ask('http://nobody.invalid/#rc=0'))).toBe(11210);
  });

  it('is an address that is none', async () => {
    const client = buildClient();
    expect(codeOf(await client.ask('/relative'))).toBe(11100);
    expect(codeOf(await client.ask('http://call_centre.example/'))).toBe(11100);
    expect(codeOf(await client.ask('http://example.com/#e=osaka'))).toBe(11240);
    expect(client.transcript.events).toEqual([]);
  });

  it('is a server without TLS at an https address', async () => {
    const { port } = await start();
    const outcome = await buildClient().ask(`https://127.0.0.1:${port}/#rc=0`);
    expect(codeOf(outcome)).toBe(11220);
  });

  it.each([
    ['speaks no HTTP', 'hello\r\n\r\n', 1],
    ['says nothing and hangs up', '', 6],
    ['breaks off', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<Resp', 1],
  ])('is a server that %s', async (_, answer, requests) => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end(answer));
    });
    const port = await findFreePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    started.push({ close: () => new Promise((resolve) => server.close(() => resolve())) });
    const client = buildClient();
    expect(codeOf(await client.ask(`http://127.0.0.1:${port}/#rc=5&rp=all`))).toBe(11206);
    expect(client.events('request')).toHaveLength(requests);
  });
});

describe('a retry', () => {
  it.each([
    ['5xx', 503, 3],
    ['5xx', 404, 1],
    ['4xx', 404, 3],
    ['all', 503, 3],
    ['ct', 503, 1],
    ['rt', 503, 1],
  ])('after rp=%s and %i makes %i requests with one token', async (policy, status, count) => {
    const { origin, received } = await start(() => ({ status }));
    const client = buildClient();
    expect(codeOf(await client.ask(`${origin}/#rc=2&rp=${policy}`))).toBe(11217);
    expect(received).toHaveLength(count);
    const tokens = received.map(({ headers }) => headers['i-twilio-idempotency-token']);
    expect(new Set(tokens).size).toBe(1);
    expect(client.events('request').map(({ retries }) => retries)).toEqual(
      [0, 1, 2].slice(0, count),
    );
  });

  it('ends with the first success', async () => {
    let requests = 0;
    const { origin, received } = await start(() => {
      requests += 1;
      return requests === 1 ? { status: 500 } : {};
    });
    expect((await buildClient().ask(`${origin}/#rc=5&rp=5xx`)).ok).toBe(true);
    expect(received).toHaveLength(2);
  });
});

describe('the transcript', () => {
  it('has each request and what came of it, without secrets', async () => {
    const { origin } = await start();
    const client = buildClient();
    const url = `${origin.replace('//', '//user:secret@')}/x?y=z#rc=2`;
    await client.ask(url, { purpose: 'wait-url', parameters: [['CallSid', 'CA1']] });
    await client.ask(url);
    expect(client.transcript.events.slice(0, 2)).toEqual([
      {
        seq: 0,
        at: client.clock.now(),
        type: 'request',
        request: 1,
        call: 'CA1',
        purpose: 'wait-url',
        method: 'POST',
        url: `${origin}/x?y=z`,
        parameters: [['CallSid', 'CA1']],
        retries: 0,
        authorised: false,
      },
      {
        seq: 1,
        at: client.clock.now(),
        type: 'response',
        request: 1,
        call: 'CA1',
        status: 200,
        contentType: 'text/xml',
        body: '<Response/>',
        tookMs: 0,
      },
    ]);
    expect(client.events('request').map(({ request }) => request)).toEqual([1, 2]);
  });

  it('is the same for the same seed', async () => {
    const { origin } = await start();
    const run = async () => {
      const client = buildClient();
      const sent = [1, 2, 3].map((n) => client.send(buildRequest({ url: `${origin}/${n}` })));
      await client.clock.drive(Promise.all(sent));
      return client.transcript.events;
    };
    expect(await run()).toEqual(await run());
  });
});

describe('onMeasured', () => {
  it('is told of every exchange in real milliseconds', async () => {
    const measured: Measurement[] = [];
    const { origin } = await start(({ url }) => ({ status: url === '/bad' ? 500 : 200 }));
    const client = buildRealClient({ onMeasured: (measurement) => measured.push(measurement) });
    await client.ask(`${origin}/good?x=1`);
    await client.ask(`${origin}/bad`);
    await client.ask(`http://127.0.0.1:${await findFreePort()}#rc=0`);
    expect(measured).toEqual([
      { purpose: 'voice-url', path: '/good', status: 200, realMs: expect.any(Number) },
      { purpose: 'voice-url', path: '/bad', status: 500, realMs: expect.any(Number) },
      {
        purpose: 'voice-url',
        path: '/',
        status: undefined,
        realMs: expect.any(Number),
        code: 11202,
      },
    ]);
    expect(measured.every(({ realMs }) => realMs > 0)).toBe(true);
  });
});
