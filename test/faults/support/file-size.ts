import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Lets no file of a running process grow beyond so many bytes, as a full disk does; `unlimited` ends
 * that. By `prlimit` of util-linux, which every Linux has; it takes no rights but those of the
 * process's own user.
 */
export async function limitFileSize(pid: number, bytes: number | 'unlimited'): Promise<void> {
  try {
    await run('prlimit', [`--pid=${pid}`, `--fsize=${bytes}:`]);
  } catch (cause) {
    throw new Error('A full disk cannot be played: prlimit (Linux, package util-linux) failed', {
      cause,
    });
  }
}
