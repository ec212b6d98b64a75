import type { Logger } from 'pino';
import { createApp, type Services } from '../app';
import type { Config } from '../config';
import { findPoolUse } from '../database/pool-use';
import { findDatabaseFault } from '../database/readiness';
import { createHistoryRecorder } from '../history/recorder';
import { MAX_CONNECTIONS } from '../http/client-limits';
import { createDropWarning } from '../http/dropped-connections';
import { type ObtainedCredentials, obtainCredentials } from '../http/kept-password';
import { listen } from '../http/listen';
import { loadOnFirstUse } from '../http/load-on-first-use';
import type { Metrics } from '../metrics/metrics';
import { createOperatorDirectory } from '../operators/directory';
import { createSpeak } from '../prompts/prompts';
import type { BrowserHandsets } from '../tryout/browser-handsets';
import { type Credentials, createWebhookUrls } from '../twilio/urls';
import { openWallboard, type Wallboard } from '../wallboard/wallboard';
import type { Keeping } from './keeping';
import { loadPages } from './load-pages';
import type { Pools } from './pools';

/** A server that answers webhooks. */
export interface WebServer extends ObtainedCredentials {
  port: number;
  /** Takes no new connections, lets requests end within 5 s, and writes what was heard last. */
  close(): Promise<void>;
}

/** What a `WebServer` is made of. */
export interface WebServerOptions {
  config: Config;
  pools: Pools;
  keeping: Keeping;
  metrics: Metrics;
  /** Those of the other workers; without them, the kept password is taken, or made. */
  credentials?: Credentials | undefined;
  stopping: AbortSignal;
  log: Logger;
}

/** Requests in flight may end within this time after a signal; the whole stop stays under 10 s. */
const GRACE_MS = 5000;

/** Listens, and answers. Throws a `UserError` where it cannot. */
export async function openWebServer(options: WebServerOptions): Promise<WebServer> {
  const { config, pools, metrics, stopping, log } = options;
  const wallboard = openOwnWallboard(options);
  const services = { ...createServices(options), wallboard };
  const { openBrowserHandsets } = config.simulator
    ? await import('../tryout/browser-handsets.js')
    : { openBrowserHandsets: undefined };
  let handsets: BrowserHandsets | undefined;
  let obtained: ObtainedCredentials | undefined;
  const openApp = (port: number) => {
    obtained = obtain(options);
    const { credentials } = obtained;
    handsets = openBrowserHandsets?.(config, { credentials, port, db: pools.db });
    return createApp({
      ...prepareCalls(config, port, credentials),
      ...services,
      trustProxy: config.trustProxy,
      stopping,
      now: () => new Date(),
      handsets: handsets?.page,
      reports: createReports(options),
      log,
    });
  };
  const onDropped = createDropWarning({ log, onDropped: metrics.onDropped });
  const maxConnections = Math.ceil(MAX_CONNECTIONS / config.workers);
  const server = await listen(config.server, openApp, { onDropped, maxConnections });
  void loadPages(stopping);
  return {
    ...(obtained as ObtainedCredentials),
    port: server.port,
    async close() {
      handsets?.close();
      wallboard.closeStreams();
      await server.close(GRACE_MS);
      await wallboard.close();
    },
  };
}

function obtain({ credentials, config }: WebServerOptions): ObtainedCredentials {
  return credentials ? { credentials, isNew: false } : obtainCredentials(config.basicAuth);
}

/** What the routes ask: operators, history, readiness, figures. */
function createServices({ pools, keeping, metrics, log }: WebServerOptions) {
  const { db } = pools;
  const { spool, memory } = keeping;
  const { onLookup, onPinRefused, history: meter } = metrics;
  metrics.watchPool(() => findPoolUse(db));
  return {
    operators: createOperatorDirectory({ db, memory, log, onLookup, onPinRefused }),
    history: createHistoryRecorder({ db, spool, meter, log }),
    findUnreadiness: () => findDatabaseFault(db),
    readSpool: spool.readState,
    metrics,
  };
}

function openOwnWallboard({ config, pools, log }: WebServerOptions): Wallboard {
  const { reportsDb, drainDb } = pools;
  const { standard } = config.reports;
  return openWallboard({
    ...describeWallboard(config),
    db: reportsDb,
    liveDb: drainDb,
    async readReport(period, now) {
      const { createReport } = await import('../reports/figures/create-report.js');
      return createReport(reportsDb, { period, standard, by: [], now });
    },
    now: () => new Date(),
    log,
  });
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

function createReports({ config, pools, stopping, log }: WebServerOptions) {
  return loadOnFirstUse(async () => {
    const { createReportsRouter } = await import('../reports/http/router.js');
    return createReportsRouter({
      db: pools.reportsDb,
      defaults: config.reports,
      language: config.prompts.language,
      country: config.defaultCountry,
      now: () => new Date(),
      stopping,
      log,
    });
  });
}

/** What calls are answered with, and who may ask. */
function prepareCalls(
  config: Config,
  port: number,
  credentials: Credentials,
): Pick<Services, 'callFlow' | 'credentials' | 'signatureKey'> {
  const publicUrl = config.publicUrl ?? new URL(`http://localhost:${port}`);
  const urls = createWebhookUrls(publicUrl, credentials);
  const { language, voice, catalogue } = config.prompts;
  const authToken = config.twilioAuthToken;
  return {
    callFlow: { ...config.callFlow, urls, speak: createSpeak(catalogue, language, voice) },
    credentials,
    signatureKey: authToken === undefined ? undefined : { authToken, publicUrl, credentials },
  };
}
