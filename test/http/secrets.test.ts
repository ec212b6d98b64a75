import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { openDatabase } from '../../src/database/database';
import { parseDatabaseUrl } from '../../src/database/database-url';
import { type DialectName, dialectOf } from '../../src/database/dialect';
import type { Database } from '../../src/database/tables';
import { COMMAND_BOUNDS } from '../../src/database/time-bounds';
import { withConnection } from '../support/connection';
import { openTestDatabase, startPrivateServer } from '../support/database-server';
import { findFreePort } from '../support/free-port';
import { startMinicc } from '../support/minicc-command';
import { readCommandLine } from '../support/process-use';
import { eventually, type RunningServer, startServer } from '../support/running-server';
import { createOwnDatabase, DIALECTS } from '../support/test-database';

const USER = 'twilio';
const PASSWORD = 'Basic/Geheim+1:ß %';
const GUESS = 'Guessed/Geheim+2';
const DATABASE_PASSWORD = 'Database/Geheim+3';
const AUTH_TOKEN = '5ec2e7a01dfa4b0e9d3c5b7a9f1e2d3c';
const OTHER_TOKEN = 'another account’s';
const PIN = '739182645';
const WRONG_PIN = '739182646';

const OPERATOR = '+815011113333';
const CUSTOMER = '+819012345678';
const CLI = join(__dirname, '../../dist/cli.js');

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Every secret, in every form in which it might be met. */
const SECRETS: Record<string, string> = {
  'the password': PASSWORD,
  'the password in a URL': encodeURIComponent(PASSWORD),
  'the Authorization header': base64(`${USER}:${PASSWORD}`),
  'a wrong password': GUESS,
  'a wrong password in a URL': encodeURIComponent(GUESS),
  'a wrong Authorization header': base64(`${USER}:${GUESS}`),
  'the database’s password': DATABASE_PASSWORD,
  'the database’s password in a URL': encodeURIComponent(DATABASE_PASSWORD),
  'the auth token': AUTH_TOKEN,
  'another token': OTHER_TOKEN,
  'the PIN': PIN,
  'a wrong PIN': WRONG_PIN,
};

jest.setTimeout(120_000);

/** A database with a password, where it has any, that can be out of order for a while. */
interface Breakable {
  url: string;
  /** As somebody sees it who may see all. */
  db: Database;
  breakDown(): Promise<void>;
  mend(): Promise<void>;
  close(): Promise<void>;
}

const OPEN: Record<DialectName, () => Promise<Breakable>> = {
  async mysql() {
    const server = await startPrivateServer();
    const { url } = await openTestDatabase(server.url);
    const name = new URL(url).pathname.slice(1);
    await withConnection(server.url, async (connection) => {
      await connection.query(`CREATE USER secretive@'%' IDENTIFIED BY '${DATABASE_PASSWORD}'`);
      await connection.query(`GRANT ALL ON ${name}.* TO secretive@'%'`);
    });
    const own = new URL(url);
    own.username = 'secretive';
    own.password = encodeURIComponent(DATABASE_PASSWORD);
    const db = openDatabase(parseDatabaseUrl(url), COMMAND_BOUNDS);
    return {
      url: own.href,
      db,
      breakDown: async () => await server.freeze(),
      mend: async () => await server.thaw(),
      async close() {
        await db.destroy();
        await server.stop();
      },
    };
  },
  async sqlite() {
    const own = await createOwnDatabase('sqlite');
    let release = () => {};
    let locked: Promise<void> | undefined;
    return {
      url: own.url,
      db: own.db,
      // Nobody else can write while a transaction does.
      async breakDown() {
        await new Promise<void>((resolve) => {
          locked = own.db.transaction().execute(async (trx) => {
            await sql`insert into operators (telnum) values ('+1')`.execute(trx);
            resolve();
            await new Promise<void>((end) => {
              release = end;
            });
          });
        });
      },
      async mend() {
        release();
        await locked;
      },
      close: () => own.close(),
    };
  },
};

