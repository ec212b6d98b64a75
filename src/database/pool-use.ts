import type { Database } from './tables';

/** What a database server can be used for; `read-only` ones are where no writable one is left. */
export type HostState = 'writable' | 'read-only' | 'down';

/** How the connections to one database server are used. */
export interface PoolUse {
  /** Its name or address, and its port. */
  host: string;
  state: HostState;
  /** How many connections there may be. */
  limit: number;
  open: number;
  inUse: number;
  /** How many ask for a connection and have none; any host may serve them, they count at the first. */
  waiting: number;
}

/** What a database server can be used for from now on. */
export interface HostChange {
  /** Its name or address, and its port. */
  host: string;
  state: HostState;
  /** What it was found down by; undefined while it is not. */
  reason: unknown;
}

/** The connections to one or more database servers, as seen from outside. */
export interface WatchablePool {
  /** In the order of the hosts. */
  listUse(): PoolUse[];
  /** Has `listener`, in place of any before it, told when a host changes its state. */
  onState(listener: (change: HostChange) => void): void;
}

const pools = new WeakMap<Database, WatchablePool>();

/** Has `findPoolUse` and `watchHosts` know the connections of `db`. */
export function rememberPool(db: Database, pool: WatchablePool): void {
  pools.set(db, pool);
}

/** Has `onState` told when a host of `db` goes down or comes back; never on SQLite. */
export function watchHosts(db: Database, onState: (change: HostChange) => void): void {
  pools.get(db)?.onState(onState);
}

/** How the connections of `db` are used, by host, in the order of `DATABASE_URL`; none on SQLite. */
export function findPoolUse(db: Database): PoolUse[] | undefined {
  return pools.get(db)?.listUse();
}
