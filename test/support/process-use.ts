import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const isLinux = existsSync('/proc/self/status');

/** How much memory a process holds, in megabytes. */
export function readMemoryMb(pid: number): number {
  const kilobytes = isLinux
    ? /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(kilobytes) / 1024;
}

/** How many files and connections a process has open. */
export function countOpenFiles(pid: number): number {
  if (isLinux) return readdirSync(`/proc/${pid}/fd`).length;
  return execFileSync('lsof', ['-p', String(pid)], { encoding: 'utf8' })
    .trim()
    .split('\n').length;
}

/** How many files and connections a process may have open; Node asks for all it can get. */
export function readFileLimit(): number {
  const limit = execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).trim();
  return limit === 'unlimited' ? Number.POSITIVE_INFINITY : Number(limit);
}

/** A process as everybody on its machine sees it in the process list. */
export function readCommandLine(pid: number): string {
  if (isLinux) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  return execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
}
