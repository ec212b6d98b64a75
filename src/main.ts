import { once } from 'node:events';
import { createApp, type Services } from './app';
import { type Config, loadEnvironment, readConfig } from './config';
import { closeWithin, openDatabase } from './database/database';
import { migrateAtStart } from './database/migrate-at-start';
import { findDatabaseFault } from './database/readiness';
import { WEBHOOK_BOUNDS } from './database/time-bounds';
import { UserError } from './errors';
import { createHistoryRecorder } from './history/recorder';
import { obtainCredentials, PASSWORD_FILE } from './http/kept-password';
import { listen } from './http/listen';
import { createLogger } from './http/log';
import { createOperatorDirectory } from './operators/directory';
import { createSpeak } from './prompts/prompts';
import type { BrowserHandsets } from './tryout/browser-handsets';
import { describeSetup } from './twilio/setup-instructions';
import { createWebhookUrls } from './twilio/urls';

/** Requests in flight may end within this time after a signal; the whole stop stays under 10 s. */
const GRACE_MS = 7000;
const DATABASE_CLOSE_MS = 1500;

/** Runs the server until a signal stops it. Throws a `UserError` where it cannot start. */
export async function run(): Promise<void> {
  const stop = abortOnSignal();
  const config = readConfig(loadEnvironment(), 'server');
  const log = createLogger(config.log);
  const { database, miniccV2TimeZone } = config;
  await migrateAtStart(database, { miniccV2TimeZone }, log, stop);

  const db = openDatabase(database, WEBHOOK_BOUNDS);
  const operators = createOperatorDirectory({ db, log });
  await operators.refresh();
  const { openBrowserHandsets } = config.simulator
    ? await import('./tryout/browser-handsets.js')
    : { openBrowserHandsets: undefined };
  let handsets: BrowserHandsets | undefined;
  const server = await listen(config.server, (port) => {
    const calls = prepareCalls(config, port);
    handsets = openBrowserHandsets?.(config, { credentials: calls.credentials, port, db });
    return createApp({
      ...calls,
      operators,
      history: createHistoryRecorder(db, log),
      findUnreadiness: () => findDatabaseFault(db),
      handsets: handsets?.page,
      log,
    });
  });
  log.info({ port: server.port, database: database.describe }, 'listening');

  if (!stop.aborted) await once(stop, 'abort');
  log.info({ signal: stop.reason }, 'stopping');
  operators.close();
  handsets?.close();
  await server.close(GRACE_MS);
  await closeWithin(db, DATABASE_CLOSE_MS);
  log.info('stopped');
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
