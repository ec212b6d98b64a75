import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { migrate } from '../../src/database/migrate';
import type { EventTable } from '../../src/database/tables';
import { openRawClient, type RawAnswer } from '../support/raw-client';
import { BASIC, type RunningServer, startServer } from '../support/running-server';
import { createOwnDatabase, DIALECTS, type OwnDatabase } from '../support/test-database';
import { checkTwiml, type TwimlContext } from '../support/twiml';

/** How often each property is tried; more of them find more: `PROPERTY_RUNS=10000 npx jest …`. */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 200);
/** An answer that takes longer is taken for none. */
const HANG_MS = 8000;

jest.setTimeout(60_000 + RUNS * 200);

const AUTHORIZATION = `Authorization: Basic ${Buffer.from('minicc:secret').toString('base64')}\r\n`;

const OPERATOR = '+815011112222';
const OPERATOR_WITH_PIN = '+815011113333';

/** Every webhook, and what its document has to be. */
const WEBHOOKS: Readonly<Record<string, TwimlContext>> = {
  '/': 'call',
  '/index': 'call',
  '/index.php': 'call',
  '/operator_queue': 'call',
  '/operator_queue.php': 'call',
  '/wait': 'wait',
  '/wait.php': 'wait',
  '/guidance': 'announcement',
  '/guidance.php': 'announcement',
  '/exit_enqueue': 'call',
  '/exit_enqueue.php': 'call',
  '/status_callback': 'call',
  '/status_callback.php': 'call',
  '/information': 'call',
  '/information.xml': 'call',
};

const OTHERS = [
  ...['/healthz', '/readyz', '/metrics', '/simulator', '/simulator/', '/simulator/setup.json'],
  ...['/simulator/events', '/simulator/transcript.json', '/simulator/assets/handsets.js'],
  ...['/simulator/assets/../../../main.js', '/simulator/assets/%2e%2e/%2e%2e/package.json'],
  ...['/simulator/handsets', '/simulator/handsets/1/dial', '/simulator/handsets/1/press'],
  ...['/simulator/handsets/__proto__/speak', '/simulator/handsets/%zz/answer'],
  ...['/simulator/handsets/1/reject', '/simulator/handsets/1/hang-up', '/nowhere', '//', '/%'],
];

/** Every parameter that means something, and names that mean something to JavaScript. */
const NAMES = [
  ...['CallSid', 'From', 'To', 'CallStatus', 'ApiVersion', 'Direction', 'ForwardedFrom'],
  ...['CallerName', 'QueueResult', 'QueueSid', 'QueueTime', 'DequeingCallSid', 'CallDuration'],
  ...['RecordingUrl', 'RecordingSid', 'RecordingDuration', 'Digits', 'QueuePosition'],
  ...['wrong_keys', 'wrong_pins', 'signed_in', '__proto__', 'constructor', 'hasOwnProperty'],
  ...['toString', 'prototype', 'From[]', 'From[0]', 'constructor[prototype][x]', ''],
];

const HEADERS = [
  ...['Accept', 'Accept-Encoding', 'Accept-Language', 'Connection', 'Content-Encoding', 'Cookie'],
  ...['Content-Type', 'Expect', 'Forwarded', 'I-Twilio-Idempotency-Token', 'If-Match', 'Range'],
  ...['If-Modified-Since', 'If-None-Match', 'If-Range', 'If-Unmodified-Since', 'Last-Event-ID'],
  ...['Origin', 'Referer', 'Sec-Fetch-Site', 'Upgrade', 'User-Agent', 'X-Forwarded-For'],
  ...['X-Forwarded-Host', 'X-Forwarded-Proto', 'X-HTTP-Method-Override', 'X-Twilio-Signature'],
  ...['__proto__', 'constructor', 'Cache-Control', 'Date', 'Trailer', 'TE', 'Via', 'Max-Forwards'],
];

