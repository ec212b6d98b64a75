import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOperator, listOperators } from '../src/operators/operators-table';
import { isRightPin } from '../src/operators/pin';
import { createOwnDatabase, DIALECTS, type OwnDatabase } from './support/test-database';

const CLI = join(__dirname, '../dist/cli.js');

describe.each(DIALECTS)('minicc on the command line, on %s', (dialect) => {
  let own: OwnDatabase;
  let folder: string;
  beforeAll(async () => {
    own = await createOwnDatabase(dialect);
    folder = mkdtempSync(join(tmpdir(), 'minicc-cli-'));
    await minicc('migrate');
  });
  afterAll(async () => {
    await own.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    await own.db.deleteFrom('operators').execute();
  });

  const minicc = (...args: string[]) => type('', ...args);

  /** The command with a text as its standard input. */
  function type(text: string, ...args: string[]) {
    const env = { PATH: process.env.PATH, DATABASE_URL: own.url };
    return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const child = execFile(
        process.execPath,
        [CLI, ...args],
        { cwd: folder, env },
        (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
      );
      child.stdin?.end(text);
    });
  }

  const find = () => findOperator(own.db, '+815012345678');

  it('adds, lists and removes operators, their numbers in E.164', async () => {
    const added = await minicc('operators', 'add', '050-1234-5678', '--name', '田中');
    await minicc('operators', 'add', '+81 3 1234 5678');
    const listed = await minicc('operators', 'list');
    const removed = await minicc('operators', 'remove', '05012345678');
    expect(added).toEqual({ code: 0, stdout: '+815012345678 is an operator.\n', stderr: '' });
    expect(listed.stdout).toBe('+81312345678\n+815012345678     田中\n');
    expect(removed.code).toBe(0);
    expect(await listOperators(own.db)).toEqual([{ telnum: '+81312345678', name: null }]);
  });

  it('gives an operator who is there already a new name, and keeps it without one', async () => {
    await minicc('operators', 'add', '+815012345678', '--name', 'Tanaka');
    await minicc('operators', 'add', '+815012345678');
    expect(await listOperators(own.db)).toEqual([{ telnum: '+815012345678', name: 'Tanaka' }]);
    await minicc('operators', 'add', '+815012345678', '--name', 'Suzuki');
    expect(await listOperators(own.db)).toEqual([{ telnum: '+815012345678', name: 'Suzuki' }]);
  });

  it('says which numbers that came by SQL will never be recognised, and removes them', async () => {
    await own.db.insertInto('operators').values({ telnum: '050-1', name: null }).execute();
    expect((await minicc('operators', 'list')).stdout).toMatch(/^050-1 .*never recognised\)\n$/);
    expect((await minicc('operators', 'remove', '050-1')).code).toBe(0);
    expect(await listOperators(own.db)).toEqual([]);
  });

  it('gives an operator a PIN, which stays until it is taken away, and leaves only its hash', async () => {
    const added = await type('2468\n', 'operators', 'add', '+815012345678', '--pin');
    const listed = await minicc('operators', 'list');
    const { pin_hash = null } = (await find()) ?? {};
    expect(added).toEqual({
      code: 0,
      stdout: '+815012345678 is an operator, with a PIN.\n',
      stderr: '',
    });
    expect(listed.stdout).toBe('+815012345678       (PIN)\n');
    expect(await isRightPin('2468', pin_hash ?? '')).toBe(true);

    writeFileSync(join(folder, 'one.csv'), '+815012345678,Tanaka\n');
    await minicc('operators', 'import', 'one.csv');
    await minicc('operators', 'add', '+815012345678', '--name', 'Suzuki');
    expect(await find()).toMatchObject({ pin_hash });
    const without = await minicc('operators', 'add', '+815012345678', '--no-pin');
    expect(without.stdout).toBe('+815012345678 is an operator.\n');
    expect(await find()).toMatchObject({ pin_hash: null });
  });

  it.each([
    ['12x4\n', ['--pin'], 'minicc: a PIN has 4 to 12 digits and nothing else\n'],
    ['', ['--pin'], 'minicc: no PIN was given\n'],
    ['', ['--pin=2468'], /^error: unknown option '--pin=…'/],
    ['', ['--pin', '2468'], /^error: too many arguments(?!.*2468)/],
  ])('takes no PIN from %j with %j, and does not repeat it', async (text, options, message) => {
    const refused = await type(text, 'operators', 'add', '+815012345678', ...options);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toEqual(
      typeof message === 'string' ? message : expect.stringMatching(message),
    );
    expect(await find()).toBeUndefined();
  });

  it('shows whose number is locked, and unlocks it', async () => {
    const row = { telnum: '+815012345678', name: '田中', pin_hash: 'hash', pin_failures: 3 };
    const pin_locked_until = '9999-04-04 09:30:15.000';
    await own.db
      .insertInto('operators')
      .values({ ...row, pin_locked_until })
      .execute();
    const listed = await minicc('operators', 'list');
    const unlocked = await minicc('operators', 'unlock', '050-1234-5678');
    expect(listed.stdout).toBe(
      '+815012345678     田中  (PIN)  (locked until 9999-04-04 09:30 UTC)\n',
    );
    expect(unlocked).toEqual({ code: 0, stdout: '+815012345678 is not locked.\n', stderr: '' });
    expect(await find()).toMatchObject({ pin_failures: 0, pin_locked_until: null });
  });

  it('shows no lock that is over', async () => {
    const row = { telnum: '+815012345678', pin_hash: 'hash' };
    const pin_locked_until = '2020-04-04 09:30:15.000';
    await own.db
      .insertInto('operators')
      .values({ ...row, pin_locked_until })
      .execute();
    expect((await minicc('operators', 'list')).stdout).toBe('+815012345678       (PIN)\n');
  });

  it('imports a file whole', async () => {
    writeFileSync(join(folder, 'good.csv'), 'number,name\n050-1234-5678,田中\n+815012345679,\n');
    const imported = await minicc('operators', 'import', 'good.csv');
    expect(imported).toEqual({ code: 0, stdout: '2 operators imported.\n', stderr: '' });
    expect(await listOperators(own.db)).toHaveLength(2);
  });

  it('imports nothing of a file with faults, and names the line of each', async () => {
    writeFileSync(join(folder, 'bad.csv'), '050-1234-5678\nabc1\n\n050-1234-5678,x\n');
    const refused = await minicc('operators', 'import', 'bad.csv');
    expect(refused.code).toBe(1);
    expect(refused.stderr.split('\n')).toEqual([
      'minicc: bad.csv was not imported:',
      expect.stringMatching(/^ {2}line 2: "abc1" is not a phone number/),
      '  line 4: the same number as line 1',
      '',
    ]);
    expect(await listOperators(own.db)).toEqual([]);
  });

  it.each([
    [['operators', 'add', '0312'], /^minicc: "0312" is not a phone number .*\n$/],
    [['operators', 'remove', '+815099999999'], /^minicc: \+815099999999 is not an operator\.\n$/],
    [['operators', 'unlock', '+815099999999'], /^minicc: \+815099999999 is not an operator\.\n$/],
    [['operators', 'import', 'no.csv'], /^minicc: no\.csv was not imported:\n {2}ENOENT.*\n$/],
    [['operators', 'frobnicate'], /unknown command 'frobnicate'/],
    [['operators', 'add'], /missing required argument 'number'/],
  ])('says what is wrong with %j, and exits with 1', async (args, message) => {
    const { code, stderr } = await minicc(...args);
    expect(stderr).toMatch(message);
    expect(code).toBe(1);
  });

  it('shows the URLs for Twilio with the password', async () => {
    const first = await minicc('urls');
    const second = await minicc('urls');
    expect(first.stdout).toMatch(/http:\/\/minicc:[\w-]{24}@localhost:3000\/index\n/);
    expect(second.stdout).toBe(first.stdout);
  });
});

describe('minicc without a database that answers', () => {
  it('names the setting to look at', async () => {
    const env = { PATH: process.env.PATH, DATABASE_URL: 'mysql://u:hush@127.0.0.1:1/x' };
    const stderr = await new Promise<string>((resolve) => {
      execFile(process.execPath, [CLI, 'migrate'], { env }, (_error, _stdout, text) =>
        resolve(text),
      );
    });
    expect(stderr).toBe(
      'minicc: DATABASE_URL mysql://127.0.0.1:1/x cannot be used: connect ECONNREFUSED 127.0.0.1:1\n',
    );
  });
});
