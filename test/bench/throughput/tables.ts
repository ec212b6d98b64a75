import type { Contestant } from '../contestants/contestant';
import type { DriveResult } from '../load/drive';
import type { Load } from '../load/loads';
import { writeTable } from '../markdown-table';
import type { Figure } from '../part';
import { formatSpread, type Spread, spreadOf } from '../spread';
import type { Measured } from './measure-rounds';

/** What is told of each server under each load. */
const FIGURES: readonly {
  name: string;
  unit: string;
  digits: number;
  read(result: DriveResult): number | undefined;
}[] = [
  { name: 'throughput', unit: 'requests/s', digits: 0, read: (one) => one.requestsPerSecond },
  { name: 'p50', unit: 'ms', digits: 1, read: ({ p50Ms }) => p50Ms },
  { name: 'p99', unit: 'ms', digits: 1, read: ({ p99Ms }) => p99Ms },
  { name: 'cpu', unit: 'ms/request', digits: 3, read: (one) => one.cpuMsPerRequest },
  { name: 'resident', unit: 'MiB', digits: 0, read: ({ residentMib }) => residentMib },
];

/** Everything that was measured, of every server under every load. */
export function listFigures(measured: readonly Measured[]): Figure[] {
  return measured.flatMap(({ load, contestant, rounds }) =>
    FIGURES.flatMap(({ name, unit, read }) => {
      const values = rounds.map(read).filter((value) => value !== undefined);
      const subject = `${load.name}: ${contestant.name}`;
      return values.length === 0 ? [] : [{ subject, name, unit, ...spreadOf(values) }];
    }),
  );
}

/** The absolute figures, for whoever ran it. */
export function writeDetails(measured: readonly Measured[]): string {
  const head = ['Request: server', ...FIGURES.map(({ name, unit }) => `${name}, ${unit}`)];
  const rows = measured.map(({ load, contestant, rounds }) => [
    `${load.name}: ${contestant.name}`,
    ...FIGURES.map(({ read, digits }) =>
      formatSpread(spreadOf(rounds.map((round) => read(round) ?? Number.NaN)), digits),
    ),
  ]);
  return writeTable(head, rows);
}

/** How everybody compares with one of them, by load; ratios are taken within a round. */
export function writeRatios(measured: readonly Measured[], reference: Contestant): string {
  const others = [...new Set(measured.map(({ contestant }) => contestant))].filter(
    (contestant) => contestant !== reference,
  );
  const loads = [...new Set(measured.map(({ load }) => load))];
  const rows = loads.map((load) => {
    const its = findMeasured(measured, load, reference);
    const cells = others.flatMap((other) => {
      const theirs = findMeasured(measured, load, other);
      return [
        formatSpread(
          ratioOf(theirs, its, (one) => one.requestsPerSecond),
          2,
        ),
        formatSpread(
          ratioOf(theirs, its, ({ p99Ms }) => p99Ms),
          2,
        ),
      ];
    });
    return [load.title, ...cells];
  });
  const head = others.flatMap(({ name }) => [name, 'its p99']);
  return [
    `Requests in a second, and the time within which 99 of 100 are answered (p99), each as a multiple`,
    `of what ${reference.name} does in the same round: median, and least to most.\n`,
    writeTable(['Request', ...head], rows),
  ].join('\n');
}

function findMeasured(
  measured: readonly Measured[],
  load: Load,
  contestant: Contestant,
): readonly DriveResult[] {
  return (
    measured.find((each) => each.load === load && each.contestant === contestant)?.rounds ?? []
  );
}

function ratioOf(
  theirs: readonly DriveResult[],
  its: readonly DriveResult[],
  read: (result: DriveResult) => number,
): Spread {
  const ratios = theirs.map((one, round) => {
    const base = its[round];
    return base === undefined ? Number.NaN : read(one) / read(base);
  });
  return spreadOf(ratios);
}