const HEADER_VALUES = [
  ...['*', '""', 'W/"x"', 'bytes=0-1', 'bytes=999999999-', 'gzip', 'br', 'deflate', 'identity'],
  ...['100-continue', 'keep-alive', 'close', 'Upgrade', 'websocket', 'application/json', 'null'],
  ...['application/x-www-form-urlencoded; charset=utf-7', 'multipart/form-data; boundary=x'],
  ...['application/x-www-form-urlencoded', 'text/plain', 'cross-site', 'same-origin', 'PUT'],
  ...['http://[', '::1', '127.0.0.1, x', 'Thu, 01 Jan 1970 00:00:00 GMT', 'Tue, 99 Foo', ''],
];

/** Which Express, or what serves files, has an answer of its own for. */
const CONDITIONS = [
  ['If-None-Match', '*'],
  ['If-Match', '"x"'],
  ['If-Unmodified-Since', 'Thu, 01 Jan 1970 00:00:00 GMT'],
  ['Range', 'bytes=999999999-'],
  ['Content-Encoding', 'gzip'],
  ['Content-Type', 'application/json'],
  ['Expect', 'miracles'],
] as const;

const anyName = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...NAMES) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
);

/** Texts without lone surrogates: those cannot be sent. */
const anyValue = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 600 }),
  fc.string({ unit: fc.constantFrom('あ', '😀', 'é', 'x'), minLength: 30, maxLength: 1100 }),
  fc.nat({ max: 3_000_000_000 }).map(String),
  fc.constantFrom('', '0', '-1', '2147483647', '2147483648', '00012', '1e3', '1.5', ' 7', '٣'),
  fc.constantFrom('\0', 'a\0b', '\ufeff', '\uffff', ' ', '+', '%', '%41', 'a\r\nb', "';--", '\\'),
);

/** Leads to the menu, the queue and the question for a PIN. */
const meaningful = fc.constantFrom<[string, string]>(
  ['From', OPERATOR],
  ['From', OPERATOR_WITH_PIN],
  ['wrong_pins', '1'],
  ['Digits', '1'],
  ['Digits', '123456'],
);

const anyField = fc.oneof(
  { weight: 9, arbitrary: fc.tuple(anyName, anyValue) },
  { weight: 1, arbitrary: meaningful },
);
const fields = (max: number) => fc.array(anyField, { maxLength: max });

/** How characters are written, in turn: escaped in large or small letters, or as they are. */
const anyStyle = fc.array(fc.constantFrom('%C3' as const, '%c3' as const, 'plain' as const), {
  minLength: 1,
  maxLength: 7,
});

const escapeAll = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

/** A form in UTF-8, each character written in one of the ways in which it may be. */
function encodeForm(
  form: readonly (readonly [string, string])[],
  styles: readonly ('%C3' | '%c3' | 'plain')[],
  where: 'body' | 'url',
): string {
  let at = 0;
  const safe = where === 'body' ? /^[^&=+%]$/u : /^[\w.~-]$/;
  const encode = (text: string) =>
    [...text]
      .map((character) => {
        const style = styles[at++ % styles.length];
        if (style === 'plain' && character === ' ') return '+';
        if (style === 'plain' && safe.test(character)) return character;
        return style === '%c3' ? escapeAll(character) : escapeAll(character).toUpperCase();
      })
      .join('');
  return form.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
}

/** A request as bytes, with the right credentials. */
function buildRequest(options: {
  method: string;
  target: string;
  headers?: readonly (readonly [string, string])[];
  body?: Uint8Array | string;
  version?: '1.0' | '1.1';
}): Buffer {
  const { method, target, headers = [], body = '', version = '1.1' } = options;
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const length = Buffer.byteLength(body);
  const type = headers.some(([name]) => name === 'Content-Type')
    ? ''
    : 'Content-Type: application/x-www-form-urlencoded\r\n';
  return Buffer.concat([
    Buffer.from(`${method} ${target} HTTP/${version}\r\nHost: x\r\n${AUTHORIZATION}`),
    Buffer.from(`${type}${lines}Content-Length: ${length}\r\n\r\n`, 'latin1'),
    Buffer.from(body as string),
  ]);
}

