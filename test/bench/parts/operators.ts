import { setTimeout as sleep } from 'node:timers/promises';
import {
  compareDriven,
  countDrivenSteps,
  listFigures,
  type Sized,
  writeDetails,
  writeRatios,
} from '../growth/compare-sizes';
import { fillOperators } from '../growth/fill-operators';
import { type Latency, watchLatency } from '../growth/watch-latency';
import { LOADS, type Load } from '../load/loads';
import { writeTable } from '../markdown-table';
import type { Figure, Part, PartContext } from '../part';
import { readProcessUse } from '../process-tree';
import { createSteps } from '../steps';

const SIZES = [10, 10_000, 1_000_000];
const QUICK_SIZES = [10, 2000];
/** The operators are read again each minute; in this time, once. */
const WATCH_SECONDS = 65;
const QUICK_WATCH_SECONDS = 1;
const WATCH_PAUSE_MS = 5;
/** What reading the table may keep others waiting; far from what a caller hears. */
const MOST_STALL_MS = 250;

interface Watched extends Latency {
  size: number;
  residentMib: number | undefined;
}

/** Whether a server becomes slower, or larger, as the operators' table becomes longer. */
export const operators: Part = {
  name: 'operators',
  title: 'The first request of a call, and memory, with few and many operators',
  isLong: true,
  async run(context) {
    const first = LOADS.find(({ name }) => name === 'first') as Load;
    const sizes = context.options.isQuick ? QUICK_SIZES : SIZES;
    const step = createSteps(context, sizes.length + countDrivenSteps(context, sizes.length) + 1);
    const servers = await startServers(context, sizes, step);
    const compared = await compareDriven(context, servers, first, step);
    step('watching a server while it reads the operators again');
    const watched = await Promise.all(servers.map((server) => watch(context, server)));
    return {
      figures: [...listFigures([compared], 'operators'), ...watched.flatMap(listWatched)],
      faults: [...compared.faults, ...watched.flatMap(listFaults)],
      remarks: [],
      table: writeRatios([compared], 'operators'),
      details: `${writeDetails([compared], 'operators')}\n${writeWatched(watched)}`,
    };
  },
};

async function startServers(
  context: PartContext,
  sizes: readonly number[],
  step: (doing: string) => void,
): Promise<Sized[]> {
  const servers: Sized[] = [];
  for (const size of sizes) {
    step(`adding ${size.toLocaleString('en')} operators`);
    const database = await context.openDatabase();
    await fillOperators(database, size);
    const name = `minicc, ${size} operators`;
    servers.push({ size, ours: await context.startOurs({ name, database, workers: 1 }) });
  }
  return servers;
}

/** Asks for something that needs no database: what it waits for is the server's one thread. */
async function watch({ options, signal }: PartContext, { ours, size }: Sized): Promise<Watched> {
  const seconds = options.isQuick ? QUICK_WATCH_SECONDS : WATCH_SECONDS;
  const questions = { path: '/healthz', pauseMs: WATCH_PAUSE_MS, most: Number.POSITIVE_INFINITY };
  // What it was asked before may still be cleaned up after.
  await sleep(options.isQuick ? 0 : 1000);
  const latency = await watchLatency(ours, { ...questions, seconds, signal });
  return { ...latency, size, residentMib: readProcessUse(ours.pid)?.largestMib };
}

function listWatched({ size, p99Ms, longestMs, residentMib }: Watched): Figure[] {
  const figure = (name: string, unit: string, value: number) => ({
    subject: `a minute beside the calls: ${size.toLocaleString('en')} operators`,
    ...{ name, unit, median: value, least: value, most: value },
  });
  return [
    figure('p99', 'ms', p99Ms),
    figure('longest', 'ms', longestMs),
    ...(residentMib === undefined ? [] : [figure('resident', 'MiB', residentMib)]),
  ];
}

function listFaults({ size, longestMs, faults }: Watched): string[] {
  const stall =
    longestMs > MOST_STALL_MS
      ? [`with ${size} operators, an answer took ${Math.round(longestMs)} ms`]
      : [];
  return [...faults, ...stall];
}

function writeWatched(watched: readonly Watched[]): string {
  const rows = watched.map(({ size, p50Ms, p99Ms, longestMs, residentMib }) => [
    `${size.toLocaleString('en')} operators`,
    ...[p50Ms, p99Ms, longestMs].map((ms) => ms.toFixed(1)),
    residentMib?.toFixed(0) ?? '—',
  ]);
  const head = ['Beside the calls', 'p50, ms', 'p99, ms', 'longest, ms', 'resident, MiB'];
  return writeTable(head, rows);
}
