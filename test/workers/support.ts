import { execFileSync } from 'node:child_process';
import { openDatabase } from '../../src/database/database';
import { parseDatabaseUrl } from '../../src/database/database-url';
import { COMMAND_BOUNDS } from '../../src/database/time-bounds';
import type { RunningServer } from '../support/running-server';

/** The processes that a server has started and that are still there. */
export function listWorkers({ process: { pid } }: RunningServer): number[] {
  try {
    const list = execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' });
    return list.trim().split('\n').map(Number);
  } catch {
    return [];
  }
}

/** Whether a process is there. */
export function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The workers that answered webhooks, each once, in the order of their numbers. */
export function listAnswering(server: RunningServer): unknown[] {
  const lines = server.logLines().filter(({ msg }) => msg === 'answered');
  return [...new Set(lines.map(({ worker }) => worker))].sort();
}

/** How often each of these calls left the queue, by what is in the table. */
export async function countEvents(url: string): Promise<Map<string, number>> {
  const db = openDatabase(parseDatabaseUrl(url), COMMAND_BOUNDS);
  try {
    const rows = await db.selectFrom('enqueue_data').select('CallSid').execute();
    const counts = new Map<string, number>();
    for (const { CallSid } of rows) counts.set(CallSid ?? '', (counts.get(CallSid ?? '') ?? 0) + 1);
    return counts;
  } finally {
    await db.destroy();
  }
}

/** The acknowledged calls that are not in the table exactly once. */
export async function findLost(url: string, acknowledged: readonly string[]): Promise<string[]> {
  const counts = await countEvents(url);
  return acknowledged.filter((callSid) => counts.get(callSid) !== 1);
}

/** A figure of `/metrics`; 0 where there is none. */
export async function readFigure(server: RunningServer, name: string): Promise<number> {
  const { text } = await server.request('/metrics');
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return Number(line?.split(' ')[1] ?? 0);
}
