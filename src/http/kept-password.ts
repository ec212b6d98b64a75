import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Where a password that nobody set is kept. */
export const PASSWORD_FILE = 'var/basic-auth-password';

/** A password, and whether it was made just now. */
export interface KeptPassword {
  password: string;
  isNew: boolean;
}

/**
 * The password kept in `path`, readable by its owner alone; made on the first start. Servers that
 * start together agree on one.
 */
export function keepPassword(path: string): KeptPassword {
  const kept = readPassword(path);
  if (kept) return { password: kept, isNew: false };
  const password = randomBytes(18).toString('base64url');
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${password}\n`, { mode: 0o600 });
  try {
    // Unlike a rename, a link does not replace what another server put there meanwhile.
    linkSync(draft, path);
    return { password, isNew: true };
  } catch (error) {
    const other = readPassword(path);
    if (other) return { password: other, isNew: false };
    throw error;
  } finally {
    unlinkSync(draft);
  }
}

function readPassword(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim() || undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
