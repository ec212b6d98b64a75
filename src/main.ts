import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { createApp, type Services } from './app';
import { type Config, loadEnvironment, readConfig } from './config';
import { closeWithin, FOR_REPORTS, openDatabase } from './database/database';
import { openLocalStore } from './database/local-store';
import { logHosts } from './database/log-hosts';
import { migrateAtStart } from './database/migrate-at-start';
import { findPoolUse } from './database/pool-use';
import { findDatabaseFault } from './database/readiness';
import { DRAIN_BOUNDS, REPORT_BOUNDS, webhookBounds } from './database/time-bounds';
import { UserError } from './errors';
import { openDurableHistory } from './history/durable-history';
import { createDropWarning } from './http/dropped-connections';
import { obtainCredentials, PASSWORD_FILE } from './http/kept-password';
import { listen } from './http/listen';
import { createLogger } from './http/log';
import { createMetrics } from './metrics/metrics';
import { createOperatorDirectory } from './operators/directory';
import { createSpeak } from './prompts/prompts';
import { createReport } from './reports/figures/create-report';
import { createReportsRouter } from './reports/http/router';
import type { BrowserHandsets } from './tryout/browser-handsets';
import { isPlainOnTheWay } from './twilio/plain-http';
import { describeSetup } from './twilio/setup-instructions';
import { createWebhookUrls } from './twilio/urls';
import { VERSION } from './version';
import { openWallboard } from './wallboard/wallboard';

/** Requests in flight may end within this time after a signal; the whole stop stays under 10 s. */
const GRACE_MS = 5000;
const DATABASE_CLOSE_MS = 1500;
/** For reports, to each server: two are made at a time, and each asks two questions at once. */
const REPORT_CONNECTIONS = 4;

const PLAIN_ON_THE_WAY =
  'PUBLIC_URL is plain http: the password and callers’ numbers can be read on the way here. Put a ' +
  'proxy with a certificate in front, and give PUBLIC_URL (and Twilio) its https address.';

/** Runs the server until a signal stops it. Throws a `UserError` where it cannot start. */
export async function run(): Promise<void> {
  const stop = abortOnSignal();
  const config = readConfig(loadEnvironment(), 'server');
  const log = createLogger(config.log);
  const { database, miniccV2TimeZone, publicUrl } = config;
  if (publicUrl && isPlainOnTheWay(publicUrl)) log.warn(PLAIN_ON_THE_WAY);
  await migrateAtStart(database, { miniccV2TimeZone }, log, stop);

  const storage = openStorage(config, log);
  const { wallboard } = storage.services;
  const { db, metrics } = storage;
  await storage.operators.refresh();
  const { openBrowserHandsets } = config.simulator
    ? await import('./tryout/browser-handsets.js')
    : { openBrowserHandsets: undefined };
  let handsets: BrowserHandsets | undefined;
  const openApp = (port: number) => {
    const calls = prepareCalls(config, port);
    handsets = openBrowserHandsets?.(config, { credentials: calls.credentials, port, db });
    return createApp({
      ...calls,
      ...storage.services,
      trustProxy: config.trustProxy,
      stopping: stop,
      now: () => new Date(),
      handsets: handsets?.page,
      reports: createReportsRouter({
        db: storage.reportsDb,
        defaults: config.reports,
        language: config.prompts.language,
        country: config.defaultCountry,
        now: () => new Date(),
        stopping: stop,
        log,
      }),
      log,
    });
  };
  const onDropped = createDropWarning({ log, onDropped: metrics.onDropped });
  const server = await listen(config.server, openApp, { onDropped });
  log.info({ port: server.port, database: database.describe }, 'listening');

  if (!stop.aborted) await once(stop, 'abort');
  log.info({ signal: stop.reason }, 'stopping');
  handsets?.close();
  wallboard.closeStreams();
  await server.close(GRACE_MS);
  await storage.close();
  log.info('stopped');
}

