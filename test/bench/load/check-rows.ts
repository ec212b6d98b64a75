import { setTimeout as sleep } from 'node:timers/promises';
import type { Contestant } from '../contestants/contestant';
import type { Load } from './loads';

/** Compares the rows that a burst of requests made with what was answered. */
export interface RowCheck {
  /** What is not as it must be, a line each; of requests without an answer, a row may be there or not. */
  check(counts: { sent: number; acknowledged: number }): Promise<string[]>;
}

/** Rows that went to the spool are in the table within this time. */
const PATIENCE_MS = 20_000;
const LOOK_MS = 100;

/** Remembers how many rows there are; undefined where a load makes none, or nobody can count them. */
export async function watchRows(
  target: Contestant,
  load: Load,
  patienceMs = PATIENCE_MS,
): Promise<RowCheck | undefined> {
  const { rows } = target;
  const { table } = load;
  if (rows === undefined || table === undefined) return undefined;
  const before = await countAtRest(() => rows(table));
  return {
    async check({ sent, acknowledged }) {
      const end = performance.now() + patienceMs;
      let made = (await countAtRest(() => rows(table))) - before;
      while (made < acknowledged && performance.now() < end) {
        await sleep(LOOK_MS);
        made = (await rows(table)) - before;
      }
      return compareRows(table, { made, sent, acknowledged });
    },
  };
}

/** What is wrong with so many rows after so many requests, a line each. */
export function compareRows(
  table: string,
  { made, sent, acknowledged }: { made: number; sent: number; acknowledged: number },
): string[] {
  const counts = `${table} has ${made} new rows, ${acknowledged} requests were acknowledged`;
  return [
    ...(made < acknowledged ? [`${counts}: ${acknowledged - made} rows are lost`] : []),
    ...(made > sent ? [`${counts} of ${sent} sent: ${made - sent} rows are too many`] : []),
  ];
}

/** What an earlier burst had on its way when it ended may still become rows. */
async function countAtRest(count: () => Promise<number>): Promise<number> {
  let counted = await count();
  for (;;) {
    await sleep(LOOK_MS);
    const again = await count();
    if (again === counted) return counted;
    counted = again;
  }
}
