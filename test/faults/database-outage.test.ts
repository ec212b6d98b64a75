import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../../src/database/database';
import { parseDatabaseUrl } from '../../src/database/database-url';
import { migrate } from '../../src/database/migrate';
import type { Database } from '../../src/database/tables';
import { COMMAND_BOUNDS } from '../../src/database/time-bounds';
import {
  type DatabaseServer,
  openTestDatabase,
  startPrivateServer,
} from '../support/database-server';
import {
  BASIC,
  eventually,
  type RunningServer,
  startServer,
  type TimedAnswer,
} from '../support/running-server';
import { checkTwiml } from '../support/twiml';

const OPERATOR = '+815011112222';
const SID = 'CA00000000000000000000000000000001';
const customer = { CallSid: SID, From: '+819012345678', CallStatus: 'ringing' };

/** A caller can be kept waiting no longer than this. */
const PATIENCE_MS = 2000;

jest.setTimeout(120_000);

/** The whole program on a private MariaDB server that is frozen and killed. */
describe.each([
  [
    'hung (SIGSTOP)',
    (server: DatabaseServer) => server.freeze(),
    (server: DatabaseServer) => server.thaw(),
  ],
  [
    'killed (SIGKILL)',
    (server: DatabaseServer) => server.kill(),
    (server: DatabaseServer) => server.restart(),
  ],
])('while the database is %s', (_how, breakIt, mendIt) => {
  let database: DatabaseServer;
  let url: string;
  let db: Database;
  let minicc: RunningServer;

  beforeAll(async () => {
    database = await startPrivateServer();
    url = (await openTestDatabase(database.url)).url;
    db = openDatabase(parseDatabaseUrl(url), COMMAND_BOUNDS);
    await migrate(db);
    await db.insertInto('operators').values({ telnum: OPERATOR, name: null }).execute();
    minicc = await startServer({ ...BASIC, DATABASE_URL: url });
  });
  afterAll(async () => {
    await minicc?.stop();
    await database?.thaw();
    await database?.stop();
  });

  it('callers are answered within 2 s, operators are known, and it recovers by itself', async () => {
    const ask = (path: string, form: Record<string, string>) => minicc.request(path, { form });
    const menu = (await ask('/index', customer)).text;
    const operatorDocument = (await ask('/index', { ...customer, From: OPERATOR })).text;
    expect(menu).toContain('<Gather');
    expect(operatorDocument).toContain('<Redirect>/operator_queue');

    await breakIt(database);
    // More at once than the pool has connections, twice over.
    for (const _round of [1, 2]) {
      const answers = await Promise.all([
        ...Array.from({ length: 15 }, () => ask('/index', customer)),
        ...Array.from({ length: 5 }, () => ask('/index', { ...customer, From: OPERATOR })),
        ...Array.from({ length: 5 }, (_, i) =>
          ask('/exit_enqueue', { ...customer, QueueResult: 'hangup', QueueTime: String(i) }),
        ),
      ]);
      expect(answers.slice(0, 15).map(({ text }) => text)).toEqual(Array(15).fill(menu));
      expect(answers.slice(15, 20).map(({ text }) => text)).toEqual(
        Array(5).fill(operatorDocument),
      );
      expectPrompt(answers);
    }
    const ready = await minicc.request('/readyz', { credentials: null });
    expect(ready.status).toBe(503);
    expect(JSON.parse(ready.text).reason).toMatch(/^the database cannot be reached \(\w+\)$/);
    expect((await minicc.request('/healthz', { credentials: null })).status).toBe(200);

    await mendIt(database);
    await eventually(async () => (await minicc.request('/readyz')).status === 200);
    const before = await countEvents();
    await ask('/exit_enqueue', { ...customer, QueueResult: 'bridged', QueueTime: '77' });
    expect((await countEvents()) - before).toBe(1);
    expect((await ask('/index', customer)).text).toBe(menu);
    expect(minicc.process.exitCode).toBeNull();
  });

  async function countEvents(): Promise<number> {
    // A connection of before the fault may be dead.
    const fresh = openDatabase(parseDatabaseUrl(url), COMMAND_BOUNDS);
    const rows = await fresh
      .selectFrom('enqueue_data')
      .select('EventKey')
      .where('QueueTime', '=', 77)
      .execute();
    await fresh.destroy();
    return rows.length;
  }

  it('a server that starts without a remembered operator asks callers to call back', async () => {
    await breakIt(database);
    const startedAt = performance.now();
    const other = await startServer({ ...BASIC, DATABASE_URL: url, LANGUAGE: 'en-US' });
    expect(performance.now() - startedAt).toBeLessThan(6000);
    const answer = await other.request('/index', { form: customer });
    const ready = await other.request('/readyz');
    await mendIt(database);
    expectPrompt([answer]);
    expect(answer.text).toContain('technical problem');
    expect(answer.text).not.toContain('<Gather');
    expect(ready.status).toBe(503);
    await eventually(async () => (await other.request('/readyz')).status === 200);
    expect((await other.request('/index', { form: customer })).text).toContain('<Gather');
    expect((await other.stop()).code).toBe(0);
  });

  it('the server stops in order all the same', async () => {
    const other = await startServer({ ...BASIC, DATABASE_URL: url });
    await breakIt(database);
    // Callers who hang up while a connection is being made.
    const gone = Promise.allSettled(
      Array.from({ length: 12 }, () => other.request('/index', { form: customer })),
    );
    await sleep(100);
    const { code, tookMs } = await other.stop();
    await gone;
    expect(other.output()).toMatch(/"msg":"stopped"\}\n$/);
    await mendIt(database);
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(10_000);
  });
});

function expectPrompt(answers: TimedAnswer[]): void {
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  expect(answers.flatMap(({ text }) => checkTwiml(text, 'call'))).toEqual([]);
  expect(Math.max(...answers.map(({ tookMs }) => tookMs))).toBeLessThan(PATIENCE_MS);
}
