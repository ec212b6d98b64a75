import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The server ends within 10 s of a signal. */
const PATIENCE_MS = 11_000;

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
  /** What it prints is kept here. */
  logFile: string;
  /** Ends it while it starts. */
  signal: AbortSignal;
}

/** Starts a server and waits until it listens. Throws a `ServerStartError` where it does not. */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const { programFolder, environment, folder, logFile, signal } = options;
  const tether = join(programFolder, 'demo/tether.js');
  const child = spawn(process.execPath, ['--require', tether, join(programFolder, 'main.js')], {
    cwd: folder,
    env: environment,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // A server that has ended does not read any more.
  child.stdin.on('error', () => {});
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  const stop = () => stopProcess(child, ended);
  const stopNow = () => void stop();
  signal.addEventListener('abort', stopNow, { once: true });
  if (signal.aborted) stopNow();

  const log = createWriteStream(logFile).on('error', () => {});
  void ended.then(() => log.end());
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  child.once('error', (error) => {
    complaint += error.message;
  });
  const port = await Promise.race([findPort(child), ended]);
  signal.removeEventListener('abort', stopNow);
  if (port === undefined) {
    throw new ServerStartError(complaint.trim() || `exit code ${child.exitCode}`);
  }
  return { port, ended, stop };
}

/** The port that the server listens on, from its log. */
async function findPort({ stdout }: ChildProcess): Promise<number | undefined> {
  if (!stdout) return undefined;
  const lines = createInterface({ input: stdout });
  return new Promise((resolve) => {
    lines.on('line', (line) => {
      const port = /^\{.*"port":(\d+).*"msg":"listening"/.exec(line)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
  });
}

async function stopProcess(child: ChildProcess, ended: Promise<void>): Promise<void> {
  const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(late);
}
