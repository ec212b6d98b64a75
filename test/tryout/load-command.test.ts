import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../src/database/migrate';
import { listOperators } from '../../src/operators/operators-table';
import { type CallCentre, openCallCentre } from '../support/call-centre';
import { freezeProcess } from '../support/freeze-process';
import { startMinicc } from '../support/minicc-command';
import { BASIC, eventually } from '../support/running-server';
import { createOwnDatabase, DIALECTS } from '../support/test-database';
import { startApplication } from '../support/twiml-application';

const AIKO = '+815012345678';
/** On the virtual clock, a few hundred requests. */
const SMALL = [
  ...['--virtual', '--seed', '7', '--for', '1m', '--operators', '4'],
  ...['--calls-per-second', '0.2', '--talk', '20s', '--patience', '20s'],
];
const TABLES = ['enqueue_data', 'queue_data', 'statuscallback_data'] as const;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'minicc-load-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(DIALECTS)('minicc load and the server of its settings, on %s', (dialect) => {
  let centre: CallCentre;
  let settings: Record<string, string>;
  beforeAll(async () => {
    centre = await openCallCentre(dialect, [AIKO]);
    const { port } = new URL(centre.server.origin);
    const { url } = centre.database;
    settings = { ...BASIC, LANGUAGE: 'en-US', HOST: '127.0.0.1', PORT: port, DATABASE_URL: url };
  });
  afterAll(() => centre.close());
  beforeEach(async () => {
    for (const table of TABLES) await centre.database.db.deleteFrom(table).execute();
  });
  const start = (args: readonly string[], changed: Record<string, string> = {}) =>
    startMinicc(['load', ...args], { folder, settings: { ...settings, ...changed } });
  const load = (args: readonly string[], changed?: Record<string, string>) =>
    start(args, changed).ended;
  const operators = async () => (await listOperators(centre.database.db)).map((o) => o.telnum);
  const countRows = async (table: (typeof TABLES)[number]) =>
    (await centre.database.db.selectFrom(table).select('CallSid').execute()).length;

  it('prints how calls fared, and finds every row', async () => {
    const running = start(SMALL);
    await eventually(async () => (await operators()).length === 4);
    const { code, stdout, stderr } = await running.ended;
    expect(await operators()).toEqual([AIKO]);
    expect(stdout).toMatch(/^\d+ calls in 1:00 min, all over after .*; 4 operators; /);
    expect(stdout).toMatch(/\nErlang A +predicted +measured/);
    expect(stdout).toMatch(/\n {2}\/index( +[\d.]+){6}\n/);
    expect(stdout).toMatch(/\nDebugger log: empty\n/);
    for (const table of TABLES) {
      const count = await countRows(table);
      expect(count).toBeGreaterThan(0);
      expect(stdout).toMatch(new RegExp(`\n {2}${table} +${count} +${count} {2}all there\n`));
    }
    expect(stderr).toMatch(/^.* placed.*\n/);
    expect(code).toBe(0);
  });

  it('goes the same way for the same seed, with identifiers of its own in every run', async () => {
    const first = JSON.parse((await load([...SMALL, '--json'])).stdout);
    const second = await load([...SMALL, '--json']);
    const results = JSON.parse(second.stdout);
    expect(second.code).toBe(0);
    expect(results.calls).toEqual(first.calls);
    expect(results.requests).toBe(first.requests);
    expect(results.rows).toHaveLength(3);
    for (const { table, expected, found } of results.rows) {
      expect(found).toBe(expected);
      const [before] = first.rows.filter((row: { table: string }) => row.table === table);
      expect(await countRows(table)).toBe(before.found + found);
    }
  });

  it('fails where a row is lost', async () => {
    const { db } = centre.database;
    const running = start([...SMALL, '--for', '5m']);
    let lost: string | undefined;
    await eventually(async () => {
      const [row] = await db.selectFrom('enqueue_data').select('CallSid').limit(1).execute();
      lost = row?.CallSid;
      return lost !== undefined;
    });
    await db
      .deleteFrom('enqueue_data')
      .where('CallSid', '=', lost ?? '')
      .execute();
    const { code, stdout, stderr } = await running.ended;
    expect(stdout).toMatch(/\n {2}enqueue_data .* 1 MISSING\n/);
    expect(stderr).toMatch(/\nminicc: enqueue_data has \d+ rows? instead of \d+\.\n$/);
    expect(code).toBe(1);
  });

  it('says that rows are elsewhere where the server has another database', async () => {
    const other = await createOwnDatabase(dialect);
    await migrate(other.db);
    const { code, stdout, stderr } = await load(SMALL, { DATABASE_URL: other.url });
    await other.close();
    expect(stdout).not.toMatch(/MISSING/);
    expect(stderr).toMatch(/Rows could not be compared: none of the \d+ .* is in (sqlite|mysql):/);
    expect(stderr).toMatch(/the same DATABASE_URL, and the same folder\.\n$/);
    expect(code).toBe(1);
  });

  it('prints the results so far at Ctrl+C, with every row in its place', async () => {
    // The real clock, on which the first row takes its time, on one of the two.
    const running = start([
      ...(dialect === 'sqlite' ? ['--virtual'] : []),
      ...['--for', '1h', '--operators', '2', '--calls-per-second', '5'],
      ...['--talk', '1s', '--patience', '1h'],
    ]);
    await eventually(async () => (await countRows('queue_data')) > 0, 25_000);
    running.process.kill('SIGINT');
    const { code, stdout, stderr } = await running.ended;
    expect(stdout).toMatch(/^\d+ calls in \d+:\d\d min, broken off after /);
    expect(stdout).not.toMatch(/MISSING|TOO MANY/);
    expect(stdout.match(/all there/g)).toHaveLength(3);
    expect(stderr).toMatch(/\nminicc: The run was broken off; all was well so far\.\n$/);
    expect(code).toBe(130);
    expect(await operators()).toEqual([AIKO]);
  });

  it('says once what is wrong where the server refuses the credentials', async () => {
    const { code, stdout, stderr } = await load(SMALL, { BASIC_AUTH_PASSWORD: 'another' });
    expect(stdout).toBe('');
    expect(stderr).toMatch(/minicc: The server refuses the credentials of these settings \(401\)/);
    expect(stderr.match(/refuses/g)).toHaveLength(1);
    expect(code).toBe(1);
    expect(await operators()).toEqual([AIKO]);
  });

  it('quits at the second Ctrl+C, even where the server no longer answers', async () => {
    const { pid = 0 } = centre.server.process;
    const running = start(['--for', '1h', '--operators', '2', '--calls-per-second', '5']);
    try {
      await eventually(async () => (await operators()).length === 2);
      await freezeProcess(pid);
      running.process.kill('SIGINT');
      await new Promise((resolve) => setTimeout(resolve, 1000));
      expect(running.process.exitCode).toBeNull();
      const before = performance.now();
      running.process.kill('SIGINT');
      const { code, stdout, stderr } = await running.ended;
      expect(performance.now() - before).toBeLessThan(3000);
      expect(stdout).toBe('');
      expect(stderr).toMatch(/minicc: The run was quit, without results\.\n$/);
      expect(code).toBe(130);
      expect(await operators()).toEqual([AIKO]);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  });
});

