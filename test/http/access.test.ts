import { join } from 'node:path';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { verbsOf } from '../support/expect-twiml';
import { DIALECTS } from '../support/test-database';
import {
  CALL_SID,
  CREDENTIALS,
  createTestService,
  type TestService,
} from '../support/test-service';

const AUTH_TOKEN = '12345';
const ROUTES = [
  '/',
  '/index',
  '/operator_queue',
  '/wait',
  '/guidance',
  '/exit_enqueue',
  '/status_callback',
  '/information',
];

async function countHistory({ db }: TestService): Promise<number> {
  const tables = ['enqueue_data', 'queue_data', 'statuscallback_data'] as const;
  const rows = await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute()));
  return rows.flat().length;
}

describe('HTTP Basic auth', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await createTestService('sqlite');
  });
  afterAll(() => service.close());

  it.each([...ROUTES, '/nowhere', '/metrics'])('is asked of every request to %s', async (path) => {
    for (const request of [
      service.agent.get(path),
      service.agent.post(path).type('form').send({ CallSid: CALL_SID }),
    ]) {
      const response = await request.expect(401);
      expect(response.headers['www-authenticate']).toBe('Basic realm="minicc", charset="UTF-8"');
      expect(response.text).toBe('Credentials are needed.\n');
    }
    expect(await countHistory(service)).toBe(0);
  });

  it.each([
    ['user', 'wrong'],
    ['user', ''],
    ['USER', CREDENTIALS.password],
    ['', ''],
    ['user', `${CREDENTIALS.password} `],
  ])('turns away %p with the password %p', async (user, password) => {
    await service.agent.get('/index').auth(user, password).expect(401);
  });

  it.each([
    ['in small letters', (header: string) => header.replace('Basic', 'basic')],
    ['with spaces', (header: string) => header.replace(' ', '   ')],
  ])('takes credentials written %s', async (_how, rewrite) => {
    const { user, password } = CREDENTIALS;
    const usual = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    await service.agent.post('/index').set('Authorization', rewrite(usual)).expect(200);
  });

  it.each(['Basic', 'Basic !!!', 'Bearer abc', 'Basic dXNlcg=='])(
    'turns away "%s"',
    async (header) => {
      await service.agent.get('/index').set('Authorization', header).expect(401);
    },
  );

  it('serves Twilio after any number of requests without credentials', async () => {
    for (let i = 0; i < 50; i++) await service.agent.post('/index').expect(401);
    await service.post('/index').expect(200);
  });

  it('is not asked for the health checks', async () => {
    expect((await service.agent.get('/healthz').expect(200)).body).toEqual({ status: 'alive' });
    expect((await service.agent.get('/readyz').expect(200)).body).toEqual({
      status: 'ready',
      spool: { rows: 0, setAside: 0 },
    });
  });
});

describe.each(DIALECTS)('X-Twilio-Signature on %s', (dialect) => {
  let service: TestService;
  beforeAll(async () => {
    service = await createTestService(dialect, {
      authToken: AUTH_TOKEN,
      publicUrl: 'https://cc.example.com/cc#rc=2',
    });
  });
  afterAll(() => service.close());

  const form = { CallSid: CALL_SID, From: '+819012345678', CallerName: ' Bob 😀 ', 'a[b]': 'c' };
  const sign = (url: string, parameters: Record<string, unknown> = {}) => ({
    'X-Twilio-Signature': getExpectedTwilioSignature(AUTH_TOKEN, url, parameters),
  });

  it('lets a signed POST in', async () => {
    const headers = sign('https://cc.example.com/cc/guidance', form);
    verbsOf(await service.post('/cc/guidance', form, headers), 'announcement');
  });

  it('lets a POST in that is signed with the credentials in its URL', async () => {
    const headers = sign('https://user:p%40ss%3Aw%2Frd@cc.example.com/cc/index.php', form);
    verbsOf(await service.post('/cc/index.php', form, headers));
  });

  it('lets a signed GET in, its query exactly as sent', async () => {
    const pathAndQuery = `/cc/wait?QueuePosition=2&CallSid=${CALL_SID}&x=%7e+~`;
    const headers = sign(`https://cc.example.com${pathAndQuery}`);
    verbsOf(await service.get(pathAndQuery).set(headers), 'wait');
  });

  it('counts our own parameters in the URL in', async () => {
    const headers = sign('https://cc.example.com/cc/index?wrong_keys=1', form);
    verbsOf(await service.post('/cc/index?wrong_keys=1', form, headers));
    await service.post('/cc/index?wrong_keys=2', form, headers).expect(403);
  });

  it.each([
    ['no signature', {}],
    ['an empty one', { 'X-Twilio-Signature': '' }],
    ['one of another URL', sign('https://cc.example.com/cc/index', form)],
    [
      'one of other parameters',
      sign('https://cc.example.com/cc/exit_enqueue', { ...form, From: '+1' }),
    ],
    [
      'one with another token',
      {
        'X-Twilio-Signature': getExpectedTwilioSignature(
          'x',
          'https://cc.example.com/cc/exit_enqueue',
          form,
        ),
      },
    ],
  ])('refuses a request with %s, and writes nothing', async (_what, headers) => {
    const before = await countHistory(service);
    const response = await service.post(
      '/cc/exit_enqueue',
      form,
      headers as Record<string, string>,
    );
    expect(response.status).toBe(403);
    expect(response.text).toBe('The X-Twilio-Signature is missing or does not fit.\n');
    expect(await countHistory(service)).toBe(before);
  });

  it('does not take the place of the credentials', async () => {
    const headers = sign('https://cc.example.com/cc/index', form);
    await service.agent.post('/cc/index').set(headers).type('form').send(form).expect(401);
  });
});

