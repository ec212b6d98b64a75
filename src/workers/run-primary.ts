import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Config } from '../config';
import { closeWithin } from '../database/database';
import { migrateAtStart } from '../database/migrate-at-start';
import { createMetrics } from '../metrics/metrics';
import { openKeeping } from '../server/keeping';
import { openDrainPool } from '../server/pools';
import { printSetup } from '../server/print-setup';
import { VERSION } from '../version';
import { answerWorker } from './answer-workers';
import { choosePort } from './choose-port';
import { type Crew, startCrew } from './crew';
import { createCrewFigures } from './crew-figures';
import { createGate } from './gate';
import { createOpening } from './opening';

/** A worker's requests have 5 s to end, and its connections 2; the whole stop stays under 10 s. */
const GRACE_MS = 7500;
const DATABASE_CLOSE_MS = 500;
/** A database that is slow to list the operators keeps the port closed no longer. */
const REFRESH_MS = 1000;

/**
 * The server as several processes, until `stop` is aborted: this one has the port and all that is
 * kept on this machine, its workers answer. Throws a `UserError` where they cannot start.
 */
export async function runPrimary(config: Config, log: Logger, stop: AbortSignal): Promise<void> {
  const { database, spoolPath, workers: size } = config;
  const metrics = createMetrics(VERSION);
  const db = openDrainPool(config);
  const { history: meter, onWorkerRestart: onRestart } = metrics;
  const migration = createGate<void>();
  const keeping = openKeeping({
    ...{ spoolPath, db, drainDb: db, readiness: migration.passed, meter, log },
  });
  metrics.watchSpool(keeping.spool);
  const figures = createCrewFigures();
  const { catalogue } = config.prompts;
  const port = await choosePort(config.server);
  const opening = createOpening({ size, port, catalogue });
  const services = { keeping, opening, metrics, figures, members: () => crew.members(), log };
  const crew: Crew = startCrew({
    ...{ size, onEnd: figures.retire, onRestart, log },
    createAnswers: (member) => answerWorker(services, member),
  });
  const stopped = stop.aborted ? Promise.resolve() : once(stop, 'abort');

  async function open(): Promise<void> {
    await prepare(config, log, stop);
    migration.open();
    // Callers meet no open port meanwhile: what is remembered from before serves them.
    await Promise.race([keeping.memory.refresh(), sleep(REFRESH_MS, undefined, { ref: false })]);
    opening.begin();
    const opened = await opening.complete;
    if (stop.aborted) return;
    crew.hold();
    printSetup(config, opened);
    log.info({ port: opened.port, database: database.describe, workers: size }, 'listening');
  }

  try {
    await Promise.race([open(), crew.fallsShort, stopped]);
    await stopped;
    log.info({ signal: stop.reason }, 'stopping');
  } finally {
    await Promise.all([crew.stop(String(stop.reason), GRACE_MS), keeping.stop()]);
    await closeWithin(db, DATABASE_CLOSE_MS);
    await keeping.close();
  }
  log.info('stopped');
}

/** Brings the database up to date while the workers load what they need. */
function prepare(config: Config, log: Logger, stop: AbortSignal): Promise<void> {
  const { database, miniccV2TimeZone } = config;
  return migrateAtStart(database, { miniccV2TimeZone }, log, stop);
}
