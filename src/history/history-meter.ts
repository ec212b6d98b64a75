/** Counts what becomes of history rows. */
export interface HistoryMeter {
  /** The database took them at once. */
  written(rows: number): void;
  /** The spool took them. */
  spooled(rows: number): void;
  /** They went from the spool into the database. */
  drained(rows: number): void;
  /** The database refused them for good. */
  setAside(rows: number): void;
  /** Neither the database nor the spool took them; the request was refused. */
  notKept(rows: number): void;
}

/** Counts nothing. */
export const noMeter: HistoryMeter = {
  written: () => {},
  spooled: () => {},
  drained: () => {},
  setAside: () => {},
  notKept: () => {},
};
