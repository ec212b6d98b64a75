import { execFile } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { openDatabase } from '../src/database/database';
import { parseDatabaseUrl } from '../src/database/database-url';
import { migrate } from '../src/database/migrate';
import { COMMAND_BOUNDS } from '../src/database/time-bounds';
import { BASIC, eventually, startServer } from './support/running-server';
import { createOwnDatabase, DIALECTS } from './support/test-database';

const execute = promisify(execFile);
const MAIN = join(__dirname, '../dist/main.js');

/** Runs the program where it must not start; gives what it printed and its exit code. */
async function startInVain(
  settings: Record<string, string>,
  prepare: (folder: string) => void = () => undefined,
) {
  const folder = mkdtempSync(join(tmpdir(), 'minicc-test-'));
  prepare(folder);
  try {
    const env = { PATH: process.env.PATH, PORT: '0', HOST: '127.0.0.1', ...settings };
    await execute(process.execPath, [MAIN], { cwd: folder, env, timeout: 20_000 });
    throw new Error('it started');
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('minicc without any setting', () => {
  it('makes a password at its first start, keeps it, and prints URLs that work', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'minicc-first-'));
    const first = await startServer({}, folder);
    const file = join(folder, 'var/basic-auth-password');
    const password = readFileSync(file, 'utf8').trim();
    const printed = /http:\/\/minicc:(\S+)@localhost:(\d+)\/index/.exec(first.output());
    const answer = await first.request('/index', {
      credentials: `minicc:${printed?.[1]}`,
      form: {},
    });
    expect(password.length).toBeGreaterThan(20);
    expect(printed?.[1]).toBe(password);
    expect(`http://127.0.0.1:${printed?.[2]}`).toBe(first.origin);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(answer.status).toBe(200);
    expect(answer.text).toContain(
      `http://minicc:${password}@localhost:${printed?.[2]}/exit_enqueue`,
    );
    expect(JSON.stringify(first.logLines())).not.toContain(password);

    first.process.kill('SIGTERM');
    await eventually(() => first.process.exitCode !== null);
    chmodSync(file, 0o644);
    const second = await startServer({}, folder);
    expect(second.output()).not.toContain(password);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await second.request('/index', { credentials: `minicc:${password}` })).status).toBe(
      200,
    );
    await second.stop();
  });
});

describe('minicc with a .env file', () => {
  it('reads it, behind the environment', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'minicc-env-'));
    writeFileSync(join(folder, '.env'), 'LANGUAGE=en-US\nQUEUE_NAME=sales\nVOICE=\n');
    const server = await startServer({ ...BASIC, QUEUE_NAME: 'service' }, folder);
    const { text } = await server.request('/index');
    await server.stop();
    expect(text).toContain('language="en-US"');
    expect(text).toContain('>service</Enqueue>');
  });

  it('does not start without one that is there and cannot be read', async () => {
    const { code, stderr } = await startInVain({}, (folder) => mkdirSync(join(folder, '.env')));
    expect(stderr).toMatch(/^\.env cannot be read: EISDIR.*\n$/);
    expect(code).toBe(1);
  });
});

describe('minicc with a password file that cannot be used', () => {
  it('says so in one line', async () => {
    const { code, stderr } = await startInVain({}, (folder) => {
      mkdirSync(join(folder, 'var'));
      writeFileSync(join(folder, 'var/basic-auth-password'), '');
    });
    expect(stderr).toMatch(
      /^the password cannot be kept in var\/basic-auth-password: .*; set BASIC_AUTH_PASSWORD\n$/,
    );
    expect(code).toBe(1);
  });
});

