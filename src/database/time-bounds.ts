/** How long a database may keep us waiting, in milliseconds. */
export interface TimeBounds {
  /** To hand out a connection, a new one included. */
  connectMs: number;
  /** To answer one statement; absent where a statement may take as long as it needs. */
  queryMs?: number;
  /** For another program to end its write to a SQLite file; our whole process waits with it. */
  busyMs: number;
}

/** For a webhook's path, where somebody is listening to the silence. */
export function webhookBounds(timeoutMs: number): TimeBounds {
  return { connectMs: timeoutMs, queryMs: timeoutMs, busyMs: 20 };
}

/** For moving many rows at once, which nobody waits for. */
export const DRAIN_BOUNDS: TimeBounds = { connectMs: 2000, queryMs: 10_000, busyMs: 20 };

/** For reports, which read beside the calls and are in no hurry. */
export const REPORT_BOUNDS: TimeBounds = { connectMs: 2000, queryMs: 30_000, busyMs: 20 };

/** For commands and migrations: a statement may take its time, an absent server may not. */
export const COMMAND_BOUNDS: TimeBounds = { connectMs: 10_000, busyMs: 10_000 };

const bounds = new WeakMap<object, TimeBounds>();

/** Has `findBounds` know the bounds that `db` was opened with. */
export function rememberBounds(db: object, its: TimeBounds): void {
  bounds.set(db, its);
}

/** The bounds that `db` was opened with; undefined for a transaction or a connection of it. */
export function findBounds(db: object): TimeBounds | undefined {
  return bounds.get(db);
}