describe('minicc load and a server with TWILIO_AUTH_TOKEN', () => {
  it('signs requests for the public address, and carries them to this machine', async () => {
    const signed = { PUBLIC_URL: 'https://calls.example.com', TWILIO_AUTH_TOKEN: 'a'.repeat(32) };
    const centre = await openCallCentre('sqlite', [], signed);
    const { port } = new URL(centre.server.origin);
    const settings = { ...BASIC, ...signed, PORT: port, DATABASE_URL: centre.database.url };
    const { code, stdout } = await startMinicc(['load', ...SMALL], { folder, settings }).ended;
    await centre.close();
    expect(stdout).toMatch(/Debugger log: empty/);
    expect(stdout.match(/all there/g)).toHaveLength(3);
    expect(code).toBe(0);
  });
});

describe('minicc load and another application', () => {
  const load = (...args: string[]) => startMinicc(['load', ...args], { folder }).ended;
  const queue = '<Enqueue waitUrl="/wait">line</Enqueue>';

  it('has the operators that are named dial in', async () => {
    const { origin, to } = await startApplication({
      '/voice': ({ parameters: { From } }) =>
        From === AIKO ? '<Dial><Queue>line</Queue></Dial><Redirect/>' : queue,
      '/wait': '<Pause length="10"/>',
    });
    const { code, stdout } = await load(
      ...['--virtual', '--for', '1m', '--calls-per-second', '0.1', '--seed', '3', '--talk', '5s'],
      ...['--url', `${origin}/voice`, '--operator-numbers', AIKO],
    );
    expect(stdout).toMatch(/; 1 operator; /);
    expect(stdout).not.toMatch(/\nRows/);
    expect(to('/voice').filter(({ parameters }) => parameters.From === AIKO)).not.toEqual([]);
    expect(code).toBe(0);
  });

  it('fails where calls and webhooks fail, and says how many', async () => {
    const { origin } = await startApplication({ '/voice': { status: 500 } });
    const { code, stdout, stderr } = await load(
      ...['--virtual', '--for', '1m', '--calls-per-second', '0.2', '--url', `${origin}/voice`],
    );
    expect(stdout).toMatch(/\n {2}11217 /);
    expect(stderr).toMatch(/^No operator dials in: --operator-numbers names none\.\n/);
    expect(stderr).toMatch(
      /\nminicc: (\d+) of \1 calls failed: no operator met, .*\n\1 webhooks failed\.\n$/,
    );
    expect(code).toBe(1);
  });

  it.each<[string[], RegExp]>([
    [['--operator-numbers', AIKO], /^minicc: --operator-numbers goes with --url/],
    [['--url', 'http://x/', '--operators', '2'], /^minicc: --operators goes without --url/],
    [['--url', 'http://x/', '--operator-numbers', 'abc'], /“abc” is not a number such as/],
    [['--keys', 'x'], /Keys are 0-9, \*, # and w/],
    [['--operators', '0'], /whole number from 1/],
    [['--calls-per-second', '0'], /a number above 0/],
    [['--for', '10'], /a time such as 500ms, 90s, 3m or 1h/],
    [['--seed', 'x'], /a whole number/],
  ])('refuses %j', async (args, message) => {
    const { code, stdout, stderr } = await load(...args);
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
    expect(code).toBe(1);
  });

  it('refuses more calls than it can hold', async () => {
    const { origin } = await startApplication({ '/voice': '<Hangup/>' });
    const many = ['--calls-per-second', '1000', '--for', '1h'];
    const { code, stderr } = await load('--url', `${origin}/voice`, ...many);
    expect(stderr).toMatch(/\nminicc: A run can have 1000000 calls, not more\.\n$/);
    expect(code).toBe(1);
  });
});