describe.each(DIALECTS)('a request that is not Twilio’s, on %s', (dialect) => {
  let service: TestService;
  beforeAll(async () => {
    service = await createTestService(dialect);
  });
  afterAll(() => service.close());

  const raw = (body: string | Buffer, type = 'application/x-www-form-urlencoded') =>
    service
      .post('/exit_enqueue')
      .unset('Content-Type')
      .set('Content-Type', type)
      .send(body as string);

  it.each([
    ['over 64 KB', 413, `CallSid=${CALL_SID}&x=${'x'.repeat(65_536)}`, undefined],
    ['of JSON', 415, '{"CallSid":"x"}', 'application/json'],
    ['of plain text', 415, 'hello', 'text/plain'],
    [
      'in another character set',
      415,
      `CallSid=${CALL_SID}`,
      'application/x-www-form-urlencoded; charset=shift_jis',
    ],
    ['with a broken escape', 400, `CallSid=${CALL_SID}&From=%zz`, undefined],
    ['with an escape that is not UTF-8', 400, `CallSid=${CALL_SID}&From=%ff`, undefined],
    ['with an encoded lone surrogate', 400, `CallSid=${CALL_SID}&From=%ED%A0%80`, undefined],
    ['without a CallSid', 400, 'From=%2B819012345678', undefined],
    ['with a CallSid that is none', 400, 'CallSid=CA123', undefined],
    ['with a CallSid of another kind', 400, `CallSid=QU${'0'.repeat(32)}`, undefined],
    ['with a CallSid and a line break', 400, `CallSid=${CALL_SID}%0A`, undefined],
  ])('with a body %s is refused in one line with %d', async (_what, status, body, type) => {
    const response = await raw(body, type);
    expect(response.status).toBe(status);
    expect(response.text).toMatch(/^[A-Z][^\n]{10,100}\.\n$/);
    expect(response.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(await countHistory(service)).toBe(0);
  });

  it('with bytes that are not UTF-8 is refused', async () => {
    const body = Buffer.concat([
      Buffer.from(`CallSid=${CALL_SID}&From=`),
      Buffer.from([0xff, 0xfe]),
    ]);
    expect((await raw(body)).status).toBe(400);
  });

  it('compressed in an unknown way is refused', async () => {
    const response = await service.post('/exit_enqueue', {}, { 'Content-Encoding': 'rot13' });
    expect(response.status).toBe(415);
  });

  it('with a broken query is refused', async () => {
    expect((await service.get('/exit_enqueue?CallSid=%')).status).toBe(400);
  });

  it.each(['put', 'delete', 'patch', 'head', 'options'] as const)(
    'by %s is refused',
    async (method) => {
      const { user, password } = CREDENTIALS;
      const response = await service.agent[method](`/status_callback?CallSid=${CALL_SID}`).auth(
        user,
        password,
      );
      expect(response.status).toBe(405);
      expect(response.headers.allow).toBe('GET, POST');
      expect(await countHistory(service)).toBe(0);
    },
  );

  it('to nowhere gets one line', async () => {
    const response = await service.get('/nowhere');
    expect(response.status).toBe(404);
    expect(response.text).toBe('There is nothing here.\n');
  });

  it('tells nothing of what we are made of', async () => {
    for (const response of [
      await service.get('/nowhere'),
      await raw('%zz'),
      await service.agent.get('/'),
    ]) {
      expect(response.headers['x-powered-by']).toBeUndefined();
      expect(response.text).not.toMatch(/node_modules|\.ts|\.js|at /);
    }
  });
});

describe.each(DIALECTS)('strange parameters on %s', (dialect) => {
  let service: TestService;
  beforeEach(async () => {
    service = await createTestService(dialect);
  });
  afterEach(() => service.close());

  it('change nothing', async () => {
    const body = [
      `CallSid=${CALL_SID}`,
      `CallSid=CA${'f'.repeat(32)}`,
      'QueueResult=hangup&QueueResult=bridged',
      'QueueResult[]=leave&QueueResult[x]=leave',
      '__proto__=1&__proto__[QueueTime]=9&constructor=2&prototype[x]=3&toString=4&hasOwnProperty=5',
      'Unknown=parameter&=empty&&novalue',
      'StirVerstat=TN-Validation-Passed-A',
    ].join('&');
    await service.post('/exit_enqueue').send(body).expect(200);
    const rows = await service.db.selectFrom('enqueue_data').selectAll().execute();
    expect(rows).toMatchObject([{ CallSid: CALL_SID, QueueResult: 'hangup', QueueTime: null }]);
    expect(({} as Record<string, unknown>).QueueTime).toBeUndefined();
  });

  it('are stored as sent', async () => {
    const CallerName = ` ';DROP TABLE enqueue_data;-- \\ " %00 \u{1F600} ${'\u202e'}é `;
    await service.post('/exit_enqueue', { CallSid: CALL_SID, CallerName }).expect(200);
    const rows = await service.db.selectFrom('enqueue_data').select('CallerName').execute();
    expect(rows).toEqual([{ CallerName }]);
  });
});

describe('the log', () => {
  it('has a line a request with route, status, duration and call, and masks the number', async () => {
    const service = await createTestService('sqlite');
    await service.get('/index', { CallSid: CALL_SID, From: '+819012345678' });
    await service.close();
    expect(service.logLines).toContainEqual({
      level: 30,
      time: expect.any(String),
      callSid: CALL_SID,
      route: 'index',
      method: 'GET',
      status: 200,
      durationMs: expect.any(Number),
      from: '***5678',
      msg: 'answered',
    });
    expect(JSON.stringify(service.logLines)).not.toContain('9012345678');
  });

  it('shows numbers in full where LOG_NUMBERS says so', async () => {
    const service = await createTestService('sqlite', { numbers: 'full' });
    await service.get('/index', { CallSid: CALL_SID, From: '+819012345678' });
    await service.close();
    expect(service.logLines).toContainEqual(expect.objectContaining({ from: '+819012345678' }));
  });

  it('never holds a password, a token or a signature', async () => {
    const service = await createTestService('sqlite', { authToken: AUTH_TOKEN });
    const headers = { 'X-Twilio-Signature': 'c2lnbmF0dXJl' };
    await service.post('/exit_enqueue', { CallSid: CALL_SID }, headers);
    await service.agent.get('/index').auth('user', 'wrong-password');
    await service.close();
    const text = JSON.stringify(service.logLines);
    expect(text).toContain('exit_enqueue');
    expect(text).not.toMatch(/p@ss|wrong-password|c2lnbmF0dXJl|Basic|authorization/i);
  });

  it('masks the numbers of a row that could not be written, and holds no statement', async () => {
    // Under a file, which is no folder, nothing can be spooled either.
    const service = await createTestService('mysql', { spoolPath: join(__filename, 'spool.db') });
    await service.db.schema.dropTable('enqueue_data').execute();
    const form = { CallSid: CALL_SID, From: '+819012345678', CallerName: 'Tanaka Taro' };
    expect((await service.post('/exit_enqueue', form)).status).toBe(503);
    await service.close();
    const lost = service.logLines.find((line) => line.level === 50 && line.row);
    expect(lost).toMatchObject({ callSid: CALL_SID, row: { From: '***5678', CallerName: '***' } });
    expect(JSON.stringify(service.logLines)).not.toMatch(/9012345678|Tanaka/);
  });
});
