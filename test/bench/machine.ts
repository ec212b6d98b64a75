import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { ROOT } from './root';

/** What the figures were measured on, and with. */
export interface Machine {
  cpu: string;
  cores: number;
  memoryGib: number;
  system: string;
  node: string;
  /** With its version, as `MariaDB 10.11.19`; undefined where no part asked for one. */
  database: string | undefined;
  /** With its version, as `wrk 4.1.0`. */
  generator: string;
  /** Of what was measured; with `+` where files differ from it. */
  commit: string;
}

/** Describes this machine, and what runs on it. */
export function describeMachine(database: string | undefined, generator: string): Machine {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() || 'unknown processor',
    cores: processors.length,
    memoryGib: Math.round((totalmem() / 2 ** 30) * 10) / 10,
    system: `${process.platform} ${process.arch}`,
    node: process.version,
    ...{ database, generator },
    commit: findCommit(),
  };
}

function findCommit(): string {
  try {
    const commit = askGit('rev-parse', '--short', 'HEAD');
    return askGit('status', '--porcelain', '--untracked-files=no') === '' ? commit : `${commit}+`;
  } catch {
    return 'unknown'; // no repository, or no git
  }
}

function askGit(...args: string[]): string {
  const stdio: 'pipe'[] = ['pipe', 'pipe', 'pipe'];
  return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio }).trim();
}
