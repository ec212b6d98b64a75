import { writeTable } from '../markdown-table';
import type { Figure, Part, PartContext, PartResult } from '../part';
import { findTrend, type MemoryTrend, watchMemory } from '../soak/memory';
import { callsOf, type Soaked, sendForLong, type Wanted } from '../soak/send-for-long';

const REQUESTS = 1_000_000;
const QUICK_REQUESTS = 2000;
const SAMPLE_MS = 2000;
const QUICK_SAMPLE_MS = 100;
/** Of each process, resident. */
const MOST_MIB = 110;
/** What the last quarter may be above the first one. */
const SPARE = 1.03;

/** Whether a server that works for long stays as small as it was. */
export const soak: Part = {
  name: 'soak',
  title: 'Memory under load, for a long time',
  isLong: true,
  async run(context) {
    const { workers, isQuick } = context.options;
    const database = await context.openDatabase();
    const name = `minicc, ${workers} workers`;
    const ours = await context.startOurs({ name, database, workers });
    const memory = watchMemory(ours.pid, isQuick ? QUICK_SAMPLE_MS : SAMPLE_MS);
    const soaked = await sendForLong(context, ours, findWanted(context));
    const trends = memory.end().map(findTrend);
    const faults = [...soaked.faults, ...(isQuick ? [] : trends.flatMap(listFaults))];
    return { ...describeSoak(soaked, trends), faults, remarks: [] };
  },
};

/** A million requests, unless the command line asks for other things. */
function findWanted({ options }: PartContext): Wanted {
  const { requests, minutes = 0, isQuick } = options;
  const usual = isQuick ? QUICK_REQUESTS : REQUESTS;
  return { requests: requests ?? (minutes > 0 ? 0 : usual), minutes };
}

/** What is wrong with the memory of a process, a line each. */
export function listFaults({ pid, mostMib, firstMib, lastMib }: MemoryTrend): string[] {
  const [most, first, last] = [mostMib, firstMib, lastMib].map((mib) => mib.toFixed(1));
  return [
    ...(mostMib < MOST_MIB ? [] : [`process ${pid} held ${most} MiB, ${MOST_MIB} at most`]),
    ...(lastMib <= firstMib * SPARE ? [] : [`process ${pid} grew from ${first} to ${last} MiB`]),
  ];
}

function describeSoak(
  { sent, acknowledged, tookSeconds }: Soaked,
  trends: readonly MemoryTrend[],
): Pick<PartResult, 'figures' | 'table' | 'details'> {
  const rate = acknowledged / tookSeconds;
  const text =
    `${sent.toLocaleString('en')} requests of ${callsOf(sent).toLocaleString('en')} calls ` +
    `within ${(tookSeconds / 60).toFixed(1)} minutes.\n`;
  const head = ['Process', 'first quarter, MiB', 'last quarter, MiB', 'most, MiB'];
  const cells = trends.map(({ firstMib, lastMib, mostMib }, index) => [
    index === 0 ? 'the first' : `worker ${index}`,
    ...[firstMib, lastMib, mostMib].map((mib) => mib.toFixed(1)),
  ]);
  const slopes = trends.map(({ mibPerHour, samples }, index) => [
    index === 0 ? 'the first' : `worker ${index}`,
    mibPerHour.toFixed(2),
    String(samples),
  ]);
  return {
    figures: [single('requests', 'throughput', 'requests/s', rate), ...trends.flatMap(listFigures)],
    table: `${text}\n${writeTable(head, cells)}`,
    details: writeTable(['Process', 'MiB an hour, on average', 'samples'], slopes),
  };
}

function listFigures(trend: MemoryTrend, index: number): Figure[] {
  const subject = index === 0 ? 'the first process' : `worker ${index}`;
  return [
    single(subject, 'first quarter', 'MiB', trend.firstMib),
    single(subject, 'last quarter', 'MiB', trend.lastMib),
    single(subject, 'most', 'MiB', trend.mostMib),
    single(subject, 'slope', 'MiB/hour', trend.mibPerHour),
  ];
}

function single(subject: string, name: string, unit: string, value: number): Figure {
  return { subject, name, unit, median: value, least: value, most: value };
}
