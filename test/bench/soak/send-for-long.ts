import type { HistoryTable } from '../contestants/contestant';
import type { Ours } from '../contestants/ours';
import { getGenerator } from '../find-generator';
import type { PartContext } from '../part';
import { type MixedRequest, prepareCalls, REQUESTS_PER_CALL } from './mixed-requests';

/** What was sent, and what came of it. */
export interface Soaked {
  sent: number;
  acknowledged: number;
  tookSeconds: number;
  faults: string[];
}

/** How long it goes on: until both are reached. */
export interface Wanted {
  requests: number;
  minutes: number;
}

/** Prepared at once; their time is what the server rests between. */
const CALLS_AT_ONCE = 2500;
const QUICK_CALLS_AT_ONCE = 100;
const UNKNOWN_RATE = 500;
const MOST_BURST_SECONDS = 60;
const TABLES: readonly HistoryTable[] = ['queue_data', 'enqueue_data', 'statuscallback_data'];

/** Sends requests of calls that nobody made before, burst after burst. */
export async function sendForLong(
  context: PartContext,
  ours: Ours,
  { requests: wanted, minutes }: Wanted,
): Promise<Soaked> {
  const { connections, generator, isQuick } = context.options;
  const startedAt = performance.now();
  const soaked: Soaked = { sent: 0, acknowledged: 0, tookSeconds: 0, faults: [] };
  let [rate, leastRows, mostRows] = [UNKNOWN_RATE, 0, 0];
  for (;;) {
    const passedMinutes = (performance.now() - startedAt) / 60_000;
    const share = Math.min(shareOf(soaked.sent, wanted), shareOf(passedMinutes, minutes));
    if (share >= 1) break;
    tellStep(context, share, soaked.sent);
    const requests = prepareCalls(isQuick ? QUICK_CALLS_AT_ONCE : CALLS_AT_ONCE);
    // autocannon ends when all are answered; wrk begins again with the first.
    const fits = Math.max(1, Math.ceil(requests.length / rate));
    const seconds = generator === 'wrk' ? Math.min(MOST_BURST_SECONDS, fits) : MOST_BURST_SECONDS;
    const { signal } = context;
    const sent = await getGenerator(generator).send(ours, requests, {
      connections,
      seconds,
      signal,
    });
    ours.program.emptyLog();
    soaked.sent += sent.sent;
    soaked.acknowledged += sent.acknowledged;
    soaked.tookSeconds += sent.tookSeconds;
    const writing = countWriting(requests, sent.sent);
    mostRows += writing;
    leastRows += writing - (sent.sent - sent.acknowledged);
    if (sent.refused > 0)
      soaked.faults.push(`${sent.refused} requests were answered with an error`);
    if (sent.broken > 0) soaked.faults.push(`${sent.broken} connections broke or timed out`);
    if (sent.acknowledged === 0) throw new Error('no request is answered any more');
    rate = sent.acknowledged / sent.tookSeconds;
  }
  soaked.faults.push(...(await checkRows(ours, leastRows, mostRows)));
  return soaked;
}

/** Whoever wants nothing has it. */
function shareOf(done: number, wanted: number): number {
  return wanted === 0 ? 1 : done / wanted;
}

function tellStep({ step }: PartContext, share: number, sent: number): void {
  step(Math.floor(1000 * share), 1000, `${sent.toLocaleString('en')} requests sent`);
}

/**
 * They are sent in their order, again and again. wrk begins with the second: the first one it only
 * looks at.
 */
function countWriting(requests: readonly MixedRequest[], sent: number): number {
  const order = [...requests.slice(1), ...requests.slice(0, 1)];
  const writes = order.map((request) => (request.writes ? 1 : 0));
  const sum = (some: readonly number[]) => some.reduce<number>((total, one) => total + one, 0);
  const whole = Math.floor(sent / requests.length);
  return whole * sum(writes) + sum(writes.slice(0, sent % requests.length));
}

/** Of the last requests of a burst, which had no answer, rows may be there or not. */
async function checkRows({ rows }: Ours, least: number, most: number): Promise<string[]> {
  if (!rows) return [];
  const counts = await Promise.all(TABLES.map((table) => rows(table)));
  const made = counts.reduce((sum, count) => sum + count, 0);
  return made < least || made > most
    ? [`there are ${made} rows, where ${least} to ${most} belong`]
    : [];
}

/** How many calls so many requests are. */
export function callsOf(requests: number): number {
  return Math.floor(requests / REQUESTS_PER_CALL);
}