/** What is kept, where, and how much of it: database, spool, operators, history, metrics. */
function openStorage(config: Config, log: Logger) {
  const { database, databaseTimeoutMs, spoolPath } = config;
  const metrics = createMetrics(VERSION);
  const db = openDatabase(database, webhookBounds(databaseTimeoutMs));
  logHosts(db, log);
  const drainDb = openDatabase(database, DRAIN_BOUNDS);
  const reportsDb = openDatabase(database, REPORT_BOUNDS, {
    ...FOR_REPORTS,
    connections: REPORT_CONNECTIONS,
  });
  const store = openLocalStore(spoolPath, log);
  const wallboard = openWallboard({
    ...describeWallboard(config),
    db: reportsDb,
    liveDb: drainDb,
    readReport: (period, now) =>
      createReport(reportsDb, { period, standard: config.reports.standard, by: [], now }),
    now: () => new Date(),
    log,
  });
  const { onLookup, onPinRefused } = metrics;
  const operators = createOperatorDirectory({ db, store, log, onLookup, onPinRefused });
  const history = openDurableHistory({ db, drainDb, store, meter: metrics.history, log });
  metrics.watchSpool(history.spool);
  metrics.watchPool(() => findPoolUse(db));
  return {
    db,
    reportsDb,
    metrics,
    operators,
    services: {
      operators,
      history: history.recorder,
      findUnreadiness: () => findDatabaseFault(db),
      readSpool: history.spool.readState,
      metrics,
      wallboard,
    },
    async close(): Promise<void> {
      operators.close();
      await wallboard.close();
      await Promise.race([history.stop(), sleep(DATABASE_CLOSE_MS, undefined, { ref: false })]);
      await Promise.all([db, drainDb, reportsDb].map((one) => closeWithin(one, DATABASE_CLOSE_MS)));
      await store.close();
    },
  };
}

/** What the settings say of the wallboard. */
function describeWallboard({ twilioAccountSid, twilioAuthToken, ...config }: Config) {
  const { callFlow, prompts, reports } = config;
  return {
    queue:
      twilioAccountSid === undefined || twilioAuthToken === undefined
        ? undefined
        : {
            accountSid: twilioAccountSid,
            authToken: twilioAuthToken,
            queueName: callFlow.queueName,
          },
    language: prompts.language,
    zone: reports.zone,
    thresholdSeconds: reports.standard.thresholdSeconds,
  };
}

/** What calls are answered with and who may ask; says on the console where Twilio finds it. */
function prepareCalls(
  config: Config,
  port: number,
): Pick<Services, 'callFlow' | 'credentials' | 'signatureKey'> {
  const { credentials, isNew } = obtainCredentials(config.basicAuth);
  const publicUrl = config.publicUrl ?? new URL(`http://localhost:${port}`);
  const urls = createWebhookUrls(publicUrl, credentials);
  process.stdout.write(
    describeSetup(urls, {
      publicUrl,
      isPublicUrlSet: config.publicUrl !== undefined,
      showPassword: isNew,
      passwordFile: config.basicAuth.password === undefined ? PASSWORD_FILE : undefined,
      handsetsUrl: config.simulator
        ? `http://localhost:${port}${urls.basePath}/simulator/`
        : undefined,
    }),
  );
  const { language, voice, catalogue } = config.prompts;
  const authToken = config.twilioAuthToken;
  return {
    callFlow: { ...config.callFlow, urls, speak: createSpeak(catalogue, language, voice) },
    credentials,
    signatureKey: authToken === undefined ? undefined : { authToken, publicUrl, credentials },
  };
}

/**
 * Aborted, with the signal as its reason, by the first SIGTERM or SIGINT. Later ones change nothing:
 * under npm, a Ctrl+C arrives twice.
 */
function abortOnSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => controller.abort(signal));
  }
  return controller.signal;
}

if (require.main === module) {
  run().then(
    // A connection to a hung database must not keep the process.
    () => process.exit(0),
    (error: unknown) => {
      console.error(error instanceof UserError ? error.message : error);
      process.exit(1);
    },
  );
}
