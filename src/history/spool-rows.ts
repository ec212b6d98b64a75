import { insertEventsOnce } from '../database/dialect';
import { type Database, EVENT_TABLES, type EventTable } from '../database/tables';
import { parseUtcTime, toUtcTime, type UtcTime } from '../database/utc-time';
import type { HistoryRow } from './history-event';

/** How much waits in a spool. */
export interface SpoolState {
  /** Rows that wait for the database. */
  rows: number;
  /** For how long the oldest has waited; undefined where none waits. */
  oldestSeconds: number | undefined;
  /** Rows that the database refused for good. */
  setAside: number;
}

/** A row that the database refused for good. */
export interface SetAsideRow {
  table: EventTable;
  callSid: string;
  /** In the words of the database. */
  reason: string;
  setAsideAt: UtcTime;
}

/** SQLite takes 32,766 values in a statement, and a row has up to 13. */
const ROWS_PER_STATEMENT = 500;

/** Writes rows to their tables, each once. */
export async function insertRows(db: Database, rows: readonly HistoryRow[]): Promise<void> {
  for (const [table, own] of byTable(rows)) {
    for (const some of inPortions(own)) {
      await insertEventsOnce(
        db,
        table,
        some.map(({ row }) => row),
      );
    }
  }
}

/** Takes rows out of their tables. */
export async function deleteRows(db: Database, rows: readonly HistoryRow[]): Promise<void> {
  for (const [table, own] of byTable(rows)) {
    for (const some of inPortions(own)) {
      const keys = some.map(({ row }) => row.EventKey);
      await db.deleteFrom(table).where('EventKey', 'in', keys).execute();
    }
  }
}

/** The rows of a table by the time of their events, the oldest first. */
export async function listOldest(
  db: Database,
  table: EventTable,
  limit: number,
): Promise<HistoryRow[]> {
  const rows = await db.selectFrom(table).selectAll().orderBy('Time').limit(limit).execute();
  return rows.map((row) => ({ table, row }) as HistoryRow);
}

/** Moves a row to `set_aside_rows`. */
export async function setRowAside(
  db: Database,
  historyRow: HistoryRow,
  reason: string,
  now: Date,
): Promise<void> {
  const { table, row } = historyRow;
  const values = {
    table_name: table,
    EventKey: row.EventKey,
    row: JSON.stringify(row),
    reason,
    set_aside_at: toUtcTime(now),
  };
  await db
    .insertInto('set_aside_rows')
    .values(values)
    .onConflict((conflict) => conflict.columns(['table_name', 'EventKey']).doUpdateSet(values))
    .execute();
  await deleteRows(db, [historyRow]);
}

/** Moves every row of `set_aside_rows` back to its table. */
export async function takeRowsBack(db: Database): Promise<void> {
  const found = await db.selectFrom('set_aside_rows').select(['table_name', 'row']).execute();
  const rows = found.map(({ table_name, row }) => {
    return { table: table_name, row: JSON.parse(row) } as HistoryRow;
  });
  await insertRows(db, rows);
  await db.deleteFrom('set_aside_rows').execute();
}

/** Rows that were set aside, the latest first. */
export async function listSetAside(db: Database, limit: number): Promise<SetAsideRow[]> {
  const rows = await db
    .selectFrom('set_aside_rows')
    .select(['table_name', 'row', 'reason', 'set_aside_at'])
    .orderBy('set_aside_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ table_name: table, row, reason, set_aside_at: setAsideAt }) => {
    return { table, callSid: JSON.parse(row).CallSid, reason, setAsideAt };
  });
}

/** How much a spool holds. */
export async function readSpoolState(db: Database, now: Date): Promise<SpoolState> {
  let rows = 0;
  const times: UtcTime[] = [];
  for (const table of EVENT_TABLES) {
    const { count, first } = await db
      .selectFrom(table)
      .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('Time').as('first')])
      .executeTakeFirstOrThrow();
    rows += Number(count);
    if (first !== null) times.push(first);
  }
  const { setAside } = await db
    .selectFrom('set_aside_rows')
    .select(({ fn }) => fn.countAll<number>().as('setAside'))
    .executeTakeFirstOrThrow();
  const [oldest] = times.sort();
  return {
    rows,
    oldestSeconds: oldest === undefined ? undefined : secondsSince(oldest, now),
    setAside: Number(setAside),
  };
}

function secondsSince(time: UtcTime, now: Date): number {
  return Math.max(0, Math.round((now.getTime() - parseUtcTime(time).getTime()) / 1000));
}

function byTable(rows: readonly HistoryRow[]): [EventTable, HistoryRow[]][] {
  return EVENT_TABLES.map((table) => [table, rows.filter((row) => row.table === table)]);
}

function inPortions<T>(list: readonly T[]): T[][] {
  const portions: T[][] = [];
  for (let start = 0; start < list.length; start += ROWS_PER_STATEMENT) {
    portions.push(list.slice(start, start + ROWS_PER_STATEMENT));
  }
  return portions;
}