/** The one answer to a request. Throws where there is none in time. */
async function ask(origin: string, request: Buffer, isHead = false): Promise<RawAnswer> {
  const client = await openRawClient(origin, { isHead });
  try {
    client.send(request);
    const answers = await Promise.race([
      client.answers(),
      sleep(HANG_MS, undefined, { ref: false }).then(() => undefined),
    ]);
    const [answer] = answers ?? [];
    if (answer === undefined) throw new Error(answers ? 'not answered' : 'not answered in time');
    return answer;
  } finally {
    client.close();
  }
}

/** What is wrong with an answer whatever was asked. */
function findFaults(answer: RawAnswer, context?: TwimlContext): string[] {
  const { status, headers, body } = answer;
  const type = headers['content-type'] ?? '';
  if (status >= 500) return [`${status} ${body}`];
  if (status >= 400) {
    const isLine = /^[^\n]{5,200}\n$/.test(body) && /^(text\/plain|application\/json)/.test(type);
    return isLine ? [] : [`no line: ${status} ${type} ${body}`];
  }
  if (headers['x-content-type-options'] !== 'nosniff' || !headers['content-security-policy']) {
    return ['the headers that keep a page to itself are missing'];
  }
  if (context === undefined) return [];
  if (status !== 200 || type !== 'text/xml; charset=utf-8') return [`${status} ${type}`];
  return checkTwiml(body, context);
}

