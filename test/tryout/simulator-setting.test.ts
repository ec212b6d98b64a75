import { BASIC, eventually, type RunningServer, startServer } from '../support/running-server';

const LIVE = { TWILIO_AUTH_TOKEN: 'token', PUBLIC_URL: 'https://calls.example.com/cc' };

let server: RunningServer | undefined;

afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function start(settings: Record<string, string>): Promise<RunningServer> {
  server = await startServer({ ...BASIC, ...settings });
  return server;
}

describe('The page of the handsets', () => {
  it('is there in development, behind the password, and its address is told', async () => {
    const { request, output, origin } = await start({});
    expect((await request('/simulator/')).status).toBe(200);
    expect((await request('/simulator/', { credentials: null })).status).toBe(401);
    expect((await request('/simulator/events', { credentials: null })).status).toBe(401);
    expect(output()).toContain(`http://localhost:${new URL(origin).port}/simulator/`);
  });

  it.each([
    ['in production', { NODE_ENV: 'production' }],
    ['beside live credentials of Twilio', LIVE],
    ['where it is off', { SIMULATOR: 'off' }],
  ])('is not there %s', async (_where, settings) => {
    const { request, output } = await start(settings);
    expect(output()).not.toContain('simulator');
    expect((await request('/simulator/')).status).toBe(404);
    expect((await request('/cc/simulator/')).status).toBe(404);
  });

  it('calls a server that wants signatures for its public address, where that is meant', async () => {
    const { origin, logLines } = await start({ ...LIVE, SIMULATOR: 'beside-twilio' });
    const page = `${origin}/cc/simulator`;
    const { id } = await command(page, 'handsets', { number: '+819012345678' });
    await command(page, `handsets/${id}/dial`, {});
    const answered = () =>
      logLines().filter(({ route, status }) => route === 'index' && status === 200);
    await eventually(() => answered().length === 1);
    await command(page, `handsets/${id}/hang-up`, {});
    await eventually(() =>
      logLines().some(({ route, status }) => route === 'status_callback' && status === 200),
    );
    expect(logLines().filter(({ level }) => Number(level) >= 40)).toEqual([]);
  });

  it('is no trouble to the log when it is closed', async () => {
    const { origin, logLines } = await start({ LOG_LEVEL: 'debug' });
    const page = new AbortController();
    await fetch(`${origin}/simulator/events`, { headers: AUTHORIZATION, signal: page.signal });
    page.abort();
    await eventually(() => logLines().some(({ route }) => route === '/simulator/events'));
    expect(logLines().filter(({ level }) => Number(level) >= 40)).toEqual([]);
  });

  it('does not keep a stopping server waiting, with a call under way and a page open', async () => {
    const { origin, stop } = await start({});
    const page = `${origin}/simulator`;
    const { id } = await command(page, 'handsets', { number: '+819012345678' });
    await command(page, `handsets/${id}/dial`, {});
    const stream = await fetch(`${page}/events`, { headers: AUTHORIZATION });
    expect(stream.status).toBe(200);
    const { code, tookMs } = await stop();
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(5000);
    server = undefined;
  });
});

const AUTHORIZATION = { Authorization: `Basic ${btoa('minicc:secret')}` };

/** Gives a command as the page at this address does. */
async function command(page: string, path: string, body: object): Promise<{ id?: string }> {
  const answer = await fetch(`${page}/${path}`, {
    method: 'POST',
    headers: { ...AUTHORIZATION, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.ok).toBe(true);
  return (await answer.json()) as { id?: string };
}
