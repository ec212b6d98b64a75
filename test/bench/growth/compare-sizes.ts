import type { Ours } from '../contestants/ours';
import type { DriveResult } from '../load/drive';
import type { Load } from '../load/loads';
import { writeTable } from '../markdown-table';
import type { Figure, PartContext } from '../part';
import { formatSpread, type Spread, spreadOf } from '../spread';

/** A server, and how much lies behind it. */
export interface Sized {
  ours: Ours;
  size: number;
}

/** What was measured of one thing at each size, round by round; the smallest first. */
export interface Compared {
  /** For people, as `first request of a customer`. */
  title: string;
  sizes: { size: number; rounds: Record<string, number>[] }[];
  faults: string[];
}

const WARM_UP_SECONDS = 3;
const EXPECTED_RATE = 4000;

/** Sends requests of a kind to servers of each size, in turn, round by round, after a warm-up. */
export async function compareDriven(
  context: PartContext,
  servers: readonly Sized[],
  load: Load,
  step: (doing: string) => void,
): Promise<Compared> {
  const { rounds, seconds, connections, isQuick } = context.options;
  const sizes = servers.map(({ size }) => ({ size, rounds: [] as Record<string, number>[] }));
  const faults: string[] = [];
  for (let round = isQuick ? 0 : -1; round < rounds; round += 1) {
    for (const [index, { ours, size }] of servers.entries()) {
      const isWarmUp = round < 0;
      step(`${load.name}, ${isWarmUp ? 'warming up' : `round ${round + 1} of ${rounds}`}`);
      ours.program.emptyLog();
      const result = await context.drive(ours, load, {
        ...{ connections, expectedRate: EXPECTED_RATE },
        seconds: isWarmUp ? WARM_UP_SECONDS : seconds,
      });
      faults.push(...result.faults.map((fault) => `${load.name}, ${format(size)}: ${fault}`));
      if (!isWarmUp) sizes[index]?.rounds.push(readDriven(result));
    }
  }
  return { title: load.title, sizes, faults };
}

/** How many steps `compareDriven` tells of, for each kind of request. */
export function countDrivenSteps({ options }: PartContext, servers: number): number {
  return servers * (options.isQuick ? options.rounds : options.rounds + 1);
}

function readDriven({ requestsPerSecond, p50Ms, p99Ms }: DriveResult): Record<string, number> {
  return { throughput: requestsPerSecond, p50: p50Ms, p99: p99Ms };
}

/** Everything that was measured, for programs. */
export function listFigures(compared: readonly Compared[], behind: string): Figure[] {
  return compared.flatMap(({ title, sizes }) =>
    sizes.flatMap(({ size, rounds }) =>
      Object.keys(rounds[0] ?? {}).map((name) => ({
        subject: `${title}: ${format(size)} ${behind}`,
        ...{ name, unit: name === 'throughput' ? 'requests/s' : 'ms' },
        ...spreadOf(rounds.map((round) => round[name] ?? Number.NaN)),
      })),
    ),
  );
}

/** Times as multiples of those at the smallest size; ratios are taken within a round. */
export function writeRatios(compared: readonly Compared[], behind: string): string {
  const [first, ...larger] = compared[0]?.sizes ?? [];
  if (!first) return '';
  const head = larger.flatMap(({ size }) => [`p50 with ${format(size)} ${behind}`, 'p99']);
  const rows = compared.map(({ title, sizes: [base, ...others] }) => [
    title,
    ...others.flatMap((other) =>
      ['p50', 'p99'].map((name) =>
        formatSpread(ratiosOf(other.rounds, base?.rounds ?? [], name), 2),
      ),
    ),
  ]);
  const text =
    'The time within which half of the requests (p50) and 99 of 100 (p99) are answered, as a multiple\n' +
    `of that with ${format(first.size)} ${behind}, in the same round: median, and least to most.\n`;
  return `${text}\n${writeTable(['Request', ...head], rows)}`;
}

/** The absolute figures, for whoever ran it. */
export function writeDetails(compared: readonly Compared[], behind: string): string {
  const rows = compared.flatMap(({ title, sizes }) =>
    sizes.map(({ size, rounds }) => [
      `${title}: ${format(size)} ${behind}`,
      ...['throughput', 'p50', 'p99'].map((name) =>
        formatSpread(
          spreadOf(rounds.map((round) => round[name] ?? Number.NaN)),
          name === 'throughput' ? 0 : 1,
        ),
      ),
    ]),
  );
  return writeTable(['Request', 'requests/s', 'p50, ms', 'p99, ms'], rows);
}

function ratiosOf(
  theirs: readonly Record<string, number>[],
  its: readonly Record<string, number>[],
  name: string,
): Spread {
  return spreadOf(
    theirs.map((one, round) => (one[name] ?? Number.NaN) / (its[round]?.[name] ?? Number.NaN)),
  );
}

function format(size: number): string {
  return size.toLocaleString('en');
}
