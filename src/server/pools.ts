import type { Logger } from 'pino';
import type { Config } from '../config';
import { closeWithin, FOR_REPORTS, openDatabase } from '../database/database';
import { logHosts } from '../database/log-hosts';
import type { Database } from '../database/tables';
import { DRAIN_BOUNDS, REPORT_BOUNDS, webhookBounds } from '../database/time-bounds';

/** The database, by how long may be waited for it; each has connections of its own. */
export interface Pools {
  /** For webhooks, where somebody listens to the silence. */
  db: Database;
  /** For what is written in the background. */
  drainDb: Database;
  reportsDb: Database;
  /** Never throws. */
  close(): Promise<void>;
}

/** To each database server, of all workers together. */
const WEBHOOK_CONNECTIONS = 10;
/** Two reports are made at a time, and each asks two questions at once. */
const REPORT_CONNECTIONS = 4;
/** One for the drain, one for the wallboard. */
const DRAIN_CONNECTIONS = 2;
/** With one connection alone, whatever is slow would hold up all that a worker does. */
const LEAST_CONNECTIONS = 2;

const CLOSE_MS = 1500;

/** Opens what a process that answers webhooks needs; connections are made on first use. */
export function openPools(config: Config, log: Logger): Pools {
  const { database, databaseTimeoutMs, workers } = config;
  const share = (connections: number) => shareOf(connections, workers);
  const db = openDatabase(database, webhookBounds(databaseTimeoutMs), {
    connections: share(WEBHOOK_CONNECTIONS),
  });
  logHosts(db, log);
  const drainDb = openDrainPool(config);
  const reportsDb = openDatabase(database, REPORT_BOUNDS, {
    ...FOR_REPORTS,
    connections: share(REPORT_CONNECTIONS),
  });
  return {
    ...{ db, drainDb, reportsDb },
    close: () => closePools([db, drainDb, reportsDb]),
  };
}

/** Connections for what is written in the background. */
export function openDrainPool({ database }: Config): Database {
  return openDatabase(database, DRAIN_BOUNDS, { connections: DRAIN_CONNECTIONS });
}

/** Closes what can be closed within the time there is at a stop. Never throws. */
async function closePools(pools: readonly Database[]): Promise<void> {
  await Promise.all(pools.map((pool) => closeWithin(pool, CLOSE_MS)));
}

/** What one of so many workers has of a number of connections. */
function shareOf(connections: number, workers: number): number {
  return Math.max(LEAST_CONNECTIONS, Math.ceil(connections / workers));
}
