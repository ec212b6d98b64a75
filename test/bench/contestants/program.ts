import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../../support/free-port';
import { startProcessGuard } from '../../support/guarded-process';

/** A Node program that listens, in a folder of its own; what it prints goes to a file, as in production. */
export interface ServerProgram {
  origin: string;
  pid: number;
  folder: string;
  /** How long it took from the start of its process to its first answer, in milliseconds. */
  startMs: number;
  /** The end of what it printed. */
  readLastLines(): string;
  /** Forgets what it printed so far: a log of hours would fill the disk. */
  emptyLog(): void;
  /** Ends it in good order, and removes its folder. */
  stop(): Promise<void>;
}

/** What of a program is seldom set. */
export interface ProgramOptions {
  /** What it is asked for until it answers. */
  path?: string;
  nodeFlags?: readonly string[];
}

/** For a stop in good order; longer than minicc ever takes. */
const STOP_MS = 15_000;
const START_MS = 30_000;
const FIRST_TRY_MS = 20;

/** Starts a program with these variables, PORT and HOST, and waits until it answers `path`. */
export async function startProgram(
  script: string,
  environment: Readonly<Record<string, string>>,
  { path = '/healthz', nodeFlags = [] }: ProgramOptions = {},
): Promise<ServerProgram> {
  const folder = mkdtempSync(join(tmpdir(), 'minicc-bench-'));
  const log = join(folder, 'log');
  const origin = `http://127.0.0.1:${await findFreePort()}`;
  const { PATH = '' } = process.env;
  const env = { PATH, ...environment, PORT: new URL(origin).port, HOST: '127.0.0.1' };
  const guard = startProcessGuard(folder);
  const startedAt = performance.now();
  const child = spawnWithLog([...nodeFlags, script], { cwd: folder, env }, log);
  guard.tell(String(child.pid ?? ''));
  const readLastLines = () => readFileSync(log, 'utf8').trimEnd().split('\n').slice(-20).join('\n');
  const stop = async () => {
    await endProcess(child);
    guard.tell('');
    await guard.end();
  };
  if (!(await answers(`${origin}${path}`, child))) {
    const printed = readLastLines();
    await stop();
    throw new Error(`${script} did not start:\n${printed}`);
  }
  const startMs = performance.now() - startedAt;
  const emptyLog = () => truncateSync(log);
  return { origin, pid: child.pid as number, folder, startMs, readLastLines, emptyLog, stop };
}

function spawnWithLog(
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
  log: string,
): ChildProcess {
  const file = openSync(log, 'a');
  try {
    return spawn(process.execPath, args, { ...options, stdio: ['ignore', file, file] });
  } finally {
    closeSync(file);
  }
}

async function answers(url: string, child: ChildProcess): Promise<boolean> {
  const end = performance.now() + START_MS;
  while (child.exitCode === null && performance.now() < end) {
    const isThere = await fetch(url).then(
      async (response) => {
        await response.arrayBuffer();
        return true;
      },
      () => false,
    );
    if (isThere) return true;
    await sleep(FIRST_TRY_MS);
  }
  return false;
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await exit;
  clearTimeout(timer);
}
