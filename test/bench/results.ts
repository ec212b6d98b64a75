import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchOptions } from './bench-options';
import { findCosts, writeCapacity } from './capacity/write-capacity';
import type { Machine } from './machine';
import type { PartResult } from './part';
import { ROOT } from './root';

/** What `bench-results.json` holds: all of one run. */
export interface BenchResults {
  /** When the run began, as 2026-11-22T05:30:00.000Z. */
  date: string;
  machine: Machine;
  options: Omit<BenchOptions, 'against'> & { against: string | undefined };
  parts: Record<string, PartResult & { title: string; tookSeconds: number }>;
}

const README = join(ROOT, 'README.md');

/** Writes the results as JSON, for programs. */
export function writeResults(file: string, results: BenchResults): void {
  writeFileSync(file, `${JSON.stringify(results, undefined, 2)}\n`);
}

/** Puts the tables of those parts into README.md that have a place there; gives their names. */
export function putIntoReadme(results: BenchResults): string[] {
  let readme = readFileSync(README, 'utf8');
  const put: string[] = [];
  for (const [name, table] of listTables(results)) {
    const [begin, end] = markersOf(name);
    const [before, rest = ''] = readme.split(begin);
    const [, after] = rest.split(end);
    if (after === undefined) continue;
    readme = `${before}${begin}\n${table.trim()}\n\n${describeRun(results)}\n\n${end}${after}`;
    put.push(name);
  }
  writeFileSync(README, readme);
  return put;
}

/** The table of each part, and what follows from those of the throughput. */
function listTables({ parts }: BenchResults): [name: string, table: string][] {
  const tables = Object.entries(parts).map<[string, string]>(([name, { table }]) => [name, table]);
  const costs = findCosts(parts.throughput?.figures ?? []);
  return costs === undefined ? tables : [...tables, ['capacity', writeCapacity(costs)]];
}

/** What stands around the table of a part in README.md. */
export function markersOf(part: string): [begin: string, end: string] {
  return [`<!-- the last run of npm run bench: ${part} -->\n`, `<!-- end of ${part} -->\n`];
}

/** When, on what and with what a run was made, in a sentence. */
export function describeRun({ date, machine, options }: BenchResults): string {
  const { cpu, cores, memoryGib, node, database, generator, commit } = machine;
  const shared = ['the servers', 'the load generator', ...(database ? ['the database'] : [])];
  const [last = '', ...others] = shared.reverse();
  return [
    `Measured ${date.slice(0, 10)} at commit ${commit}: ${cpu}, ${cores} cores shared by`,
    `${others.reverse().join(', ')} and ${last}, ${memoryGib} GiB; Node ${node.slice(1)},`,
    ...(database ? [`${database},`] : []),
    `${generator}, ${options.connections} connections, ${describeRounds(options)}.`,
  ].join(' ');
}

function describeRounds({ rounds, seconds }: Pick<BenchOptions, 'rounds' | 'seconds'>): string {
  return rounds === 1 ? `one round of ${seconds} s` : `${rounds} rounds of ${seconds} s each`;
}
