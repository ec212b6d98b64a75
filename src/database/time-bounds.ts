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
export const WEBHOOK_BOUNDS: TimeBounds = { connectMs: 1000, queryMs: 1000, busyMs: 20 };

/** For commands and migrations: a statement may take its time, an absent server may not. */
export const COMMAND_BOUNDS: TimeBounds = { connectMs: 10_000, busyMs: 10_000 };
