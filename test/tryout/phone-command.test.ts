import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CallCentre, openCallCentre } from '../support/call-centre';
import { findFreePort } from '../support/free-port';
import { startMinicc } from '../support/minicc-command';
import { BASIC, eventually } from '../support/running-server';
import { DIALECTS } from '../support/test-database';
import { type Script, startApplication } from '../support/twiml-application';

const AIKO = '+815012345678';
const PHONES = `phone Hanako +819012345678\nphone Aiko ${AIKO}\n`;
const CONVERSATION = `${PHONES}
Hanako calls
Hanako hears "press 1" within 10s
Hanako presses 1
Hanako is number 1 in line
Aiko calls
Hanako talks to Aiko within 1m
wait 30s
Hanako hangs up
Aiko hangs up
no errors
`;
const SETTINGS = { ...BASIC, LANGUAGE: 'en-US', HOST: '127.0.0.1' };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'minicc-phone-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return name;
}

describe.each(DIALECTS)('minicc phone and the server of its settings, on %s', (dialect) => {
  let centre: CallCentre;
  let settings: Record<string, string>;
  beforeAll(async () => {
    centre = await openCallCentre(dialect, [AIKO]);
    const { port } = new URL(centre.server.origin);
    settings = { ...SETTINGS, DATABASE_URL: centre.database.url, PORT: port };
  });
  afterAll(() => centre.close());
  const phone = (args: string[], changed: Record<string, string> = {}) =>
    startMinicc(['phone', ...args], { folder, settings: { ...settings, ...changed } }).ended;

  it('acts out a script in virtual time, prints what happens, and leaves the rows', async () => {
    const { code, stdout, stderr } = await phone([write('a.txt', CONVERSATION), '--virtual']);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^00:00\.0 {2}Hanako +calls \+815031234567\n/);
    expect(stdout).toMatch(/\d\d:\d\d\.\d {2}Hanako ↔ Aiko +talk\n/);
    expect(stdout).toMatch(/part after 30 s\n/);
    expect(stdout).toMatch(/\nAll 10 lines held\.\n$/);
    expect(code).toBe(0);
    for (const [table, count] of [
      ['enqueue_data', 1],
      ['queue_data', 1],
      ['statuscallback_data', 2],
    ] as const) {
      expect(await centre.database.db.selectFrom(table).select('CallSid').execute()).toHaveLength(
        count,
      );
    }
  });

  it('acts out a script on the real clock', async () => {
    const script = `${PHONES}Hanako calls\nHanako hears "press 1" within 5s\nwait 300ms\nHanako hangs up\n`;
    const start = performance.now();
    const { code, stdout } = await phone([write('real.txt', script)]);
    expect(performance.now() - start).toBeGreaterThan(300);
    expect(stdout).toMatch(/^00:00\.[3-9].* hangs up$/m);
    expect(stdout).toMatch(/\nAll 4 lines held\.\n$/);
    expect(code).toBe(0);
  });

  it('fails with the line that does not hold, and what was the case instead', async () => {
    const script = `${PHONES}\nHanako calls\nHanako hears "bonjour" within 5s\nwait 1h\n`;
    const { code, stdout, stderr } = await phone([write('fails.txt', script), '--virtual']);
    expect(stderr).toMatch(
      /^minicc: fails\.txt:5: Hanako hears "bonjour" within 5s\n {2}expected: Hanako to hear “bonjour” within 5 s\n {2}instead: {2}Hanako is on the call, and last heard “Thank you.*\n$/,
    );
    expect(stdout).toMatch(/Hanako +hears “Thank you/);
    expect(stdout).not.toMatch(/held/);
    expect(code).toBe(1);
  });

  it('says of wrong credentials what is wrong', async () => {
    const { code, stderr } = await phone([write('b.txt', CONVERSATION), '--virtual'], {
      BASIC_AUTH_PASSWORD: 'another',
    });
    expect(stderr.match(/credentials/g)).toHaveLength(1);
    expect(stderr).toMatch(/\nThe server refuses the credentials of these settings \(401\): .*\n$/);
    expect(code).toBe(1);
  });

  it('saves a run that happens again when it is replayed', async () => {
    const script = write('saved.txt', CONVERSATION);
    expect((await phone([script, '--virtual', '--save', 'run.json'])).code).toBe(0);
    const { code, stdout, stderr } = await phone(['run.json']);
    expect(stderr).toBe('');
    expect(stdout).toMatch(
      /Hanako ↔ Aiko +part after 30 s\n[\s\S]*\nEverything happened as it did in the run\.\n$/,
    );
    expect(code).toBe(0);
  });
});

