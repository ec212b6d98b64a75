import type { PartContext } from '../part';
import type { Compared, Sized } from './compare-sizes';
import { watchLatency } from './watch-latency';

/** A page, and what it shows: the same, however much lies behind it. */
export interface Page {
  title: string;
  path: string;
}

const YESTERDAY = 'from=yesterday&zone=UTC';

/** The pages that are measured. */
export const PAGES: readonly Page[] = [
  { title: 'figures of a day, as a page', path: `/reports/?${YESTERDAY}` },
  {
    title: 'figures of a day by hour, as JSON',
    path: `/reports/figures.json?${YESTERDAY}&by=hour`,
  },
  { title: 'the calls of a day, as JSON', path: `/reports/calls.json?${YESTERDAY}` },
  { title: 'the wallboard, as JSON', path: '/wallboard/now.json' },
];

/** Each round asks so often, and takes the middle. */
const TIMES = 5;
const QUICK_TIMES = 2;
const PAUSE_MS = 20;
const MOST_SECONDS = 60;

/** Asks servers of each size for a page, in turn, round by round; the first round does not count. */
export async function comparePages(
  { options, signal }: PartContext,
  servers: readonly Sized[],
  { title, path }: Page,
  step: (doing: string) => void,
): Promise<Compared> {
  const most = options.isQuick ? QUICK_TIMES : TIMES;
  const sizes = servers.map(({ size }) => ({ size, rounds: [] as Record<string, number>[] }));
  const faults: string[] = [];
  step(title);
  for (let round = -1; round < options.rounds; round += 1) {
    for (const [index, { ours }] of servers.entries()) {
      const questions = { path, pauseMs: PAUSE_MS, most, seconds: MOST_SECONDS, signal };
      const { p50Ms, p99Ms, ...latency } = await watchLatency(ours, questions);
      faults.push(...latency.faults);
      if (round >= 0) sizes[index]?.rounds.push({ p50: p50Ms, p99: p99Ms });
    }
  }
  return { title, sizes, faults };
}
