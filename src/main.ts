import cluster from 'node:cluster';
import { loadEnvironment, readConfig } from './config';
import { UserError } from './errors';
import { createLogger } from './http/log';
import { isPlainOnTheWay } from './twilio/plain-http';

const PLAIN_ON_THE_WAY =
  'PUBLIC_URL is plain http: the password and callers’ numbers can be read on the way here. Put a ' +
  'proxy with a certificate in front, and give PUBLIC_URL (and Twilio) its https address.';

/**
 * Runs the server until a signal stops it: as one process, or as several that share a port, of which
 * each runs this again. Throws a `UserError` where it cannot start.
 */
async function run(): Promise<void> {
  const stop = abortOnSignal();
  if (cluster.isWorker) {
    const { runWorker } = await import('./workers/run-worker.js');
    return runWorker(stop);
  }
  const config = readConfig(loadEnvironment(), 'server');
  const log = createLogger(config.log);
  const { publicUrl, workers } = config;
  if (publicUrl && isPlainOnTheWay(publicUrl)) log.warn(PLAIN_ON_THE_WAY);
  if (workers > 1) {
    const { runPrimary } = await import('./workers/run-primary.js');
    return runPrimary(config, log, stop.signal);
  }
  const { runAlone } = await import('./server/run-alone.js');
  return runAlone(config, log, stop.signal);
}

/**
 * Aborted, with the signal as its reason, by the first SIGTERM or SIGINT. Later ones change nothing:
 * under npm, a Ctrl+C arrives twice.
 */
function abortOnSignal(): AbortController {
  const controller = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => controller.abort(signal));
  }
  return controller;
}

/** Runs the server, and ends the process with it; says on the console why it cannot start. */
export function runToEnd(): void {
  run().then(
    // A connection to a hung database must not keep the process.
    () => process.exit(0),
    (error: unknown) => {
      console.error(error instanceof UserError ? error.message : error);
      process.exit(1);
    },
  );
}

if (require.main === module) runToEnd();