describe('minicc with settings that are wrong', () => {
  it('names every fault in one message and exits with 1', async () => {
    const { code, stdout, stderr } = await startInVain({
      PORT: 'x',
      VOICE: 'man',
      NODE_ENV: 'production',
    });
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr.split('\n')).toEqual([
      'These settings have to be corrected:',
      '  PORT must be a whole number from 0 to 65535',
      '  VOICE man does not speak ja-JP',
      '  BASIC_AUTH_PASSWORD must be set where NODE_ENV is production',
      '',
    ]);
  });

  it.each([
    [
      'a prompts file that is not there',
      { PROMPTS_FILE: 'no.yaml' },
      /^These .*:\n {2}PROMPTS_FILE no\.yaml cannot be read: .*\n$/,
    ],
    [
      'a database file that cannot be',
      { DATABASE_URL: 'sqlite:/dev/null/x.db' },
      /^DATABASE_URL sqlite:\/dev\/null\/x\.db cannot be used: .*\n$/,
    ],
    ['a port that is taken', {}, /^HOST 127\.0\.0\.1, PORT \d+: listen EADDRINUSE.*\n$/],
  ])('says in one line that there is %s', async (what, settings, line) => {
    const other = await startServer(BASIC);
    const PORT = what === 'a port that is taken' ? new URL(other.origin).port : '0';
    const { code, stderr } = await startInVain({ ...settings, PORT });
    await other.stop();
    expect(stderr).toMatch(line);
    expect(code).toBe(1);
  });

  it('says so in one line where the database’s password is wrong, without telling it', async () => {
    const own = await createOwnDatabase('mysql');
    const url = new URL(own.url);
    url.username = 'nobody';
    url.password = 'hush-hush';
    const { code, stderr } = await startInVain({ DATABASE_URL: url.href });
    await own.close();
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^DATABASE_URL mysql:\/\/127\.0\.0\.1:\d+\/\w+ cannot be used: Access denied .*\n$/,
    );
    expect(stderr).not.toContain('hush-hush');
  });

  it.each(DIALECTS)('refuses a newer %s database', async (dialect) => {
    const own = await createOwnDatabase(dialect);
    await migrate(own.db);
    await sql`insert into minicc_migration (name, timestamp) values ('9999_x', 'z')`.execute(
      own.db,
    );
    const { code, stderr } = await startInVain({ DATABASE_URL: own.url });
    await own.close();
    expect(stderr).toMatch(/^the database is newer than this program: it has 9999_x\..*\n$/);
    expect(code).toBe(1);
  });
});

describe.each(DIALECTS)('minicc on %s', (dialect) => {
  it('brings an empty database up to date as it starts, and keeps rows over a restart', async () => {
    const own = await createOwnDatabase(dialect);
    const settings = { ...BASIC, DATABASE_URL: own.url };
    const form = { CallSid: 'CA00000000000000000000000000000001', QueueResult: 'hangup' };
    const first = await startServer(settings);
    expect((await first.request('/readyz', { credentials: null })).status).toBe(200);
    expect((await first.request('/exit_enqueue', { form })).status).toBe(200);
    expect((await first.stop('SIGINT')).code).toBe(0);
    const second = await startServer(settings);
    await second.request('/exit_enqueue', { form });
    await second.stop();
    const db = openDatabase(parseDatabaseUrl(own.url), COMMAND_BOUNDS);
    const rows = await db.selectFrom('enqueue_data').select(['CallSid', 'QueueResult']).execute();
    await db.destroy();
    await own.close();
    expect(rows).toEqual([form]);
  });
});

describe('minicc at an address over plain http', () => {
  const warnings = async (settings: Record<string, string>) => {
    const server = await startServer({ ...BASIC, ...settings });
    await server.stop();
    return server.logLines().filter(({ level }) => level === 40);
  };

  it('warns at its start, in one line, that it can be read on the way', async () => {
    expect(await warnings({ PUBLIC_URL: 'http://cc.example' })).toMatchObject([
      { msg: expect.stringMatching(/^PUBLIC_URL is plain http: the password .* https address\.$/) },
    ]);
  });

  it.each([{}, { PUBLIC_URL: 'http://localhost:3000' }, { PUBLIC_URL: 'https://cc.example' }])(
    'does not where nobody can, as with %j',
    async (settings) => {
      expect(await warnings(settings)).toEqual([]);
    },
  );
});

describe('minicc behind a proxy', () => {
  const guess = (origin: string) =>
    fetch(`${origin}/index`, {
      headers: { Authorization: `Basic ${btoa('minicc:wrong')}`, 'X-Forwarded-For': '203.0.113.9' },
    });

  it.each([
    ['127.0.0.1', '203.0.113.9'],
    ['1', '203.0.113.9'],
    ['10.0.0.0/8', '127.0.0.1'],
    ['', '127.0.0.1'],
  ])('with TRUST_PROXY=%s takes the address of who asks to be %s', async (TRUST_PROXY, address) => {
    const server = await startServer({ ...BASIC, TRUST_PROXY });
    await guess(server.origin);
    await server.stop();
    expect(server.logLines()).toContainEqual(
      expect.objectContaining({ level: 40, msg: 'refused', status: 401, address }),
    );
  });
});

