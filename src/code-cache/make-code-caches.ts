import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describeError } from '../errors';
import { PROGRAMS_FOLDER } from './programs';

const RUN_AND_KEEP = join(__dirname, 'run-and-keep.js');
const LATE_MS = 30_000;
const PASSWORD = 'build';
const AUTHORIZATION = `Basic ${Buffer.from(`minicc:${PASSWORD}`).toString('base64')}`;

/** What a server of the build runs with, in a folder that goes away. */
const SETTINGS = {
  PORT: '0',
  HOST: '127.0.0.1',
  DATABASE_URL: 'sqlite:minicc.db',
  BASIC_AUTH_PASSWORD: PASSWORD,
};
/** What is compiled for these need not be compiled while the first caller waits. */
const ROUTES = ['index', 'information', 'wait', 'operator_queue', 'guidance', 'exit_enqueue'];

/** A program, as it is started. */
interface Start {
  name: string;
  args?: readonly string[];
  /** As `npm start` gives them; what V8 makes with some is no good with others. */
  nodeFlags?: readonly string[];
}

const STARTS: readonly Start[] = [
  { name: 'cli', args: ['--help'] },
  { name: 'main' },
  { name: 'main', nodeFlags: ['--max-semi-space-size=4', '--heap-growing-percent=30'] },
];

/** Runs each program for a moment, so that its starts need not compile it. */
async function makeCodeCaches(): Promise<void> {
  for (const file of readdirSync(PROGRAMS_FOLDER)) {
    if (file.endsWith('.cache')) rmSync(join(PROGRAMS_FOLDER, file));
  }
  for (const start of STARTS) await runInOwnFolder(start);
}

async function runInOwnFolder(start: Start): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'minicc-build-'));
  try {
    await run(start, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run({ name, args = [], nodeFlags = [] }: Start, folder: string): Promise<void> {
  const child = spawn(process.execPath, [...nodeFlags, RUN_AND_KEEP, name, ...args], {
    cwd: folder,
    env: SETTINGS,
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: LATE_MS,
    killSignal: 'SIGKILL',
  });
  const ended = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /"port":(\d+).*"listening"/.exec(line)?.[1];
    if (port !== undefined) await callEachRoute(port).finally(() => child.kill('SIGTERM'));
  }
  const [code] = await ended;
  if (code !== 0) throw new Error(`${name} ended with ${code}`);
}

async function callEachRoute(port: string): Promise<void> {
  for (const route of ROUTES) {
    const response = await fetch(`http://127.0.0.1:${port}/${route}`, {
      method: 'POST',
      headers: { Authorization: AUTHORIZATION },
      body: new URLSearchParams({ CallSid: `CA${'0'.repeat(32)}`, From: '+81300000000' }),
    });
    await response.text();
  }
}

makeCodeCaches().catch((error: unknown) => {
  // Everything works without them.
  console.error(`The programs will start a little slower: ${describeError(error)}`);
});
