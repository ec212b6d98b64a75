import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  beginEvent,
  type EventLoad,
  makeCallSid,
  sendEvent,
  startEventLoad,
} from '../support/event-load';
import { runPromtool } from '../support/promtool';
import { BASIC, eventually, type RunningServer, startServer } from '../support/running-server';
import { createOwnDatabase, DIALECTS, type OwnDatabase } from '../support/test-database';
import { findLost, isThere, listAnswering, listWorkers, readFigure } from './support';

jest.setTimeout(60_000);

const ended = (server: RunningServer, msg: string) =>
  server.logLines().filter((line) => line.msg === msg);

/** One that was on its way to a worker that ends hears nothing until the whole server has ended. */
function refusesConnections(origin: string): Promise<boolean> {
  const refused = sendEvent(origin, makeCallSid()).then(
    () => false,
    () => true,
  );
  return Promise.race([refused, sleep(500).then(() => false)]);
}

describe('minicc with several workers and no other setting', () => {
  it('answers from all of them on one port, with one password, and says so once', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'minicc-workers-'));
    const server = await startServer({ WEB_CONCURRENCY: '3' }, folder);
    const password = readFileSync(join(folder, 'var/basic-auth-password'), 'utf8').trim();
    const [, shown] = /http:\/\/minicc:(\S+)@localhost:\d+\/index/.exec(server.output()) ?? [];
    expect(shown).toBe(password);
    const answers = await Promise.all(
      Array.from({ length: 12 }, () =>
        server.request('/index', { form: {}, credentials: `minicc:${password}` }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(200));
    await eventually(() => listAnswering(server).length === 3);
    expect(listAnswering(server)).toEqual([1, 2, 3]);
    expect(ended(server, 'listening')).toMatchObject([{ workers: 3 }]);
    expect(server.output().split('Request URL')).toHaveLength(2);
    // The telephones of the exchange would be known to one of them alone.
    expect(server.output()).not.toContain('simulator');
    expect((await server.stop()).code).toBe(0);
    expect(existsSync(folder)).toBe(false);
  });

  it('is one process where there is to be one', async () => {
    const server = await startServer({ ...BASIC, WEB_CONCURRENCY: '1' });
    expect(listWorkers(server)).toEqual([]);
    await server.stop();
  });
});

describe.each(DIALECTS)('minicc with two workers on %s', (dialect) => {
  let own: OwnDatabase;
  let server: RunningServer;
  let load: EventLoad | undefined;

  beforeEach(async () => {
    own = await createOwnDatabase(dialect);
    server = await startServer({ ...BASIC, WEB_CONCURRENCY: '2', DATABASE_URL: own.url });
  });
  afterEach(async () => {
    await load?.stop();
    await server.stop();
    await own.close();
  });

  it('goes on when a worker is killed, replaces it, and loses nothing', async () => {
    const calls = startEventLoad(server.origin);
    load = calls;
    await eventually(() => calls.acknowledged.length > 30);
    const before = await readFigure(server, 'minicc_history_rows_written_total');
    const [victim = 0, other] = listWorkers(server);
    process.kill(victim, 'SIGKILL');
    await eventually(() => listWorkers(server).length === 2 && !isThere(victim));
    expect(listWorkers(server)).toContain(other);
    const so = calls.acknowledged.length;
    await eventually(() => calls.acknowledged.length > so + 30);
    await calls.stop();
    expect(calls.refused).toEqual([]);
    await eventually(async () => (await findLost(own.url, calls.acknowledged)).length === 0);
    expect(ended(server, 'a worker ended; another takes its place')).toMatchObject([
      { code: null, signal: 'SIGKILL', pauseMs: 0 },
    ]);
    expect(await readFigure(server, 'minicc_worker_restarts_total')).toBe(1);
    // What the killed one had counted goes on counting.
    const after = await readFigure(server, 'minicc_history_rows_written_total');
    expect(after).toBeGreaterThan(before);
  });

  it('lets the requests of every worker end on a signal to all, and ends with 0', async () => {
    const events = Array.from({ length: 6 }, () => makeCallSid());
    const calls = startEventLoad(server.origin);
    load = calls;
    await eventually(() => calls.acknowledged.length > 30);
    const begun = events.map((callSid) => beginEvent(server.origin, callSid));
    // They have to arrive; nothing tells of a request that is not whole yet.
    await sleep(500);
    const exit = once(server.process, 'exit');
    const [first = 0, second = 0] = listWorkers(server);
    const start = performance.now();
    // As Ctrl+C does, and npm once more.
    for (const pid of [server.process.pid ?? 0, first, second]) process.kill(pid, 'SIGINT');
    server.process.kill('SIGTERM');
    await eventually(() => refusesConnections(server.origin));
    for (const event of begun) event.end();
    expect(await Promise.all(begun.map(({ status }) => status))).toEqual(Array(6).fill(200));
    const [code] = await exit;
    await calls.stop();
    expect(code).toBe(0);
    expect(performance.now() - start).toBeLessThan(10_000);
    expect([first, second].filter(isThere)).toEqual([]);
    expect(ended(server, 'stopped')).toHaveLength(1);
    expect(ended(server, 'a worker ended; another takes its place')).toEqual([]);
    // Rows may be in the spool where a connection was not open any more.
    const next = await startServer({ ...BASIC, DATABASE_URL: own.url }, server.folder);
    const acknowledged = [...calls.acknowledged, ...events];
    await eventually(async () => (await findLost(own.url, acknowledged)).length === 0);
    await next.stop();
  });

  it('ends its workers in good order when it is killed itself, and starts again on the port', async () => {
    const callSid = makeCallSid();
    const begun = beginEvent(server.origin, callSid);
    await sleep(500);
    const workers = listWorkers(server);
    expect(workers).toHaveLength(2);
    server.process.kill('SIGKILL');
    await eventually(() => server.process.signalCode === 'SIGKILL');
    begun.end();
    expect(await begun.status).toBe(200);
    await eventually(() => !workers.some(isThere));
    const PORT = new URL(server.origin).port;
    const settings = { ...BASIC, WEB_CONCURRENCY: '2', DATABASE_URL: own.url, PORT };
    const next = await startServer(settings, server.folder);
    expect(await sendEvent(next.origin, makeCallSid())).toBe(200);
    expect(await findLost(own.url, [callSid])).toEqual([]);
    await next.stop();
  });
});

