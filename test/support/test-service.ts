import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Express } from 'express';
import supertest from 'supertest';
import { createApp } from '../../src/app';
import { FOR_REPORTS, openDatabase } from '../../src/database/database';
import type { DatabaseUrl } from '../../src/database/database-url';
import type { DialectName } from '../../src/database/dialect';
import { openLocalStore } from '../../src/database/local-store';
import { migrate } from '../../src/database/migrate';
import { findPoolUse } from '../../src/database/pool-use';
import { findDatabaseFault } from '../../src/database/readiness';
import type { Database } from '../../src/database/tables';
import { REPORT_BOUNDS } from '../../src/database/time-bounds';
import { openDrainedSpool } from '../../src/history/drained-spool';
import { createHistoryRecorder } from '../../src/history/recorder';
import type { Spool } from '../../src/history/spool';
import { createLogger } from '../../src/http/log';
import type { TrustProxy } from '../../src/http/trust-proxy';
import { createMetrics } from '../../src/metrics/metrics';
import { createOperatorDirectory } from '../../src/operators/directory';
import { getCatalogue } from '../../src/prompts/language';
import { createSpeak, type Speak } from '../../src/prompts/prompts';
import { createReport } from '../../src/reports/figures/create-report';
import { createReportsRouter } from '../../src/reports/http/router';
import type { Standard } from '../../src/reports/standard';
import { createWebhookUrls } from '../../src/twilio/urls';
import { openWallboard, type WallboardOptions } from '../../src/wallboard/wallboard';
import { createOwnDatabase } from './test-database';

/** The credentials of every test service. */
export const CREDENTIALS = { user: 'user', password: 'p@ss:w/rd' };

/** What reports measure by unless told otherwise. */
export const DEFAULT_STANDARD: Standard = {
  serviceLevel: 'SL6',
  abandonmentRate: 'AR2',
  thresholdSeconds: 20,
  shortAbandonSeconds: 5,
};

/** A well-formed call. */
export const CALL_SID = 'CA1a7d24cb5323c60e5ebf5a91280afe39';

/** What a test may set differently. */
export interface TestServiceOptions {
  publicUrl?: string;
  language?: string;
  speak?: Speak;
  menuTries?: number;
  authToken?: string;
  numbers?: 'masked' | 'full';
  trustProxy?: TrustProxy;
  /** Where rows wait for the database; a place of the test's own unless told otherwise. */
  spoolPath?: string;
  /** Whose queue the wallboard asks for, if it asks Twilio at all. */
  queue?: WallboardOptions['queue'];
  /** The clock of the service; the real one unless told otherwise. */
  now?: () => Date;
}

/** The whole app on a real database, and what it logged. */
export interface TestService {
  app: Express;
  db: Database;
  location: DatabaseUrl;
  spool: Spool;
  /** The log so far, a line an entry. */
  logLines: Record<string, unknown>[];
  /** A request with the right credentials. */
  post(path: string, form?: object, headers?: Record<string, string>): supertest.Test;
  get(path: string, query?: object): supertest.Test;
  /** Requests without credentials. */
  agent: ReturnType<typeof supertest>;
  close(): Promise<void>;
}

/** Builds the app of a test on a database of its own, brought up to date. */
export async function createTestService(
  dialect: DialectName,
  options: TestServiceOptions = {},
): Promise<TestService> {
  const own = await createOwnDatabase(dialect);
  const reportsDb = openDatabase(own.location, REPORT_BOUNDS, FOR_REPORTS);
  await migrate(own.db);
  const logLines: Record<string, unknown>[] = [];
  const { numbers = 'masked', now = () => new Date() } = options;
  const log = createLogger(
    { level: 'debug', numbers },
    { write: (line) => logLines.push(JSON.parse(line)) },
  );
  const language = options.language ?? 'ja-JP';
  const publicUrl = new URL(options.publicUrl ?? 'https://cc.example.com');
  const metrics = createMetrics('0.0.0-test');
  const { onLookup, onPinRefused } = metrics;
  const operators = createOperatorDirectory({ db: own.db, log, onLookup, onPinRefused });
  const spoolFolder = mkdtempSync(join(tmpdir(), 'minicc-spool-'));
  const store = openLocalStore(options.spoolPath ?? join(spoolFolder, 'spool.db'), log);
  const { history: meter } = metrics;
  const { spool, stop: stopDrain } = openDrainedSpool({ db: own.db, store, meter, log });
  metrics.watchSpool(spool);
  metrics.watchPool(() => findPoolUse(own.db));
  const wallboard = openWallboard({
    db: reportsDb,
    liveDb: own.db,
    readReport: (period, at) =>
      createReport(reportsDb, { period, standard: DEFAULT_STANDARD, by: [], now: at }),
    queue: options.queue,
    language,
    zone: 'UTC',
    thresholdSeconds: DEFAULT_STANDARD.thresholdSeconds,
    now,
    log,
  });
  const { authToken } = options;
  const stopping = new AbortController();
  const app = createApp({
    callFlow: {
      urls: createWebhookUrls(publicUrl, CREDENTIALS),
      speak: options.speak ?? createSpeak(getCatalogue(language), language, undefined),
      queueName: 'support',
      menuTries: options.menuTries ?? 3,
      wrapUpSeconds: 3,
      holdMusicUrl: 'https://example.com/music.mp3',
    },
    credentials: CREDENTIALS,
    signatureKey: authToken ? { authToken, publicUrl, credentials: CREDENTIALS } : undefined,
    operators,
    history: createHistoryRecorder({ db: own.db, spool, meter, log }),
    findUnreadiness: () => findDatabaseFault(own.db),
    readSpool: spool.readState,
    metrics,
    trustProxy: options.trustProxy ?? false,
    stopping: stopping.signal,
    now,
    wallboard,
    reports: createReportsRouter({
      db: reportsDb,
      defaults: { zone: 'UTC', standard: DEFAULT_STANDARD },
      language,
      country: 'JP',
      now,
      stopping: stopping.signal,
      log,
    }),
    log,
  });
  const agent = supertest(app);
  const { user, password } = CREDENTIALS;
  return {
    app,
    db: own.db,
    location: own.location,
    spool,
    logLines,
    agent,
    post: (path, form = {}, headers = {}) =>
      agent.post(path).auth(user, password).set(headers).type('form').send(form),
    get: (path, query = {}) => agent.get(path).auth(user, password).query(query),
    async close() {
      stopping.abort();
      operators.close();
      wallboard.closeStreams();
      await wallboard.close();
      await stopDrain();
      await store.close();
      rmSync(spoolFolder, { recursive: true });
      await reportsDb.destroy();
      await own.close();
    },
  };
}
