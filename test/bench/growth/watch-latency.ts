import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Contestant } from '../contestants/contestant';
import { percentile } from '../load/percentile';

/** How long answers took, in milliseconds. */
export interface Latency {
  p50Ms: number;
  p99Ms: number;
  longestMs: number;
  /** What is not as it must be, a line each. */
  faults: string[];
}

/** What to ask, how often, and for how long. */
export interface Questions {
  path: string;
  pauseMs: number;
  /** It ends with whichever comes first. */
  seconds: number;
  most: number;
  signal: AbortSignal;
}

/** Asks for a page again and again over one connection, with a pause between. */
export async function watchLatency(target: Contestant, questions: Questions): Promise<Latency> {
  const { path, pauseMs, seconds, most, signal } = questions;
  const agent = new Agent({ keepAlive: true });
  const end = performance.now() + 1000 * seconds;
  const times: number[] = [];
  const statuses = new Set<number>();
  try {
    while (performance.now() < end && times.length < most) {
      signal.throwIfAborted();
      const { status, tookMs } = await ask(target, path, agent);
      times.push(tookMs);
      statuses.add(status);
      await sleep(pauseMs);
    }
  } finally {
    agent.destroy();
  }
  const sorted = Float64Array.from(times).sort();
  const others = [...statuses].filter((status) => status !== 200);
  return {
    p50Ms: percentile(sorted, 50),
    p99Ms: percentile(sorted, 99),
    longestMs: sorted.at(-1) ?? Number.NaN,
    faults: others.map((status) => `${path} was answered with ${status}`),
  };
}

function ask(
  { origin, credentials }: Contestant,
  path: string,
  agent: Agent,
): Promise<{ status: number; tookMs: number }> {
  const auth = `${credentials.user}:${credentials.password}`;
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    request(`${origin}${path}`, { agent, auth }, (response) => {
      response.on('error', reject).resume();
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, tookMs: performance.now() - startedAt });
      });
    })
      .on('error', reject)
      .end();
  });
}
