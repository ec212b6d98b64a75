import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Guard, startGuard } from './guard';

/** A program that runs in a folder of its own, and does not outlive the tests. */
export interface GuardedProcess {
  /** The id of the process, while it runs. */
  readonly pid: number | undefined;
  /** Starts the program, which must not be running. */
  start(args: readonly string[]): void;
  signal(signal: NodeJS.Signals): void;
  /** Ends it at once, as a power cut does, and waits until it is gone. */
  kill(): Promise<void>;
  /** Ends it in good order, frozen or not; at once, where that takes longer than 10 s. */
  shutDown(): Promise<void>;
  /** Ends it at once and removes the folder. */
  remove(): Promise<void>;
  /** The end of what it printed. */
  readLastLines(): Promise<string>;
}

const stopTimeoutMs = 10_000;

const guardScript = `
pid=
while read -r line; do pid=$line; done
[ -z "$pid" ] || kill -9 "$pid"
rm -rf "$1" || { sleep 1; rm -rf "$1"; }`;

/**
 * A guard that ends the process it was last told of and removes `directory`. It is told process ids,
 * and an empty line for "none".
 */
export function startProcessGuard(directory: string): Guard {
  return startGuard(guardScript, directory);
}

/** What ends and cleans up after a program that will be started in `directory`. */
export function createGuardedProcess(
  program: string,
  directory: string,
  env: NodeJS.ProcessEnv = process.env,
): GuardedProcess {
  const guard = startProcessGuard(directory);
  const log = join(directory, 'log');
  let running: { child: ChildProcess; ended: Promise<void> } | undefined;

  function start(args: readonly string[]): void {
    const child = spawnWithLog(program, args, log, env);
    guard.tell(String(child.pid ?? ''));
    const ended = new Promise<void>((resolve) => {
      const end = () => {
        guard.tell('');
        running = undefined;
        resolve();
      };
      child.once('exit', end);
      child.once('error', end);
    });
    running = { child, ended };
  }

  async function kill(): Promise<void> {
    running?.child.kill('SIGKILL');
    await running?.ended;
  }

  return {
    get pid() {
      return running?.child.pid;
    },
    start,
    signal: (signal) => {
      running?.child.kill(signal);
    },
    kill,
    async shutDown() {
      running?.child.kill('SIGCONT');
      running?.child.kill('SIGTERM');
      await Promise.race([running?.ended, delay(stopTimeoutMs, undefined, { ref: false })]);
      await kill();
    },
    async remove() {
      await kill();
      await guard.end();
    },
    async readLastLines() {
      const text = await readFile(log, 'utf8');
      return text.trimEnd().split('\n').slice(-20).join('\n');
    },
  };
}

function spawnWithLog(
  program: string,
  args: readonly string[],
  log: string,
  env: NodeJS.ProcessEnv,
): ChildProcess {
  const file = openSync(log, 'a');
  try {
    return spawn(program, args, { env, stdio: ['ignore', file, file] });
  } finally {
    closeSync(file);
  }
}