describe('a worker that gets a signal of its own', () => {
  it('ends in good order, and another takes its place', async () => {
    const server = await startServer({ ...BASIC, WEB_CONCURRENCY: '2' });
    const begun = [1, 2].map(() => beginEvent(server.origin, makeCallSid()));
    await sleep(500);
    const [first = 0] = listWorkers(server);
    process.kill(first, 'SIGTERM');
    for (const event of begun) event.end();
    expect(await Promise.all(begun.map(({ status }) => status))).toEqual([200, 200]);
    await eventually(() => !isThere(first) && listWorkers(server).length === 2);
    await server.stop();
    expect(ended(server, 'a worker ended; another takes its place')).toMatchObject([{ code: 0 }]);
  });
});

describe('the figures of several workers', () => {
  it('are those of the whole server, whichever is asked', async () => {
    const server = await startServer({ ...BASIC, WEB_CONCURRENCY: '3' });
    for (let count = 0; count < 9; count += 1) await sendEvent(server.origin, makeCallSid());
    const counted = 'minicc_webhooks_total{route="exit_enqueue",status="200"}';
    for (let count = 0; count < 3; count += 1) expect(await readFigure(server, counted)).toBe(9);
    expect(listAnswering(server)).toEqual([1, 2, 3]);
    const { text } = await server.request('/metrics');
    await server.stop();
    expect(text).toMatch(/^minicc_build_info\{version="[\d.]+"\} 1$/m);
    expect(text).toMatch(/^minicc_spool_usable 1$/m);
    expect(text).toMatch(/^minicc_spool_rows 0$/m);
    expect(text).toMatch(/^minicc_worker_restarts_total 0$/m);
    const [, started = ''] = /^process_start_time_seconds (\d+)$/m.exec(text) ?? [];
    expect(Math.abs(Number(started) - Date.now() / 1000)).toBeLessThan(60);
    expect(await runPromtool(['check', 'metrics'], text)).toMatchObject({ code: 0 });
  });
});

describe('workers that cannot start', () => {
  it('are told of in one line, as one process is', async () => {
    const other = await startServer(BASIC);
    const PORT = new URL(other.origin).port;
    const start = startServer({ ...BASIC, PORT, WEB_CONCURRENCY: '2' });
    await expect(start).rejects.toThrow(/\}\nHOST 127\.0\.0\.1, PORT \d+: .*EADDRINUSE[^\n]*\n$/);
    await other.stop();
  });
});
