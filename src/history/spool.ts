import { isRowFault } from '../database/database-errors';
import { createGrouped } from '../database/grouped';
import type { LocalStore } from '../database/local-store';
import type { EventTable } from '../database/tables';
import type { HistoryRow } from './history-event';
import {
  deleteRows,
  insertRows,
  listOldest,
  listSetAside,
  readSpoolState,
  type SetAsideRow,
  type SpoolState,
  setRowAside,
  takeRowsBack,
} from './spool-rows';

/** Rows on their way to the database, kept on this machine. */
export interface Spool {
  /** Keeps a row; durable when it resolves. Rejects where it cannot be kept. */
  add(row: HistoryRow): Promise<void>;
  /** Rows of a table by the time of their events, the oldest first; empty when there are none. */
  listOldest(table: EventTable, limit: number): Promise<HistoryRow[]>;
  /** Forgets rows that are in the database. */
  remove(rows: readonly HistoryRow[]): Promise<void>;
  /** Moves a row out of the way, to `set_aside_rows`. */
  setAside(row: HistoryRow, reason: string): Promise<void>;
  /** Rows that were set aside, the latest first. */
  listSetAside(limit: number): Promise<SetAsideRow[]>;
  /** Puts every row that was set aside back on its way. */
  takeBack(): Promise<void>;
  /** Rejects where the spool cannot be read. */
  readState(): Promise<SpoolState>;
  /** Why no row could be kept now, in a few words; undefined where one could. */
  findFault(): Promise<string | undefined>;
}

/** The spool in a local store. Rows that come together are kept together, by one write to the disk. */
export function createSpool(store: LocalStore, now: () => Date = () => new Date()): Spool {
  return {
    add: createGrouped({
      ...{ atOnce: 1, isWorthAlone: isRowFault },
      async work(rows: readonly HistoryRow[]) {
        await store.write((db) => insertRows(db, rows));
        return rows.map(() => undefined);
      },
    }),
    listOldest: (table, limit) => store.read((db) => listOldest(db, table, limit)),
    async remove(rows) {
      if (rows.length > 0) await store.write((db) => deleteRows(db, rows));
    },
    setAside: (row, reason) => store.write((db) => setRowAside(db, row, reason, now())),
    listSetAside: (limit) => store.read((db) => listSetAside(db, limit)),
    takeBack: () => store.write(takeRowsBack),
    readState: () => store.read((db) => readSpoolState(db, now())),
    findFault: () => store.findFault(),
  };
}