describe.each(DIALECTS)('after a day with everything in it, on %s', (dialect) => {
  let database: Breakable;
  let server: RunningServer;
  let settings: Record<string, string>;
  const replies: string[] = [];
  const printed: string[] = [];
  const processList: string[] = [];
  const signatures: string[] = [];
  let calls = 0;

  beforeAll(async () => {
    database = await OPEN[dialect]();
    const port = await findFreePort();
    settings = {
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      BASIC_AUTH_USER: USER,
      BASIC_AUTH_PASSWORD: PASSWORD,
      TWILIO_AUTH_TOKEN: AUTH_TOKEN,
      DATABASE_URL: database.url,
      LANGUAGE: 'en-US',
      LOG_LEVEL: 'trace',
      LOG_NUMBERS: 'full',
    };
    server = await startServer(settings);
    await passTheDay();
  });
  afterAll(async () => {
    await server.stop();
    await database.close();
  });

  /** A request as Twilio makes it, or nearly so; what it was answered with. */
  async function ask(
    path: string,
    form: Record<string, string> = {},
    how: { password?: string | null; token?: string | null } = {},
  ): Promise<{ status: number; text: string }> {
    const { password = PASSWORD, token = AUTH_TOKEN } = how;
    calls += 1;
    const sent = { CallSid: `CA${String(calls).padStart(32, '0')}`, From: CUSTOMER, ...form };
    const headers: Record<string, string> = {};
    if (password !== null) headers.Authorization = `Basic ${base64(`${USER}:${password}`)}`;
    if (token !== null) {
      const signature = getExpectedTwilioSignature(token, `${settings.PUBLIC_URL}${path}`, sent);
      headers['X-Twilio-Signature'] = signature;
      signatures.push(signature);
    }
    const body = new URLSearchParams(sent);
    const response = await fetch(`${server.origin}${path}`, { method: 'POST', headers, body });
    const text = await response.text();
    const head = JSON.stringify([...response.headers]);
    // Twilio needs the credentials there, and has them anyway.
    replies.push(`${head}${text.replace(/(<Enqueue[^>]*) action="[^"]*"/g, '$1')}`);
    return { status: response.status, text };
  }

  async function get(path: string): Promise<string> {
    const headers = { Authorization: `Basic ${base64(`${USER}:${PASSWORD}`)}` };
    const response = await fetch(`${server.origin}${path}`, { headers });
    const text = await response.text();
    replies.push(`${JSON.stringify([...response.headers])}${text}`);
    return text;
  }

  async function minicc(args: string[], stdin = ''): Promise<number | null> {
    const child = spawn(process.execPath, [CLI, ...args], {
      cwd: server.folder,
      env: { PATH: process.env.PATH ?? '', ...settings },
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => printed.push(text));
    }
    processList.push(readCommandLine(child.pid ?? 0));
    child.stdin.end(stdin);
    const [code] = await once(child, 'close');
    return code as number | null;
  }

  async function passTheDay(): Promise<void> {
    expect(await minicc(['operators', 'add', OPERATOR, '--pin'], `${PIN}\n`)).toBe(0);
    await minicc(['operators', 'list']);

    // Everything is in use: right is let in, wrong is not.
    expect((await ask('/index')).status).toBe(200);
    expect((await ask('/index', { Digits: '1' })).text).toContain('<Enqueue');
    expect((await ask('/index', {}, { password: null, token: null })).status).toBe(401);
    for (let tries = 0; tries < 11; tries++) {
      expect((await ask('/index', {}, { password: GUESS })).status).toBeGreaterThanOrEqual(401);
    }
    expect((await ask('/index', {}, { token: null })).status).toBe(403);
    expect((await ask('/index', {}, { token: OTHER_TOKEN })).status).toBe(403);

    const ring = await ask('/index', { From: OPERATOR });
    const pinPath = /<Gather[^>]* action="([^"]*)"/.exec(ring.text)?.[1] ?? '';
    const wrong = await ask(pinPath, { From: OPERATOR, Digits: WRONG_PIN });
    expect(wrong.text).not.toContain('operator_queue');
    const right = await ask(pinPath, { From: OPERATOR, Digits: PIN });
    expect(right.text).toContain('operator_queue');

    for (const path of ['/exit_enqueue', '/guidance', '/status_callback', '/wait', '/nowhere']) {
      await ask(path, { QueueResult: 'bridged', QueueTime: '7', CallDuration: '70' });
    }
    await ask('/exit_enqueue', { CallSid: 'none' });
    await ask('/exit_enqueue', { CallerName: 'x'.repeat(70_000) });
    await ask('/exit_enqueue', { CallerName: 'too long for its column'.repeat(100) });

    await database.breakDown();
    const lasting = ['/exit_enqueue', '/guidance', '/status_callback'];
    expect(
      (await Promise.all(lasting.map((path) => ask(path)))).map(({ status }) => status),
    ).toEqual([200, 200, 200]);
    expect((await ask('/index', { From: OPERATOR })).status).toBe(200);
    await get('/readyz');
    const inOutage = await get('/metrics');
    await minicc(['spool', 'status']);
    replies.push(readFolder(server.folder));
    // Each of the three waits in the spool, and so do the files' copies of it.
    expect(inOutage).toMatch(/^minicc_spool_rows 3$/m);
    await database.mend();
    await eventually(async () => (await countRows()) >= 7);

    replies.push(await get('/metrics'), await get('/healthz'), await get('/nowhere'));
    await minicc(['doctor']);
    await minicc(['urls', '--help']);
    await minicc(['spool', 'drain']);
    processList.push(readCommandLine(server.process.pid ?? 0));
  }

  const countRows = async () =>
    Object.values(await dumpTables(database.db))
      .flat()
      .filter((row) => 'EventKey' in (row as object)).length;

  it('the log holds none, at its finest', () => {
    const lines = server.logLines();
    expect(lines.some(({ level }) => Number(level) <= 20)).toBe(true);
    expect(lines.filter(({ status }) => status === 403).length).toBeGreaterThan(0);
    expect(server.output()).toContain('somebody is guessing');
    expect(findSecrets(server.output(), signatures)).toEqual([]);
  });

  it('the answers and the metrics hold none', () => {
    const text = replies.join('\n');
    expect(text).toMatch(/minicc_refusals_total\{reason="credentials"\} [1-9]/);
    expect(text).toContain('The X-Twilio-Signature is missing or does not fit.');
    expect(findSecrets(text, signatures)).toEqual([]);
  });

  it('the commands print none', () => {
    const text = printed.join('\n');
    expect(text).toContain(OPERATOR);
    expect(findSecrets(text, signatures)).toEqual([]);
  });

  it('the process list holds none', () => {
    expect(processList.join('\n')).toMatch(/main\.js/);
    expect(processList.join('\n')).toMatch(/operators add/);
    expect(findSecrets(processList.join('\n'), signatures)).toEqual([]);
  });

  it('the database holds none, and a PIN as a hash', async () => {
    const tables = await dumpTables(database.db);
    expect(tables.enqueue_data?.length).toBeGreaterThanOrEqual(2);
    expect(tables.operators).toContainEqual(
      expect.objectContaining({ telnum: OPERATOR, pin_hash: expect.stringMatching(/^\$2[aby]\$/) }),
    );
    expect(findSecrets(JSON.stringify(tables), signatures)).toEqual([]);
  });

  it('the files hold none: the spool, in and after the outage, and the database', () => {
    const files = readFolder(server.folder);
    expect(files).toContain('SQLite format 3');
    expect(findSecrets(files, signatures)).toEqual([]);
    if (dialect === 'sqlite') {
      const path = database.url.replace('sqlite:', '');
      expect(findSecrets(readFolder(join(path, '..')), signatures)).toEqual([]);
    }
  });

  it('all of them would be found', () => {
    for (const [name, secret] of Object.entries(SECRETS)) {
      expect(findSecrets(`x${secret}x`, signatures)).toContain(name);
    }
    expect(findSecrets(signatures[0] ?? '', signatures)).toEqual(['a signature']);
    expect(signatures.length).toBeGreaterThan(10);
  });
});

