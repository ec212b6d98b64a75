import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { UserError } from '../errors';

/**
 * Keeps a folder to this process: another's database must not be taken away under its server. Gives
 * what ends that. Throws a `UserError` where a process that lives has the folder already.
 */
export function lockFolder(file: string, describeOwner: (pid: number) => string): () => void {
  const owner = findOwner(file);
  if (owner !== undefined) throw new UserError(describeOwner(owner));
  rmSync(file, { force: true });
  const descriptor = openSync(file, 'wx');
  writeSync(descriptor, String(process.pid));
  closeSync(descriptor);
  return () => rmSync(file, { force: true });
}

function findOwner(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return undefined;
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    // A process of somebody else's lives, too.
    const isForbidden = error instanceof Error && 'code' in error && error.code === 'EPERM';
    return isForbidden ? Number(readFileSync(file, 'utf8')) : undefined;
  }
}
