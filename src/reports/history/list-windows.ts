import { setImmediate as nextTurn } from 'node:timers/promises';
import { type DialectName, dialectOf } from '../../database/dialect';
import type { Database, EventTable } from '../../database/tables';
import { toUtcTime, type UtcTime } from '../../database/utc-time';

/** A time with its beginning and without its end. */
export interface TimeRange {
  from: Date;
  to: Date;
}

/** A time as it is compared with a column, with its beginning and without its end. */
export interface TimeWindow {
  from: UtcTime;
  to: UtcTime;
}

/** SQLite works on our own thread, where other callers wait meanwhile; MySQL's answer is on its way. */
const ROWS_PER_WINDOW: Readonly<Record<DialectName, number>> = { sqlite: 200, mysql: 1000 };

/**
 * Parts a range into windows, one after another, none of which holds much more than a page of rows
 * of each table, unless very many have the same `Time`. Other work gets its turn between them.
 */
export async function* listWindows(
  db: Database,
  tables: readonly EventTable[],
  range: TimeRange,
): AsyncGenerator<TimeWindow> {
  const end = toBound(range.to);
  for (let from = toBound(range.from); from < end; ) {
    const to = await findWindowEnd(db, tables, { from, to: end });
    yield { from, to };
    from = to;
    await nextTurn();
  }
}

async function findWindowEnd(
  db: Database,
  tables: readonly EventTable[],
  rest: TimeWindow,
): Promise<UtcTime> {
  let first = rest.to;
  for (const table of tables) first = await findPageEnd(db, table, { from: rest.from, to: first });
  return first;
}

/** The time of the first row that is too many; later than `from`, so that every window gets on. */
async function findPageEnd(db: Database, table: EventTable, rest: TimeWindow): Promise<UtcTime> {
  const times = db
    .selectFrom(table as 'queue_data')
    .select('Time')
    .where('Time', '<', rest.to)
    .orderBy('Time')
    .limit(1);
  const beyond = await times
    .where('Time', '>=', rest.from)
    .offset(ROWS_PER_WINDOW[dialectOf(db)])
    .executeTakeFirst();
  if (!beyond?.Time || beyond.Time > rest.from) return beyond?.Time ?? rest.to;
  const next = await times.where('Time', '>', rest.from).executeTakeFirst();
  return next?.Time ?? rest.to;
}

/**
 * A time to compare a column with, as short as it can be: in SQLite times are texts, and one that
 * others stored without milliseconds comes before the same with them.
 */
export function toBound(time: Date): UtcTime {
  return toUtcTime(time).replace(/\.?0+$/, '');
}
