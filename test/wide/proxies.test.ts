import { takeAccount } from '../faults/support/account';
import { type CallDatabase, createCallDatabase } from '../faults/support/call-database';
import { type Service, startService } from '../faults/support/service';
import { type SteadyLoad, startSteadyLoad } from '../faults/support/steady-load';
import { type DatabaseServer, startPrivateServer } from '../support/database-server';
import { freezeProcess } from '../support/freeze-process';
import { HAPROXY } from '../support/haproxy';
import { NGINX } from '../support/nginx';
import { checkConfiguration, type ProxyFront, startProxyFront } from '../support/proxy-front';
import { eventually } from '../support/running-server';
import { CLIENT_ADDRESS } from '../support/tls-entrance';

jest.setTimeout(120_000);

const PUBLIC_URL = 'https://calls.example.com';
const AUTH_TOKEN = 'a-token-to-sign-with';
/** Acknowledged before, during and after what is done to a server. */
const EVENTS = 10;
/** For so long the proxy waits for a server. */
const GIVEN_UP_MS = 5000;
/** Twilio waits no longer. */
const TWILIO_MS = 15_000;

let server: DatabaseServer;
let database: CallDatabase;

beforeAll(async () => {
  server = await startPrivateServer();
  database = await createCallDatabase(server.url);
});
afterAll(() => server?.stop());

describe.each([HAPROXY, NGINX])('behind $name as README.md has it set up, two servers', (proxy) => {
  let servers: [Service, Service];
  let front: ProxyFront;

  beforeAll(async () => {
    const settings = {
      DATABASE_URL: database.url,
      PUBLIC_URL,
      TWILIO_AUTH_TOKEN: AUTH_TOKEN,
      TRUST_PROXY: '127.0.0.1',
    };
    const withWorkers = { ...settings, WEB_CONCURRENCY: '2' };
    servers = await Promise.all([startService(settings), startService(withWorkers)]);
    front = await startProxyFront(proxy, { origins: servers.map(({ origin }) => origin) });
  });
  afterAll(async () => {
    await front?.stop();
    await Promise.all((servers ?? []).map((one) => one.remove()));
  });

  /** Calls go on while something is done; whoever called was answered, and every row is there once. */
  async function undergo(
    work: (goesOn: () => Promise<void>, load: SteadyLoad) => Promise<void>,
  ): Promise<SteadyLoad> {
    const load = startSteadyLoad({
      origin: PUBLIC_URL,
      exchange: { authToken: AUTH_TOKEN, route: { from: PUBLIC_URL, to: front.origin } },
    });
    const goesOn = () => load.goesOn(EVENTS);
    try {
      await goesOn();
      await work(goesOn, load);
    } finally {
      await load.stop();
    }
    expect(load.debuggerLog()).toEqual([]);
    const account = await database.asRoot((db) => takeAccount(db, load.events()));
    const { sent } = account;
    expect(account).toMatchObject({ acknowledged: sent, inTables: sent, lost: 0, doubled: 0 });
    return load;
  }

  it('takes the configuration without a word of warning', async () => {
    const { code, text } = await checkConfiguration(proxy);
    expect({ code, warnings: text.match(/.*(?:warn|alert|emerg).*/gi) }).toEqual({
      code: 0,
      warnings: null,
    });
  });

  it('share the webhooks of one call, which is one call in the tables', async () => {
    const load = await undergo(async (goesOn) => goesOn());
    const [byFirst, bySecond] = servers.map(
      (one) => new Set(one.logLines().map(({ callSid }) => callSid)),
    ) as [Set<unknown>, Set<unknown>];
    const calls = new Set(load.events().map(({ callSid }) => callSid));
    const shared = [...calls].filter((call) => byFirst.has(call) && bySecond.has(call));
    expect(shared.length).toBeGreaterThan(calls.size / 2);
  });

  it('leave no caller without an answer while one of them is killed', async () => {
    const [one] = servers;
    await undergo(async (goesOn) => {
      await one.end('SIGKILL');
      await goesOn();
      await one.start();
      await goesOn();
    });
  });

  it('leave no caller without an answer while one after the other is stopped and started', async () => {
    await undergo(async (goesOn) => {
      for (const one of servers) {
        expect(await one.end('SIGTERM')).toBe(0);
        await goesOn();
        await one.start();
        await goesOn();
      }
    });
  });

  it('leave no caller without an answer for longer than Twilio waits while one of them hangs', async () => {
    const { process: hanging } = servers[0].server;
    const load = await undergo(async (_goesOn, { figures }) => {
      await freezeProcess(Number(hanging.pid));
      await eventually(() => figures().total.maxMs > GIVEN_UP_MS).finally(() =>
        hanging.kill('SIGCONT'),
      );
    });
    expect(load.figures().total.maxMs).toBeLessThan(TWILIO_MS);
  });

  it('are told who asks by the proxy, and by nobody else', async () => {
    await fetch(`${front.origin}/index`, {
      headers: { Authorization: 'Basic bm9ib2R5Om5vdGhpbmc=', 'X-Forwarded-For': '203.0.113.9' },
    });
    const refused = () =>
      servers.flatMap((one) => one.logLines()).filter(({ msg }) => msg === 'refused');
    await eventually(() => refused().length > 0);
    expect(refused().map(({ address }) => address)).toEqual([CLIENT_ADDRESS]);
  });

  it('show the wallboard live, for as long as somebody looks at it', async () => {
    const leaving = new AbortController();
    const { status, body } = await fetch(`${front.origin}/wallboard/events`, {
      headers: { Authorization: `Basic ${Buffer.from('minicc:secret').toString('base64')}` },
      signal: leaving.signal,
    });
    expect(status).toBe(200);
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    await eventually(async () => {
      text += (await reader?.read())?.value ?? '';
      return text.split('\n\n').length > 2;
    });
    leaving.abort();
  });
});
