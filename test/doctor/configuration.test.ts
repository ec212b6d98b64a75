import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { examineConfiguration, findCredentials } from '../../src/doctor/configuration';
import type { Finding } from '../../src/doctor/finding';
import { readSettings } from '../../src/doctor/settings';
import { UserError } from '../../src/errors';
import { collect, foundOf } from '../support/findings';

/** An installation in which there is nothing to warn about. */
const RIGHT = {
  PUBLIC_URL: 'https://calls.example.com/a/',
  TRUST_PROXY: '1',
  BASIC_AUTH_PASSWORD: 'a long password',
  TWILIO_AUTH_TOKEN: 'token',
  NODE_ENV: 'production',
};

const home = process.cwd();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'minicc-doctor-'));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

async function examine(environment: NodeJS.ProcessEnv): Promise<Finding[]> {
  const read = readSettings(() => environment);
  return 'settings' in read ? collect(examineConfiguration(read.settings)) : read.findings;
}

/** Those that are not right, each with its level. */
const wrong = (findings: Finding[]) =>
  findings.filter(({ level }) => level !== 'ok').map(({ level, found }) => `${level}: ${found}`);

describe('the settings', () => {
  it('may be all right', async () => {
    const findings = await examine(RIGHT);
    expect(wrong(findings)).toEqual([]);
    expect(foundOf(findings, 'ok')).toContain('PUBLIC_URL is https://calls.example.com/a.');
  });

  it('that stop a start are each told of, as the start tells of them', async () => {
    writeFileSync('prompts.yaml', 'menu: ""\nmenyu: x\n');
    const findings = await examine({ ...RIGHT, PORT: 'x', PROMPTS_FILE: 'prompts.yaml' });
    expect(wrong(findings)).toEqual([
      'fault: PORT must be a whole number from 0 to 65535',
      expect.stringMatching(
        /^fault: PROMPTS_FILE prompts\.yaml has to be corrected: menu: is empty menyu: there is no such/,
      ),
    ]);
    expect(findings[0]?.advice).toMatch(/^Correct it in \.env/);
  });

  it('that cannot be read are told of', async () => {
    const read = readSettings(() => {
      throw new UserError('.env cannot be read: EACCES');
    });
    expect(read).toEqual({
      findings: [expect.objectContaining({ level: 'fault', found: '.env cannot be read: EACCES' })],
    });
  });

  it.each([
    [{ PUBLIC_URL: '', TWILIO_AUTH_TOKEN: '' }, /^fault: PUBLIC_URL is not set/],
    [{ PUBLIC_URL: 'http://calls.example.com' }, /^warning: PUBLIC_URL begins with http: /],
    [{ PUBLIC_URL: 'http://localhost:3000' }, /^warning: PUBLIC_URL .* means this machine/],
    [{ PUBLIC_URL: 'https://[::1]' }, /^warning: PUBLIC_URL .* means this machine/],
    [{ PUBLIC_URL: 'http://cc.localhost.' }, /^warning: PUBLIC_URL .* means this machine/],
    [{ TRUST_PROXY: '' }, /^warning: TRUST_PROXY is not set/],
    [{ BASIC_AUTH_PASSWORD: 'short' }, /^warning: BASIC_AUTH_PASSWORD has fewer than 12/],
    [{ TWILIO_AUTH_TOKEN: '' }, /^warning: TWILIO_AUTH_TOKEN is not set/],
    [{ SIMULATOR: 'beside-twilio' }, /^warning: The telephones in the browser are there in public/],
    [{ NODE_ENV: '' }, /^warning: NODE_ENV is not production/],
  ])('are told of with %j', async (change, found) => {
    expect(wrong(await examine({ ...RIGHT, ...change }))).toContainEqual(
      expect.stringMatching(found),
    );
  });

  it('are right with the password that a start has made', async () => {
    mkdirSync('var');
    writeFileSync('var/basic-auth-password', 'made-up\n', { mode: 0o600 });
    const environment = { ...RIGHT, NODE_ENV: '', BASIC_AUTH_PASSWORD: '' };
    expect(foundOf(await examine(environment), 'fault')).toEqual([]);
    const read = readSettings(() => environment);
    expect('settings' in read && findCredentials(read.settings)).toEqual({
      user: 'minicc',
      password: 'made-up',
    });
  });

  it('are right where others may read that password, too, and its file is left as it is', async () => {
    mkdirSync('var');
    writeFileSync('var/basic-auth-password', 'made-up\n');
    chmodSync('var/basic-auth-password', 0o640);
    const environment = { ...RIGHT, NODE_ENV: '', BASIC_AUTH_PASSWORD: '' };
    expect(foundOf(await examine(environment), 'ok')).toContain(
      'The password is kept in var/basic-auth-password.',
    );
    expect(statSync('var/basic-auth-password').mode & 0o777).toBe(0o640);
  });

  it.each([
    [0o600, 'ok', '.env can be read by its owner alone.'],
    [0o640, 'warning', '.env holds secrets, and other users of this machine can read it.'],
    [0o604, 'warning', '.env holds secrets, and other users of this machine can read it.'],
  ] as const)('are kept from others, or not (%d)', async (mode, level, found) => {
    writeFileSync('.env', '');
    chmodSync('.env', mode);
    expect(foundOf(await examine(RIGHT), level)).toContain(found);
  });

  it('are never shown where they are secret', async () => {
    const secrets = { BASIC_AUTH_PASSWORD: 's3cret', TWILIO_AUTH_TOKEN: 't0ken' };
    const text = JSON.stringify(await examine({ ...RIGHT, ...secrets }));
    expect(text).not.toMatch(/s3cret|t0ken/);
  });
});