describe('a signal', () => {
  it('is not held up by answers that are held back from somebody who guesses', async () => {
    const server = await startServer({ ...BASIC, LOG_LEVEL: 'debug' });
    const wrong = () => server.request('/index', { credentials: 'minicc:wrong' });
    for (let count = 0; count < 10; count++) await wrong();
    const held = wrong();
    await eventually(() => server.output().includes('somebody is guessing'));
    const { code } = await server.stop();
    expect(code).toBe(0);
    expect((await held).status).toBe(429);
    const [line] = server.logLines().filter(({ status }) => status === 429);
    // It would have been held for a second.
    expect(line?.durationMs).toBeLessThan(1000);
  });

  it('lets a request in flight end, takes no new one, and exits with 0', async () => {
    const server = await startServer(BASIC);
    const body = 'CallSid=CA00000000000000000000000000000001';
    const headers = {
      Authorization: `Basic ${Buffer.from('minicc:secret').toString('base64')}`,
      'Content-Type': 'application/x-www-form-urlencoded',
      'Content-Length': body.length,
    };
    const inFlight = request(`${server.origin}/status_callback`, { method: 'POST', headers });
    const answered = new Promise<number | undefined>((resolve, reject) => {
      inFlight.on('response', (response) => resolve(response.resume().statusCode));
      inFlight.on('error', reject);
    });
    inFlight.write(body.slice(0, 10));
    // A connection on which nothing has arrived yet would count as idle.
    await sleep(300);
    const stopped = server.stop();
    await eventually(() =>
      server.request('/healthz').then(
        () => false,
        () => true,
      ),
    );
    inFlight.end(body.slice(10));
    expect(await answered).toBe(200);
    const { code, tookMs } = await stopped;
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(10_000);
  });

  it('is not held up by a client that never ends its request', async () => {
    const server = await startServer(BASIC);
    const endless = request(`${server.origin}/index`, {
      method: 'POST',
      headers: { 'Content-Length': 100 },
    });
    endless.on('error', () => undefined);
    endless.write('x');
    await server.request('/healthz');
    const { code, tookMs } = await server.stop();
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(10_000);
  });

  it('is obeyed although nobody reads the log any more', async () => {
    const server = await startServer({ ...BASIC });
    server.process.stdout?.destroy();
    server.process.stderr?.destroy();
    const giveUp = setTimeout(() => server.process.kill('SIGKILL'), 10_000);
    expect(await server.stop()).toMatchObject({ code: 0 });
    clearTimeout(giveUp);
  });

  it('that comes again, as Ctrl+C under npm does, changes nothing', async () => {
    const server = await startServer(BASIC);
    const slow = request(`${server.origin}/index`, {
      method: 'POST',
      headers: {
        Authorization: `Basic ${Buffer.from('minicc:secret').toString('base64')}`,
        'Content-Type': 'application/x-www-form-urlencoded',
        'Content-Length': 8,
      },
    });
    const status = new Promise<number | undefined>((resolve, reject) => {
      slow.on('response', (response) => resolve(response.resume().statusCode));
      slow.on('error', reject);
    });
    slow.write('Digits');
    await sleep(300);
    const stopped = server.stop('SIGINT');
    await sleep(100);
    server.process.kill('SIGINT');
    server.process.kill('SIGTERM');
    slow.end('=1');
    expect(await status).toBe(200);
    expect((await stopped).code).toBe(0);
  });
});

describe('minicc whose port was taken at its first start', () => {
  it('shows the password at the first start that listens', async () => {
    const other = await startServer(BASIC);
    const folder = mkdtempSync(join(tmpdir(), 'minicc-again-'));
    const PORT = new URL(other.origin).port;
    await expect(startServer({ PORT }, folder)).rejects.toThrow(/EADDRINUSE/);
    await other.stop();
    const server = await startServer({}, folder);
    expect(server.output()).toMatch(/http:\/\/minicc:[\w-]{24}@localhost/);
    await server.stop();
  });
});

describe('what is not HTTP, or too much of it,', () => {
  /** Sends bytes as they are; gives all that comes back. */
  function exchange(origin: string, bytes: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = new URL(origin);
      const socket = connect(Number(port), hostname, () => socket.write(bytes));
      let answer = '';
      socket.setEncoding('utf8').on('data', (text: string) => {
        answer += text;
      });
      socket.on('end', () => resolve(answer)).on('error', reject);
    });
  }

  it.each([
    ['GET /index?x=<LONG> HTTP/1.1\r\nHost: x\r\n\r\n', 431, 'larger than 16 KB'],
    ['NONSENSE\r\n\r\n', 400, 'not well-formed HTTP'],
    ['POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n', 400, 'not well-formed HTTP'],
    [
      'POST / HTTP/1.1\r\nHost: x\r\nAuthorization: Basic bWluaWNjOnNlY3JldA==\r\n' +
        'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 99999999\r\n\r\nx',
      413,
      'larger than 64 KB',
    ],
  ])('gets one plain line: %j', async (bytes, status, line) => {
    const server = await startServer(BASIC);
    const answer = await exchange(server.origin, bytes.replace('<LONG>', 'x'.repeat(20_000)));
    await server.stop();
    const [head, body] = answer.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(body).toMatch(new RegExp(`^[^\\n]*${line}[^\\n]*\\.\\n$`));
  });
});
