import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { createApp } from './app';
import { type Config, loadEnvironment, readConfig } from './config';
import {
  COMMAND_BOUNDS,
  explainDatabaseError,
  openDatabase,
  WEBHOOK_BOUNDS,
} from './database/database';
import { isUnreachable } from './database/dialect';
import { migrate } from './database/migrate';
import { findDatabaseFault } from './database/readiness';
import type { Tables } from './database/tables';
import { UserError } from './errors';
import { createHistoryRecorder } from './history/recorder';
import { createLogger } from './http/log';
import { createOperatorDirectory } from './operators/directory';
import { keepPassword, PASSWORD_FILE } from './password';
import { getCatalogue } from './prompts/language';
import { createSpeak, type Speak } from './prompts/prompts';
import { loadPromptsFile } from './prompts/prompts-file';
import { listen } from './server';
import { type Credentials, createWebhookUrls } from './twilio/urls';
import { describeUrls } from './welcome';

/** Requests in flight may end within this time after a signal; the whole stop stays under 10 s. */
const GRACE_MS = 7000;
const DATABASE_CLOSE_MS = 1500;
const MIGRATION_RETRY_MS = 5000;

/** Runs the server until a signal stops it. Throws a `UserError` where it cannot start. */
export async function run(): Promise<void> {
  const config = readConfig(loadEnvironment(), 'server');
  const speak = loadSpeak(config.prompts);
  const log = createLogger(config.log);
  const { credentials, isNew } = obtainCredentials(config);

  const stopMigrating = await migrateOrRetry(config, log);
  const db = openDatabase(config.database, WEBHOOK_BOUNDS);
  const operators = createOperatorDirectory({ db, log });
  await operators.refresh();

  const server = await listen(config.server, (port) => {
    const publicUrl = config.publicUrl ?? new URL(`http://localhost:${port}`);
    const urls = createWebhookUrls(publicUrl, credentials);
    process.stdout.write(
      describeUrls(urls, {
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
  log.info({ port: server.port, database: config.database.describe }, 'listening');

  const signal = await nextSignal();
  log.info({ signal }, 'stopping');
  stopMigrating();
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

function obtainCredentials(config: Config): { credentials: Credentials; isNew: boolean } {
  const { user, password } = config.basicAuth;
  if (password !== undefined) return { credentials: { user, password }, isNew: false };
  const kept = keepPassword(PASSWORD_FILE);
  return { credentials: { user, password: kept.password }, isNew: kept.isNew };
}

/**
 * Brings the database up to date. One that cannot be reached is tried again in the background:
 * callers can be told to call back, and that is better than a dead line. Gives what ends the trying.
 */
async function migrateOrRetry(config: Config, log: Logger): Promise<() => void> {
  try {
    await migrateNow(config, log);
    return () => undefined;
  } catch (error) {
    if (!isUnreachable(error)) throw explainDatabaseError(error, config.database);
    log.error({ err: error }, 'the database cannot be reached; trying again');
  }
  const timer = setInterval(async () => {
    try {
      await migrateNow(config, log);
      clearInterval(timer);
    } catch (error) {
      log.error({ err: error }, 'the database is not ready; trying again');
    }
  }, MIGRATION_RETRY_MS);
  return () => clearInterval(timer);
}

async function migrateNow(config: Config, log: Logger): Promise<void> {
  const db = openDatabase(config.database, COMMAND_BOUNDS);
  try {
    const applied = await migrate(db, { minicc2TimeZone: config.minicc2TimeZone });
    if (applied.length > 0) log.info({ migrations: applied }, 'database brought up to date');
  } finally {
    await closeWithin(db, DATABASE_CLOSE_MS);
  }
}

/** A hung server would never answer the farewell. */
async function closeWithin(db: Kysely<Tables>, timeoutMs: number): Promise<void> {
  await Promise.race([db.destroy(), sleep(timeoutMs, undefined, { ref: false })]);
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
