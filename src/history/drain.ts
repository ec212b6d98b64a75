import type { Logger } from 'pino';
import { isRowFault, isTemporary } from '../database/database-errors';
import { type Database, EVENT_TABLES, type EventTable } from '../database/tables';
import { describeError } from '../errors';
import type { HistoryRow } from './history-event';
import type { HistoryMeter } from './history-meter';
import type { Spool } from './spool';
import { insertRows } from './spool-rows';

/** What rows are moved from, to, and who is told. */
export interface DrainOptions {
  spool: Spool;
  db: Database;
  log: Logger;
  meter: HistoryMeter;
}

/** What became of rows that were in the spool. */
export interface Drained {
  /** In the database. */
  drained: number;
  /** Refused by it for good. */
  setAside: number;
}

/** So many rows of a table go into the database at once. */
const BATCH = 200;

/**
 * Moves the oldest rows of each table from the spool into the database; both counts are 0 when there
 * are none. Rows that the database refuses for good are set aside. It may be cut off at any point,
 * and others may do the same at the same time: a row that is written twice is there once. Throws
 * where the database does not take the rows of a table now, after those of the others; all rows that
 * it did not take are still in the spool then.
 */
export async function drainBatch(options: DrainOptions): Promise<Drained> {
  const total: Drained = { drained: 0, setAside: 0 };
  let fault: { error: unknown } | undefined;
  for (const table of EVENT_TABLES) {
    try {
      const { drained, setAside } = await drainTable(table, options);
      total.drained += drained;
      total.setAside += setAside;
    } catch (error) {
      if (isTemporary(error)) throw error;
      fault ??= { error };
    }
  }
  if (fault) throw fault.error;
  return total;
}

async function drainTable(table: EventTable, options: DrainOptions): Promise<Drained> {
  const { spool, db, meter } = options;
  const rows = await spool.listOldest(table, BATCH);
  if (rows.length === 0) return { drained: 0, setAside: 0 };
  try {
    await insertRows(db, rows);
  } catch (error) {
    if (isTemporary(error)) throw error;
    return drainOneByOne(rows, options);
  }
  await spool.remove(rows);
  meter.drained(rows.length);
  return { drained: rows.length, setAside: 0 };
}

/** A row that was not taken, and why. */
interface Refusal {
  row: HistoryRow;
  error: unknown;
  /** How many rows had been taken by then. */
  takenBefore: number;
}

/** Where nothing else is taken, so many refusals say that it is not the rows. */
const MOST_DOUBTFUL = 5;

/**
 * After a batch was refused: tells rows that are at fault from a database that is. A refusal is the
 * row's where the database says so, or where it refuses the row again after it took another one.
 */
async function drainOneByOne(rows: readonly HistoryRow[], options: DrainOptions): Promise<Drained> {
  const { spool, db, meter } = options;
  const taken: HistoryRow[] = [];
  const refused: Refusal[] = [];
  const doubtful: Refusal[] = [];
  let fault: { error: unknown } | undefined;

  async function tryRow(row: HistoryRow, earlier?: Refusal): Promise<void> {
    try {
      await insertRows(db, [row]);
      taken.push(row);
    } catch (error) {
      const refusal = { row, error, takenBefore: taken.length };
      if (isTemporary(error)) fault = { error };
      else if (isRowFault(error)) refused.push(refusal);
      else if (!earlier) doubtful.push(refusal);
      else if (earlier.takenBefore < taken.length) refused.push(refusal);
      else fault ??= { error };
    }
  }

  for (const row of rows) {
    if (fault || (taken.length === 0 && doubtful.length === MOST_DOUBTFUL)) break;
    await tryRow(row);
  }
  for (const refusal of doubtful) if (!fault) await tryRow(refusal.row, refusal);
  await spool.remove(taken);
  meter.drained(taken.length);
  for (const refusal of refused) await setAside(refusal, options);
  if (fault) throw fault.error;
  return { drained: taken.length, setAside: refused.length };
}

async function setAside(
  { row, error }: Refusal,
  { spool, log, meter }: DrainOptions,
): Promise<void> {
  await spool.setAside(row, describeError(error));
  meter.setAside(1);
  const { table, row: values } = row;
  log.error(
    { err: error, table, row: values },
    'the database refuses a history row; it was set aside',
  );
}