describe.each(DIALECTS)('whatever is sent, on %s', (dialect) => {
  let database: OwnDatabase;
  let server: RunningServer;

  beforeAll(async () => {
    database = await createOwnDatabase(dialect);
    await migrate(database.db);
    await database.db
      .insertInto('operators')
      .values([
        { telnum: OPERATOR },
        // Of no PIN: each one is wrong.
        { telnum: OPERATOR_WITH_PIN, pin_hash: `$2b$04$${'.'.repeat(53)}` },
      ])
      .execute();
    server = await startServer({ ...BASIC, DATABASE_URL: database.url, SIMULATOR: 'on' });
  });
  afterAll(async () => {
    const errors = server.logLines().filter(({ level }) => Number(level) >= 50);
    expect((await server.stop()).code).toBe(0);
    await database.close();
    expect(errors).toEqual([]);
  });

  it('as bytes, is answered in HTTP and in good time, or the connection ends', async () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc
        .constantFrom(
          ...['GET ', 'POST ', '/index', ' HTTP/1.1', ' HTTP/1.0', ' HTTP/9.9', '\r\n', '\n', '\r'],
          ...['Host: x\r\n', AUTHORIZATION, 'Content-Length: 5\r\n', 'Transfer-Encoding: chunked'],
          ...['Content-Length: 99999999999999999999\r\n', 'Expect: 100-continue\r\n', '0\r\n\r\n'],
          ...['Connection: Upgrade\r\nUpgrade: websocket\r\n', 'From=x', '\0', '\r\n\r\n', ': '],
        )
        .map((text) => Buffer.from(text)),
    );
    const request = fc.oneof(
      fc.array(piece, { maxLength: 20 }).map((pieces) => Buffer.concat(pieces)),
      // A good one in which something else stands in one place.
      fc.tuple(fc.nat(), piece, fc.nat(40)).map(([at, inserted, cut]) => {
        const good = buildRequest({ method: 'POST', target: '/index', body: 'From=%2B81901' });
        const place = at % good.length;
        return Buffer.concat([good.subarray(0, place), inserted, good.subarray(place + cut)]);
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 10, maxLength: 10 }), async (requests) => {
        const outcomes = await Promise.all(requests.map(tell));
        expect(outcomes.flat()).toEqual([]);
      }),
      { numRuns: Math.ceil(RUNS / 10) },
    );

    /** Sends bytes, listens, hangs up, and waits for the server to do so, too. */
    async function tell(bytes: Buffer): Promise<string[]> {
      const client = await openRawClient(server.origin);
      client.send(bytes);
      await Promise.race([client.answers(), sleep(150)]);
      client.socket.end();
      const isOver = await Promise.race([
        client.ended.then(() => true),
        sleep(HANG_MS, undefined, { ref: false }).then(() => false),
      ]);
      client.close();
      const answers = await client.answers(0);
      return [...(isOver ? [] : ['hangs']), ...answers.flatMap((answer) => findFaults(answer))];
    }
  });

  it('as a request, is answered by a document or refused in one line', async () => {
    const token = fc.string({ unit: fc.constantFrom(...'abcXYZ019-_.!~*'), minLength: 1 });
    const latin = fc
      .string({ unit: fc.integer({ min: 32, max: 255 }).map((code) => String.fromCharCode(code)) })
      .map((text) => text.replaceAll('\x7f', ''));
    const header = fc.oneof(
      fc.constantFrom(...CONDITIONS),
      fc.tuple(
        fc.oneof(fc.constantFrom(...HEADERS), token),
        fc.oneof(fc.constantFrom(...HEADER_VALUES), latin),
      ),
    );
    const path = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...Object.keys(WEBHOOKS)) },
      { weight: 3, arbitrary: fc.constantFrom(...OTHERS) },
      { weight: 1, arbitrary: fc.webPath().map((text) => `/${text}`) },
    );
    const suffix = fc.oneof(
      { weight: 8, arbitrary: fc.constant('') },
      { weight: 1, arbitrary: fc.constantFrom('/', '//', '/..', '%00', '%2f', '%', '.php', '#x') },
    );
    const method = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('GET', 'POST') },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          ...['HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND', 'CONNECT', 'QUERY'],
        ),
      },
    );
    const body = fc.oneof(
      fc.tuple(fields(12), anyStyle).map(([form, style]) => encodeForm(form, style, 'body')),
      fc.uint8Array({ maxLength: 300 }),
      fc.json().map((json) => json.slice(0, 1000)),
      fc.constantFrom('%', '%zz', '%ED%A0%80', '%C0%AF', '%F4%90%80%80', 'a'.repeat(65_537), ''),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          method,
          path,
          suffix,
          query: fc.tuple(fields(4), anyStyle),
          headers: fc.array(header, { maxLength: 6 }),
          body,
          version: fc.constantFrom('1.0', '1.1'),
        }),
        async ({ method, path, suffix, query: [form, style], headers, body, version }) => {
          const query = encodeForm(form, style, 'url');
          const target = `${path}${suffix}${query === '' ? '' : '?'}${query}`;
          const request = buildRequest({ method, target, headers, body, version });
          const answer = await ask(server.origin, request, method === 'HEAD');
          const context = suffix === '' ? WEBHOOKS[path] : undefined;
          if (method === 'HEAD') expect(answer.status).toBeLessThan(500);
          else expect(findFaults(answer, context)).toEqual([]);
        },
      ),
      { numRuns: 3 * RUNS },
    );
  });

  const TABLES: Readonly<Record<string, EventTable>> = {
    '/exit_enqueue': 'enqueue_data',
    '/exit_enqueue.php': 'enqueue_data',
    '/guidance': 'queue_data',
    '/guidance.php': 'queue_data',
    '/status_callback': 'statuscallback_data',
    '/status_callback.php': 'statuscallback_data',
  };
  const anyHistoryRoute = fc.constantFrom(...Object.keys(TABLES));

  let calls = 0;
  const nextCallSid = () => {
    calls += 1;
    return `CA${calls.toString(16).padStart(32, '0')}`;
  };
  const findRows = (route: string, callSid: string) =>
    database.db
      .selectFrom(TABLES[route] as 'enqueue_data')
      .selectAll()
      .where('CallSid', '=', callSid)
      .execute() as Promise<Record<string, unknown>[]>;

  it('as an event, stands in its row as it was sent', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyHistoryRoute,
        fc.constantFrom('GET', 'POST'),
        fields(25),
        fc.nat(),
        anyStyle,
        async (route, method, someFields, place, styles) => {
          const callSid = nextCallSid();
          const form = someFields.filter(([name]) => name !== 'CallSid');
          form.splice(place % (form.length + 1), 0, ['CallSid', callSid]);
          form.push(['CallSid', 'CAffffffffffffffffffffffffffffffff']);
          const encoded = encodeForm(form, styles, method === 'GET' ? 'url' : 'body');
          const isInUrl = method === 'GET';
          fc.pre(!isInUrl || encoded.length < 15_000);
          const request = isInUrl
            ? buildRequest({ method, target: `${route}?${encoded}` })
            : buildRequest({ method, target: route, body: encoded });
          const answer = await ask(server.origin, request);
          expect(findFaults(answer, WEBHOOKS[route])).toEqual([]);
          const rows = await findRows(route, callSid);
          expect(rows).toHaveLength(1);
          expect(rows).toMatchObject([expectedRow(form, Object.keys(rows[0] ?? {}))]);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('as an event that is no form in UTF-8, is refused and leaves no row', async () => {
    const broken = fc.constantFrom(
      ...['%', '%4', '%zz', '%ED%A0%80', '%ed%bf%bf', '%C0%AF', '%c1%81', '%E0%80%AF', '%FF'],
      ...['%F4%90%80%80', '%80', '%C3', '%E3%81', '%u3042', '\xff', '\xed\xa0\x80', '\xc0\xaf'],
    );
    await fc.assert(
      fc.asyncProperty(
        anyHistoryRoute,
        fc.constantFrom('GET', 'POST'),
        fields(3),
        fc.constantFrom(...NAMES),
        broken,
        fc.boolean(),
        async (route, method, form, name, bytes, isName) => {
          const callSid = nextCallSid();
          const good = encodeForm([['CallSid', callSid], ...form], ['%C3'], 'url');
          const bad = isName ? `${bytes}=x` : `${encodeURIComponent(name)}=a${bytes}`;
          const fault = Buffer.from(`&${bad}&To=x`, 'latin1');
          const encoded = Buffer.concat([Buffer.from(good), fault]);
          fc.pre(encoded.length < 15_000);
          const request =
            method === 'POST'
              ? buildRequest({ method, target: route, body: encoded })
              : Buffer.from(
                  buildRequest({ method, target: `${route}?@` })
                    .toString('latin1')
                    .replace('@', encoded.toString('latin1').replaceAll('$', '$$$$')),
                  'latin1',
                );
          expect(await ask(server.origin, request)).toMatchObject({ status: 400 });
          expect(await findRows(route, callSid)).toEqual([]);
        },
      ),
      { numRuns: RUNS },
    );
  });
});

