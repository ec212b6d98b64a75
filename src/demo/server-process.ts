import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The server ends within 10 s of a signal. */
const PATIENCE_MS = 11_000;
const LOOK_AGAIN_MS = 30;

/** The real server, in a process of its own. */
export interface ServerProcess {
  port: number;
  /** Settled when the process has ended, for whatever reason. */
  ended: Promise<void>;
  /** Ends the process, and waits until it has. */
  stop(): Promise<void>;
}

/** Why a server did not start: what it wrote, or how it ended. */
export class ServerStartError extends Error {
  override readonly name = 'ServerStartError';
  readonly code = 'server_start';
}

/** Where and with what a server runs. */
export interface ServerOptions {
  /** Where the built programs are. */
  programFolder: string;
  environment: NodeJS.ProcessEnv;
  /** Where it looks for its `.env`, and keeps what has no other place. */
  folder: string;
  /** What it prints is kept here, of this start alone. */
  logFile: string;
  /** Ends it while it starts. */
  signal: AbortSignal;
}

/** Starts a server and waits until it listens. Throws a `ServerStartError` where it does not. */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const { programFolder, environment, folder, logFile, signal } = options;
  const tether = join(programFolder, 'demo/tether.js');
  rmSync(logFile, { force: true });
  // A file takes the log at any time; a pipe whose reader has died would keep the server from ending.
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, ['--require', tether, join(programFolder, 'main.js')], {
    cwd: folder,
    env: environment,
    stdio: ['pipe', log, 'pipe'],
  });
  closeSync(log);
  // A server that has ended does not read any more.
  child.stdin?.on('error', () => {});
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  child.once('error', (error) => {
    complaint += error.message;
  });

  const stop = () => stopProcess(child, ended);
  const stopNow = () => void stop();
  signal.addEventListener('abort', stopNow, { once: true });
  if (signal.aborted) stopNow();
  const port = await findPort(logFile, ended);
  signal.removeEventListener('abort', stopNow);
  if (port === undefined) {
    throw new ServerStartError(complaint.trim() || `exit code ${child.exitCode}`);
  }
  return { port, ended, stop };
}

/** The port that the server listens on, from its log; undefined where it ends before. */
async function findPort(logFile: string, ended: Promise<void>): Promise<number | undefined> {
  for (;;) {
    const pause = sleep(LOOK_AGAIN_MS).then(() => 'look again' as const);
    const text = readFileSync(logFile, 'utf8');
    const port = /^\{.*"port":(\d+).*"msg":"listening"/m.exec(text)?.[1];
    if (port !== undefined) return Number(port);
    if ((await Promise.race([ended, pause])) !== 'look again') return undefined;
  }
}

async function stopProcess(child: ChildProcess, ended: Promise<void>): Promise<void> {
  const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(late);
}
