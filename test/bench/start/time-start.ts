import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../../support/free-port';
import type { BenchDatabase } from '../bench-database';
import { CREDENTIALS } from '../contestants/contestant';
import { createEnvironment, OUR_PROGRAM } from '../contestants/ours';
import { readStartCommand } from '../contestants/start-command';
import { createHeaders, SIGNATURE_HEADER, TOKEN_HEADER } from '../load/headers';
import { LOADS, type Load } from '../load/loads';
import { completeToken, type PreparedRequest, prepareRequests } from '../load/prepare-requests';
import { readProcessUse } from '../process-tree';

/** A start of the built program. */
export interface Start {
  /** From the start of its process to its first answer to a customer. */
  tookMs: number;
  /** A second later; undefined where the system does not tell. */
  residentMib: number | undefined;
}

const MOST_MS = 30_000;
const TRY_MS = 3;
const REST_MS = 1000;

/** A start in an empty folder, where the spool has to be made, and the one after it. */
export async function timeStarts(
  database: BenchDatabase,
): Promise<Record<'first' | 'next', Start>> {
  const folder = mkdtempSync(join(tmpdir(), 'minicc-bench-'));
  try {
    return { first: await timeStart(database, folder), next: await timeStart(database, folder) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Starts the program, asks for the first answer to a customer until it comes, and ends it again. */
async function timeStart(database: BenchDatabase, folder: string): Promise<Start> {
  const port = await findFreePort();
  const { PATH = '' } = process.env;
  const env = {
    ...{ PATH, PORT: String(port), HOST: '127.0.0.1' },
    ...createEnvironment({ database, workers: 1 }),
  };
  const [prepared] = prepareRequests(firstLoad(), 1) as [PreparedRequest];
  const startedAt = performance.now();
  const child = spawnInto(folder, [...readStartCommand().nodeFlags, OUR_PROGRAM], env);
  try {
    await waitForAnswer(port, prepared, child, folder);
    const tookMs = performance.now() - startedAt;
    await sleep(REST_MS);
    return { tookMs, residentMib: readProcessUse(child.pid as number)?.largestMib };
  } finally {
    await end(child);
  }
}

/** What Node itself takes to start, do nothing, and end. */
export async function timeNode(): Promise<number> {
  const startedAt = performance.now();
  await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit');
  return performance.now() - startedAt;
}

function firstLoad(): Load {
  return LOADS.find(({ name }) => name === 'first') as Load;
}

function spawnInto(folder: string, args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  const log = openSync(join(folder, 'log'), 'a');
  try {
    return spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', log, log] });
  } finally {
    closeSync(log);
  }
}

async function waitForAnswer(
  port: number,
  prepared: PreparedRequest,
  child: ChildProcess,
  folder: string,
): Promise<void> {
  const deadline = performance.now() + MOST_MS;
  while (child.exitCode === null && performance.now() < deadline) {
    const status = await ask(port, prepared).catch(() => undefined);
    if (status === 200) return;
    if (status !== undefined) throw new Error(`The first answer was ${status}`);
    await sleep(TRY_MS);
  }
  throw new Error(`It did not start:\n${readFileSync(join(folder, 'log'), 'utf8')}`);
}

/** Rejects where nobody listens. */
function ask(port: number, prepared: PreparedRequest): Promise<number> {
  const { path, body, signature } = prepared;
  const headers = {
    ...createHeaders({ credentials: CREDENTIALS }),
    ...{ [SIGNATURE_HEADER]: signature, [TOKEN_HEADER]: completeToken(prepared, 0) },
    'Content-Length': Buffer.byteLength(body),
  };
  const agent = new Agent();
  return new Promise((resolve, reject) => {
    request({ agent, host: '127.0.0.1', port, path, headers, method: 'POST' }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    })
      .on('error', reject)
      .end(body);
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