describe('a setting that cannot be used', () => {
  const secretUser = `user:${encodeURIComponent(DATABASE_PASSWORD)}`;

  it.each([
    ['a database that is not there', { DATABASE_URL: `mysql://${secretUser}@127.0.0.1:1/x` }],
    ['a database of another kind', { DATABASE_URL: `postgres://${secretUser}@127.0.0.1/x` }],
    ['a database without a name', { DATABASE_URL: `mysql://${secretUser}@127.0.0.1/` }],
    ['no address at all', { DATABASE_URL: `mysql://${secretUser}@[` }],
    ['an unknown option', { DATABASE_URL: `mysql://${secretUser}@h/x?password=${GUESS}` }],
    ['a password with a line break', { BASIC_AUTH_PASSWORD: `${PASSWORD}\n` }],
    ['a token with a line break', { TWILIO_AUTH_TOKEN: `${AUTH_TOKEN}\n` }],
    ['an address with a password', { PUBLIC_URL: `https://${secretUser}@cc.example.com` }],
  ])('is refused without being repeated: %s', async (_what, wrong) => {
    const own = await createOwnDatabase('sqlite');
    const { ended } = startMinicc(['operators', 'list'], {
      folder: parseFolder(own.url),
      settings: { DATABASE_URL: own.url, ...wrong },
    });
    const { code, stdout, stderr } = await ended;
    await own.close();
    expect(code).not.toBe(0);
    expect(stderr).not.toBe('');
    expect(findSecrets(stdout + stderr)).toEqual([]);
  });
});

