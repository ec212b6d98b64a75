import { once } from 'node:events';
import type { Logger } from 'pino';
import type { Config } from '../config';
import { migrateAtStart } from '../database/migrate-at-start';
import { createMetrics } from '../metrics/metrics';
import { VERSION } from '../version';
import { openKeeping } from './keeping';
import { openPools } from './pools';
import { printSetup } from './print-setup';
import { openWebServer } from './web-server';

/** The server as one process, until `stop` is aborted. Throws a `UserError` where it cannot start. */
export async function runAlone(config: Config, log: Logger, stop: AbortSignal): Promise<void> {
  const { database, miniccV2TimeZone, spoolPath } = config;
  await migrateAtStart(database, { miniccV2TimeZone }, log, stop);
  const metrics = createMetrics(VERSION);
  const pools = openPools(config, log);
  const { db, drainDb } = pools;
  const keeping = openKeeping({ spoolPath, db, drainDb, meter: metrics.history, log });
  metrics.watchSpool(keeping.spool);
  await keeping.memory.refresh();
  const server = await openWebServer({ config, pools, keeping, metrics, stopping: stop, log });
  printSetup(config, server);
  log.info({ port: server.port, database: database.describe }, 'listening');

  if (!stop.aborted) await once(stop, 'abort');
  log.info({ signal: stop.reason }, 'stopping');
  await server.close();
  await keeping.stop();
  await pools.close();
  await keeping.close();
  log.info('stopped');
}
