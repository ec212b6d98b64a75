import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** minicc as its owner runs it: a process of its own, in a folder of its own. */
export interface RunningServer {
  process: ChildProcess;
  folder: string;
  origin: string;
  /** All that it printed so far. */
  output(): string;
  /** Its log lines so far. */
  logLines(): Record<string, unknown>[];
  /** A request, with credentials unless told otherwise, and how long its answer took. */
  request(path: string, options?: RequestOptions): Promise<TimedAnswer>;
  /** Sends a signal and waits for the end; gives the exit code and the time it took. */
  stop(signal?: NodeJS.Signals): Promise<{ code: number | null; tookMs: number }>;
}

/** How to make a request. */
export interface RequestOptions {
  form?: Record<string, string>;
  credentials?: string | null;
}

/** An answer, read to its end. */
export interface TimedAnswer {
  status: number;
  text: string;
  tookMs: number;
}

const MAIN = join(__dirname, '../../dist/main.js');

/** The credentials of a server that was started with `BASIC`. */
const CREDENTIALS = 'minicc:secret';
/** Settings that give a server the credentials `request` uses. */
export const BASIC = { BASIC_AUTH_PASSWORD: 'secret' };

/** Starts the built program on a free port, and waits until it listens. */
export async function startServer(
  settings: Record<string, string>,
  folder = mkdtempSync(join(tmpdir(), 'minicc-server-')),
): Promise<RunningServer> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [MAIN], {
    cwd: folder,
    env: { PATH, PORT: '0', HOST: '127.0.0.1', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  const logLines = () =>
    printed
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const port = await waitForPort(child, logLines, () => printed);
  const origin = `http://127.0.0.1:${port}`;
  return {
    process: child,
    folder,
    origin,
    output: () => printed,
    logLines,
    request: (path, options) => request(`${origin}${path}`, options),
    async stop(signal = 'SIGTERM') {
      const start = performance.now();
      if (child.exitCode === null && child.signalCode === null) {
        const exit = once(child, 'exit');
        child.kill(signal);
        await exit;
      }
      const code = child.exitCode;
      rmSync(folder, { recursive: true, force: true });
      return { code, tookMs: performance.now() - start };
    },
  };
}

async function waitForPort(
  child: ChildProcess,
  logLines: () => Record<string, unknown>[],
  printed: () => string,
): Promise<unknown> {
  for (let waited = 0; waited < 20_000; waited += 50) {
    const line = logLines().find(({ msg }) => msg === 'listening');
    if (line) return line.port;
    if (child.exitCode !== null) break;
    await sleep(50);
  }
  child.kill('SIGKILL');
  throw new Error(`the server does not listen; it printed: ${printed()}`);
}

async function request(
  url: string,
  { form, credentials = CREDENTIALS }: RequestOptions = {},
): Promise<TimedAnswer> {
  const headers: Record<string, string> =
    credentials === null
      ? {}
      : { Authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
  const start = performance.now();
  const response = await fetch(url, {
    headers,
    ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
  });
  const text = await response.text();
  return { status: response.status, text, tookMs: performance.now() - start };
}

/** Tries until `check` gives true, for at most `timeoutMs`; fails after that. */
export async function eventually(
  check: () => Promise<boolean> | boolean,
  timeoutMs = 15_000,
): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await check())) {
    if (performance.now() > end) throw new Error(`not true within ${timeoutMs} ms: ${check}`);
    await sleep(100);
  }
}
