import { type BenchDatabase, createBenchDatabase } from '../bench-database';
import { writeTable } from '../markdown-table';
import type { Figure, Part, PartContext } from '../part';
import { formatSpread, spreadOf } from '../spread';
import { type Start, timeNode, timeStarts } from '../start/time-start';
import { createSteps } from '../steps';

const TIMES = 11;
const QUICK_TIMES = 2;

interface Measured {
  name: string;
  starts: Start[];
}

/** How long the program takes from its start to its first answer, and how much memory it holds then. */
export const start: Part = {
  name: 'start',
  title: 'From the start to the first answer, with a database that is up to date',
  async run(context) {
    const times = context.options.isQuick ? QUICK_TIMES : TIMES;
    const databases = await openDatabases(context);
    const measured: Measured[] = databases.flatMap(({ name }) => [
      { name, starts: [] },
      { name: `${name}, in an empty folder`, starts: [] },
    ]);
    const nodeMs: number[] = [];
    const step = createSteps(context, times * databases.length);
    for (let round = 0; round < times; round += 1) {
      for (const [index, { name, database }] of databases.entries()) {
        context.signal.throwIfAborted();
        step(`${name}, start ${round + 1} of ${times}`);
        nodeMs.push(await timeNode());
        const { first, next } = await timeStarts(database);
        measured[2 * index]?.starts.push(next);
        measured[2 * index + 1]?.starts.push(first);
      }
    }
    return describeStarts(measured, nodeMs);
  },
};

/** That of `--database`, and a SQLite file, as a small business has it. */
async function openDatabases(
  context: PartContext,
): Promise<{ name: string; database: BenchDatabase }[]> {
  const sqlite = await createBenchDatabase(undefined);
  context.defer(sqlite.close);
  const onSqlite = { name: 'on SQLite', database: sqlite };
  if (context.options.dialect === 'sqlite') return [onSqlite];
  return [{ name: 'on MySQL', database: await context.openDatabase() }, onSqlite];
}

function describeStarts(measured: readonly Measured[], nodeMs: readonly number[]) {
  const node = spreadOf(nodeMs);
  const rows = measured.map(({ name, starts }) => {
    const took = spreadOf(starts.map(({ tookMs }) => tookMs));
    const resident = spreadOf(starts.map(({ residentMib }) => residentMib ?? Number.NaN));
    return { name, took, resident };
  });
  const figures: Figure[] = [
    { subject: 'node -e 0', name: 'start', unit: 'ms', ...node },
    ...rows.flatMap(({ name, took, resident }) => [
      { subject: `minicc ${name}`, name: 'start', unit: 'ms', ...took },
      ...(Number.isNaN(resident.median)
        ? []
        : [{ subject: `minicc ${name}`, name: 'resident', unit: 'MiB', ...resident }]),
    ]),
  ];
  return {
    figures,
    faults: [],
    remarks: [],
    table: writeTable(
      ['From the start to the first answer', '× `node -e 0`', 'resident, MiB'],
      rows.map(({ name, took: { median }, resident }) => [
        `minicc ${name}`,
        (median / node.median).toFixed(1),
        formatSpread(resident),
      ]),
    ),
    details: writeTable(
      ['Start', 'ms'],
      [
        ['node -e 0', formatSpread(node)],
        ...rows.map(({ name, took }) => [`minicc ${name}`, formatSpread(took)]),
      ],
    ),
  };
}
