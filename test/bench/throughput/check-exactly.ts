import type { BenchDatabase } from '../bench-database';
import type { HistoryTable } from '../contestants/contestant';
import type { Ours } from '../contestants/ours';
import { createAutocannon } from '../load/autocannon';
import { LOADS } from '../load/loads';
import { completeToken, prepareRequests } from '../load/prepare-requests';
import type { PartContext } from '../part';

const REQUESTS = 2000;
const FEW_REQUESTS = 200;
/** Far longer than so many requests take: the run ends when all are answered. */
const MOST_SECONDS = 120;
const KEYS_AT_ONCE = 500;

/**
 * Sends a number of writing requests and has each of them answered: nothing is on its way at the end,
 * so that what is in the table has to be exactly what was sent. Gives what is not, a line each.
 */
export async function checkExactly(context: PartContext, ours: Ours): Promise<string[]> {
  const { loads, connections, isQuick } = context.options;
  const faults: string[] = [];
  for (const load of LOADS.filter(({ name, table }) => loads.includes(name) && table)) {
    const requests = prepareRequests(load, isQuick ? FEW_REQUESTS : REQUESTS);
    const table = load.table as HistoryTable;
    const before = (await ours.rows?.(table)) ?? 0;
    const burst = { connections, seconds: MOST_SECONDS, signal: context.signal };
    const { acknowledged } = await createAutocannon().send(ours, requests, burst);
    const made = ((await ours.rows?.(table)) ?? 0) - before;
    const keys = requests.map(completeToken);
    const lacking = await countLacking(ours.database, table, keys);
    const counts = { sent: requests.length, acknowledged, made, lacking };
    faults.push(...describeDifference(`${load.name}, ${ours.name}`, counts));
  }
  return faults;
}

/** How many of these events have no row. */
export async function countLacking(
  { db }: Pick<BenchDatabase, 'db'>,
  table: HistoryTable,
  keys: readonly string[],
): Promise<number> {
  let found = 0;
  for (let start = 0; start < keys.length; start += KEYS_AT_ONCE) {
    const { rows } = await db
      .selectFrom(table)
      .where('EventKey', 'in', keys.slice(start, start + KEYS_AT_ONCE))
      .select(({ fn }) => fn.countAll<number>().as('rows'))
      .executeTakeFirstOrThrow();
    found += Number(rows);
  }
  return keys.length - found;
}

function describeDifference(
  subject: string,
  counts: { sent: number; acknowledged: number; made: number; lacking: number },
): string[] {
  const { sent, acknowledged, made, lacking } = counts;
  if (acknowledged === sent && made === sent && lacking === 0) return [];
  return [
    `${subject}: ${sent} requests sent one by one, ${acknowledged} acknowledged, ` +
      `${made} new rows, ${lacking} without theirs`,
  ];
}