describe('a password that minicc made', () => {
  it('is shown where it is made, and by the command that is for it, and nowhere else', async () => {
    const settings = { LOG_LEVEL: 'trace' };
    const first = await startServer(settings);
    const password = readFileSync(join(first.folder, 'var/basic-auth-password'), 'utf8').trim();
    const credentials = `minicc:${password}`;
    expect((await first.request('/index', { credentials })).status).toBe(200);
    expect((await first.request('/index', { credentials: 'minicc:wrong' })).status).toBe(401);
    expect(first.output().split('\n').slice(0, 4).join('\n')).toContain(password);
    expect(JSON.stringify(first.logLines())).not.toContain(password);

    const second = await startServer(settings, first.folder);
    expect((await second.request('/index', { credentials })).status).toBe(200);
    expect(second.output()).toContain('Paste these');
    expect(second.output()).not.toContain(password);

    const urls = await startMinicc(['urls'], { folder: first.folder }).ended;
    expect(urls.stdout).toContain(password);
    await second.stop();
    await first.stop();
  });
});

/** The names of the secrets that stand in a text. */
function findSecrets(text: string, signatures: readonly string[] = []): string[] {
  const found = Object.entries(SECRETS).filter(([, secret]) => text.includes(secret));
  return [
    ...found.map(([name]) => name),
    ...(signatures.some((signature) => text.includes(signature)) ? ['a signature'] : []),
  ];
}

/** Every row of every table. */
async function dumpTables(db: Database): Promise<Record<string, unknown[]>> {
  const list =
    dialectOf(db) === 'mysql'
      ? sql<{ name: string }>`select table_name as name from information_schema.tables
          where table_schema = database() and table_type = 'BASE TABLE'`
      : sql<{ name: string }>`select name from sqlite_master where type = 'table'`;
  const { rows: tables } = await list.execute(db);
  const dump: Record<string, unknown[]> = {};
  for (const { name } of tables) {
    dump[name] = (await sql`select * from ${sql.table(name)}`.execute(db)).rows;
  }
  return dump;
}

/** All files of a folder as one text. */
function readFolder(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString('utf8'))
    .join('\n');
}

const parseFolder = (url: string) => join(url.replace('sqlite:', ''), '..');