describe('minicc phone and a server with TWILIO_AUTH_TOKEN', () => {
  let centre: CallCentre;
  const signed = {
    PUBLIC_URL: 'https://calls.example.com',
    TWILIO_AUTH_TOKEN: '0123456789abcdef0123456789abcdef',
  };
  beforeAll(async () => {
    centre = await openCallCentre('sqlite', [AIKO], signed);
  });
  afterAll(() => centre.close());
  const phone = (settings: Record<string, string>) => {
    const { port } = new URL(centre.server.origin);
    const { url } = centre.database;
    return startMinicc(['phone', write('signed.txt', CONVERSATION), '--virtual', '--traffic'], {
      folder,
      settings: { ...SETTINGS, DATABASE_URL: url, PORT: port, ...settings },
    }).ended;
  };

  it('signs requests for the public address, and carries them to this machine', async () => {
    const { code, stdout, stderr } = await phone(signed);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/POST \/index {2}200/);
    expect(code).toBe(0);
  });

  it('says what is wrong where requests are signed with another key', async () => {
    const { code, stderr } = await phone({ ...signed, TWILIO_AUTH_TOKEN: 'f'.repeat(32) });
    expect(stderr).toMatch(/\nThe server refuses the request \(403\): it has another TWILIO_AUTH_/);
    expect(code).toBe(1);
  });
});

