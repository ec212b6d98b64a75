import { createApp } from './app';
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
import { getCatalogue } from './prompts/language';
import { createSpeak, type Speak } from './prompts/prompts';
import { loadPromptsFile } from './prompts/prompts-file';
import { describeSetup } from './twilio/setup-instructions';
import { createWebhookUrls } from './twilio/urls';

/** Requests in flight may end within this time after a signal; the whole stop stays under 10 s. */
const GRACE_MS = 7000;
const DATABASE_CLOSE_MS = 1500;

/** Runs the server until a signal stops it. Throws a `UserError` where it cannot start. */
export async function run(): Promise<void> {
  const config = readConfig(loadEnvironment(), 'server');
  const speak = loadSpeak(config.prompts);
  const log = createLogger(config.log);
  const { credentials, isNew } = obtainCredentials(config.basicAuth);

  const stopping = new AbortController();
  const { database, miniccV2TimeZone } = config;
  await migrateAtStart(database, { miniccV2TimeZone }, log, stopping.signal);
  const db = openDatabase(database, WEBHOOK_BOUNDS);
  const operators = createOperatorDirectory({ db, log });
  await operators.refresh();

  const server = await listen(config.server, (port) => {
    const publicUrl = config.publicUrl ?? new URL(`http://localhost:${port}`);
    const urls = createWebhookUrls(publicUrl, credentials);
    process.stdout.write(
      describeSetup(urls, {
        isPublicUrlSet: config.publicUrl !== undefined,
        showPassword: isNew,
        passwordFile: config.basicAuth.password === undefined ? PASSWORD_FILE : undefined,
      }),
    );
    const authToken = config.twilioAuthToken;
    return createApp({
      callFlow: { ...config.callFlow, urls, speak },
      credentials,
      signatureKey: authToken === undefined ? undefined : { authToken, publicUrl, credentials },
      operators,
      history: createHistoryRecorder(db, log),
      findUnreadiness: () => findDatabaseFault(db),
      log,
    });
  });
  log.info({ port: server.port, database: database.describe }, 'listening');

  const signal = await nextSignal();
  log.info({ signal }, 'stopping');
  stopping.abort();
  operators.close();
  await server.close(GRACE_MS);
  await closeWithin(db, DATABASE_CLOSE_MS);
  log.info('stopped');
}

function loadSpeak({ language, voice, file }: Config['prompts']): Speak {
  const builtIn = getCatalogue(language);
  const catalogue = file === undefined ? builtIn : loadPromptsFile(file, builtIn);
  return createSpeak(catalogue, language, voice);
}

function nextSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, resolve);
  });
}

if (require.main === module) {
  run().then(
    // A connection to a hung database must not keep the process.
    () => process.exit(0),
    (error: unknown) => {
      const message = error instanceof UserError ? error.message : error;
      console.error(message);
      process.exit(1);
    },
  );
}
