import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describeError, UserError } from '../errors';
import type { Credentials } from '../twilio/urls';

/** Where a password that nobody set is kept. */
export const PASSWORD_FILE = 'var/basic-auth-password';

/** Credentials, and whether their password was made just now. */
export interface ObtainedCredentials {
  credentials: Credentials;
  isNew: boolean;
}

/**
 * The credentials as set; without a password, with the one kept in `PASSWORD_FILE`, readable by its
 * owner alone and made when it is first asked for. Servers that start together agree on one.
 */
export function obtainCredentials(set: {
  user: string;
  password: string | undefined;
}): ObtainedCredentials {
  const { user, password } = set;
  if (password !== undefined) return { credentials: { user, password }, isNew: false };
  try {
    const kept = readKeptPassword();
    if (kept === undefined) return { credentials: { user, password: makePassword() }, isNew: true };
    chmodSync(PASSWORD_FILE, 0o600);
    return { credentials: { user, password: kept }, isNew: false };
  } catch (error) {
    throw new UserError(
      `the password cannot be kept in ${PASSWORD_FILE}: ${describeError(error)}; set BASIC_AUTH_PASSWORD`,
    );
  }
}

/** Makes a password, or gives the one that another server made meanwhile. */
function makePassword(): string {
  const password = randomBytes(18).toString('base64url');
  const draft = `${PASSWORD_FILE}.${randomBytes(4).toString('hex')}`;
  mkdirSync(dirname(PASSWORD_FILE), { recursive: true, mode: 0o700 });
  writeFileSync(draft, `${password}\n`, { mode: 0o600 });
  try {
    // Unlike a rename, a link does not replace what another server put there meanwhile.
    linkSync(draft, PASSWORD_FILE);
    return password;
  } catch (error) {
    const other = readKeptPassword();
    if (other === undefined) throw error;
    return other;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The password in `PASSWORD_FILE`; undefined where none was made yet. Throws where it cannot be read. */
export function readKeptPassword(): string | undefined {
  try {
    const password = readFileSync(PASSWORD_FILE, 'utf8').trim();
    if (password === '') throw new Error('the file is empty');
    return password;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
