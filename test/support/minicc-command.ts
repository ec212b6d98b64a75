import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const CLI = join(__dirname, '../../dist/cli.js');

/** How a command ended, and all that it printed. */
export interface CommandEnd {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The `minicc` command at work. */
export interface RunningCommand {
  process: ChildProcess;
  /** What it printed so far. */
  stdout(): string;
  ended: Promise<CommandEnd>;
}

/** Starts the built `minicc` in a folder, with these settings and no others. */
export function startMinicc(
  args: readonly string[],
  { folder, settings = {} }: { folder: string; settings?: Record<string, string> },
): RunningCommand {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: folder,
    env: { PATH, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      printed[name] += text;
    });
  }
  const ended = once(child, 'close').then(([code]) => ({
    code: code as number | null,
    ...printed,
  }));
  return { process: child, stdout: () => printed.stdout, ended };
}