describe('minicc phone and another application', () => {
  const phone = (...args: string[]) =>
    startMinicc(['phone', ...args], { folder, settings: {} }).ended;
  const greeting = `phone H anonymous\nH calls\nH hears "good"\nH's call ends within 1m\n`;

  it('calls it by its voice URL, and tells it how the call ended', async () => {
    const { origin, latest } = await startApplication({
      '/voice': '<Say>Good day</Say>',
      '/ended': '<Hangup/>',
    });
    const { code, stderr } = await phone(
      ...[write('greeting.txt', greeting), '--virtual', '--number', '+15005550006'],
      ...['--url', `${origin}/voice`, '--status-callback', `${origin}/ended`],
    );
    expect(stderr).toBe('');
    expect(latest('/voice')).toMatchObject({ From: 'anonymous', To: '+15005550006' });
    expect(latest('/ended')).toMatchObject({ CallStatus: 'completed' });
    expect(code).toBe(0);
  });

  it('asks the fallback URL where a document fails', async () => {
    const { origin } = await startApplication({ '/voice': 'x', '/fallback': '<Say>Good</Say>' });
    const { code } = await phone(
      ...[write('fallback.txt', greeting), '--virtual'],
      ...['--url', `${origin}/nothing`, '--fallback', `${origin}/fallback`],
    );
    expect(code).toBe(0);
  });

  it('tells in words where a replay goes another way', async () => {
    const script: Script = { '/voice': '<Say>Good day</Say>\n<Say>Goodbye</Say>' };
    const { origin } = await startApplication(script);
    const url = ['--url', `${origin}/voice`];
    const named = greeting.replaceAll('H', 'Hanako');
    await phone(write('other.txt', named), '--virtual', '--save', 'other.json', ...url);
    script['/voice'] = '<Say>Good day</Say>\n<Say>So long</Say>';
    const { code, stderr } = await phone('other.json', ...url);
    expect(stderr).toMatch(
      /^minicc: other\.json: something else happened than in the run\.\n {2}expected: 00:00\.0 {2}Hanako {2}POST \/voice \(voice-url\) is answered 200 {2}has <Say>Goodbye<\/Say>\n {2}instead: {2}00:00\.0 {2}Hanako {2}POST \/voice \(voice-url\) is answered 200 {2}has <Say>So long<\/Say>\n$/,
    );
    expect(code).toBe(1);
  });

  it('stops at once when it is interrupted, and keeps the run so far', async () => {
    const { origin } = await startApplication({ '/voice': '<Pause length="100"/>' });
    const script = write('long.txt', 'phone H anonymous\nH calls\nwait 1h\n');
    const args = ['phone', script, '--url', `${origin}/voice`, '--save', 'long.json'];
    const command = startMinicc(args, { folder, settings: {} });
    await eventually(() => command.stdout().includes('hears nothing'));
    const start = performance.now();
    command.process.kill('SIGINT');
    const { code, stdout, stderr } = await command.ended;
    expect(performance.now() - start).toBeLessThan(2000);
    expect(stdout).toMatch(/^00:00\.0 {2}H +calls /);
    expect(stderr).toBe('minicc: Interrupted at long.txt:3: wait 1h\n');
    expect(code).toBe(130);
    expect((await phone('long.json', '--url', `${origin}/voice`)).code).toBe(0);
  });

  it('says in one line that nobody listens', async () => {
    const port = await findFreePort();
    const file = write('nobody.txt', greeting);
    const { code, stdout, stderr } = await phone(file, '--url', `http://127.0.0.1:${port}/voice`);
    expect(stderr).toBe(
      `minicc: Nobody listens at http://127.0.0.1:${port} (connect ECONNREFUSED 127.0.0.1:${port}).\n`,
    );
    expect(stdout).toBe('');
    expect(code).toBe(1);
  });

  it.each<[string, string[], RegExp]>([
    ['absent', ['absent.txt'], /^minicc: absent\.txt cannot be read: there is no such file or/],
    ['a folder', ['.'], /^minicc: \. cannot be read: it is a folder\n$/],
  ])('says that a script is %s', async (_, args, message) => {
    const { code, stderr } = await phone(...args, '--url', 'http://127.0.0.1:1/');
    expect(stderr).toMatch(message);
    expect(code).toBe(1);
  });

  it('names every line of a script that cannot be understood', async () => {
    const file = write('bad.txt', 'phone H anonymous\nH cals\nX calls\n');
    const { code, stderr } = await phone(file, '--url', 'http://127.0.0.1:1/');
    expect(stderr.split('\n')).toEqual([
      'minicc: bad.txt is no script that can be acted out:',
      expect.stringMatching(/^ {2}bad\.txt:2: expected what H does or hears .* found “cals”$/),
      '  bad.txt:3: there is no phone “X” (there are H)',
      'What a script may say: npx minicc phone --help',
      '',
    ]);
    expect(code).toBe(1);
  });

  it.each<[string[], RegExp]>([
    [['--url', 'ftp://x'], /complete http or https address/],
    [['--number', '117'], /“117” is not a number such as \+815031234567/],
    [['--status-callback', 'http://x/'], /^minicc: --status-callback goes with --url/],
    [['--save', 'no/such/folder'], /^minicc: no\/such\/folder cannot be written: there is no such/],
  ])('refuses %j', async (options, message) => {
    const { origin } = await startApplication({ '/voice': '<Say>Good day</Say>' });
    const url = options[0] === '--save' ? ['--url', `${origin}/voice`] : [];
    const { code, stdout, stderr } = await phone(write('c.txt', greeting), ...options, ...url);
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
    expect(code).toBe(1);
  });

  it('explains scripts with --help', async () => {
    const { code, stdout } = await phone('--help');
    expect(stdout).toMatch(/--save <file>[\s\S]*NAME hears "TEXT"/);
    expect(code).toBe(0);
  });
});