/** What the columns hold, by the rules of README.md and the widths of sql/mysql. */
const WIDTHS: Readonly<Record<string, number>> = {
  ...{ From: 512, To: 512, CallStatus: 32, ApiVersion: 32, Direction: 32, ForwardedFrom: 512 },
  ...{ CallerName: 255, QueueResult: 64, QueueSid: 34, DequeingCallSid: 34 },
  ...{ RecordingUrl: 1024, RecordingSid: 34 },
};
const SECONDS = ['QueueTime', 'CallDuration', 'RecordingDuration'];

/** The row for a form: of each name the first value counts. */
function expectedRow(
  form: readonly (readonly [string, string])[],
  columns: readonly string[],
): Record<string, string | number | null> {
  const row: Record<string, string | number | null> = {};
  for (const column of columns) {
    const sent = form.find(([name]) => name === column)?.[1];
    const width = WIDTHS[column];
    if (width !== undefined) row[column] = sent === undefined ? null : cut(sent, width);
    else if (SECONDS.includes(column)) row[column] = wholeSeconds(sent);
    else if (column === 'CallSid') row[column] = sent ?? null;
  }
  return row;
}

function cut(text: string, width: number): string {
  return Array.from(text.replaceAll('\0', '\ufffd')).slice(0, width).join('');
}

function wholeSeconds(text = ''): number | null {
  const isWhole = /^[0-9]{1,10}$/.test(text) && Number(text) <= 2_147_483_647;
  return isWhole ? Number.parseInt(text, 10) : null;
}
