import cluster from 'node:cluster';
import { once } from 'node:events';
import { inheritEnvironment, readConfig } from '../config';
import { describeError } from '../errors';
import { createLogger } from '../http/log';
import { writeFigures } from '../metrics/joint-figures';
import { createMetrics, type Metrics } from '../metrics/metrics';
import { openPools } from '../server/pools';
import { openWebServer } from '../server/web-server';
import { VERSION } from '../version';
import { type Ask, type ChannelEnd, connect } from './ask';
import { createPrimaryKeeping } from './primary-keeping';
import type { AskedOfPrimary, AskedOfWorker, Start } from './questions';

/** The primary asks every worker, and waits a second for each that is busy. */
const FIGURES_TIMEOUT_MS = 3000;
const LAST_FIGURES_TIMEOUT_MS = 500;
const CANNOT_START_TIMEOUT_MS = 1000;

/**
 * One of the processes that answer, until `stop` is aborted by a signal, by its primary, or by the
 * primary's end.
 */
export async function runWorker(stop: AbortController): Promise<void> {
  outliveThePrimary(stop);
  const metrics = createMetrics(VERSION);
  const ask = connect<AskedOfPrimary, AskedOfWorker>(process as ChannelEnd, {
    figures: metrics.readFigures,
    stop(reason) {
      stop.abort(reason);
      return null;
    },
  });
  const stopped = once(stop.signal, 'abort').then(() => undefined);
  const start = await Promise.race([ask('start', null), stopped]);
  if (start === undefined) return;
  const close = await openOrTell(start, { ask, metrics, stopping: stop.signal });
  await stopped;
  await close();
  const last = await metrics.readFigures();
  await ask('last figures', last, LAST_FIGURES_TIMEOUT_MS).catch(() => null);
}

/** Node would end a worker whose primary is gone at once, and the requests in it. */
function outliveThePrimary(stop: AbortController): void {
  if (cluster.worker) cluster.worker.exitedAfterDisconnect = true;
  process.once('disconnect', () => stop.abort('the primary process is gone'));
}

interface WorkerParts {
  ask: Ask<AskedOfPrimary>;
  metrics: Metrics;
  stopping: AbortSignal;
}

/** Opens the server; ends the process where that cannot be, which its primary tells. */
async function openOrTell(start: Start, parts: WorkerParts): Promise<() => Promise<void>> {
  try {
    return await open(start, parts);
  } catch (error) {
    await parts.ask('cannot start', describeError(error), CANNOT_START_TIMEOUT_MS).catch(() => {});
    process.exit(1);
  }
}

/** Opens the server; gives what closes it. */
async function open(start: Start, parts: WorkerParts): Promise<() => Promise<void>> {
  const { ask, metrics, stopping } = parts;
  const config = readWorkerConfig(start);
  const log = createLogger(config.log).child({ worker: start.place });
  const pools = openPools(config, log);
  const keeping = createPrimaryKeeping(ask, log);
  const read = async () => writeFigures(await ask('figures', null, FIGURES_TIMEOUT_MS));
  const server = await openWebServer({
    ...{ config, pools, keeping, stopping, log },
    metrics: { ...metrics, read },
    credentials: start.credentials,
  });
  const { port, credentials, isNew } = server;
  await ask('opened', { port, credentials, isNew });
  return async () => {
    await server.close();
    keeping.memory.close();
    await pools.close();
  };
}

/** The settings of the primary, as they were when it read them: files may have changed since. */
function readWorkerConfig({ port, catalogue }: Start) {
  const config = readConfig({ ...inheritEnvironment(), PROMPTS_FILE: '' }, 'server');
  return {
    ...config,
    server: { ...config.server, port },
    prompts: { ...config.prompts, catalogue },
  };
}
