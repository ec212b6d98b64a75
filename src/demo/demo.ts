import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Config, readConfig, SETTINGS } from '../config';
import { closeWithin, openDatabase } from '../database/database';
import { migrate } from '../database/migrate';
import type { Database } from '../database/tables';
import { COMMAND_BOUNDS } from '../database/time-bounds';
import { describeError, UserError } from '../errors';
import { saveOperator } from '../operators/operators-table';
import { createVirtualClock } from '../simulator/clock';
import type { ExchangeEvent } from '../simulator/events';
import { createExchange } from '../simulator/exchange';
import type { Exchange } from '../simulator/exchange-types';
import { aimAtOwnServer, SIMULATED_NUMBER } from '../tryout/own-server';
import { createProgressLine } from '../tryout/progress-line';
import type { Credentials } from '../twilio/urls';
import { actOut } from './act';
import { createPromptFinder, promptText } from './find-prompt';
import { lockFolder } from './folder-lock';
import { isPortTaken } from './is-port-taken';
import {
  formatTime,
  type LayoutOptions,
  layOutHeading,
  layOutParagraph,
  layOutStory,
  layOutSummary,
} from './layout';
import { MORNING, timeOfDayMs } from './plot';
import { findReaderLanguage } from './reader-language';
import { type Row, readRows } from './rows';
import { type ServerProcess, ServerStartError, startServer } from './server-process';
import { createStory } from './story';
import { createStyle } from './style';
import { getTexts } from './texts/get-texts';
import type { DemoTexts } from './texts/texts';

const PROGRAM_FOLDER = join(__dirname, '..');
const FOLDER = 'var/demo';
const DATABASE = join(FOLDER, 'minicc.db');
const LOG = join(FOLDER, 'server.log');
const LOCK = join(FOLDER, 'demo.pid');
/** Nobody but this machine can come to the server, and nothing real is in it. */
const CREDENTIALS: Credentials = { user: 'demo', password: 'demo' };
const CLOSE_MS = 1500;
const COLUMNS = { least: 60, most: 100 };

/** Plays a morning and stays up until `stop` is aborted. Throws a `UserError` where it cannot. */
async function run(environment: NodeJS.ProcessEnv, stop: AbortSignal): Promise<void> {
  const beganAt = performance.now();
  const layout = createLayout(environment);
  const { texts, language } = layout;
  const progress = createProgressLine(process.stderr);
  progress.show(texts.starting);

  const unlock = lockOwnFolder(texts);
  process.once('exit', unlock);
  const db = await openOwnDatabase(texts);
  const wanted = readSettings(environment, language);
  const wantedPort = wanted.config.server.port;
  const isTaken = wantedPort !== 0 && (await isPortTaken(wantedPort));
  const { settings, config } = isTaken ? readSettings({ PORT: '0' }, language) : wanted;
  const server = await startOwnServer({ ...environment, ...settings }, texts, stop);
  if (!server) return;
  try {
    const exchange = openExchange(config, server.port);
    const stopped = whenAborted(stop);
    const outcome = await Promise.race([
      playMorning(exchange, texts, progress.show).then(() => 'over' as const),
      server.ended,
      stopped,
    ]);
    progress.clear();
    if (outcome === 'over') {
      const { events } = exchange.transcript;
      const rows = await readRows(db);
      await exchange.close();
      const tookSeconds = (performance.now() - beganAt) / 1000;
      print([
        ...layOutMorning(events, rows, tookSeconds, layout),
        ...layOutInvitation(server.port, isTaken ? wantedPort : undefined, layout),
      ]);
    }
    await closeWithin(db, CLOSE_MS);
    await Promise.race([server.ended, stopped]);
    if (!stop.aborted) throw new UserError(texts.serverEnded(LOG));
  } finally {
    await server.stop();
  }
  print(['', texts.stopped]);
}

function createLayout(environment: NodeJS.ProcessEnv): LayoutOptions {
  const { locale } = new Intl.DateTimeFormat().resolvedOptions();
  const language = findReaderLanguage(environment, locale);
  const columns = process.stdout.columns ?? COLUMNS.most;
  return {
    texts: getTexts(language),
    language,
    columns: Math.min(COLUMNS.most, Math.max(COLUMNS.least, columns)),
    style: createStyle(isColoured(environment)),
  };
}

function lockOwnFolder(texts: DemoTexts): () => void {
  try {
    mkdirSync(FOLDER, { recursive: true, mode: 0o700 });
    return lockFolder(LOCK, (pid) => texts.runsAlready(FOLDER, pid));
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(texts.cannotWrite(FOLDER, describeError(error)));
  }
}

/** A new database with the plot's operators in it; the one of an earlier demo is removed. */
async function openOwnDatabase(texts: DemoTexts): Promise<Database> {
  try {
    for (const ending of ['', '-wal', '-shm']) rmSync(DATABASE + ending, { force: true });
    const db = openDatabase(
      { dialect: 'sqlite', path: resolve(DATABASE), describe: DATABASE },
      COMMAND_BOUNDS,
    );
    await migrate(db);
    for (const { number, key } of MORNING.operators) {
      await saveOperator(db, { telnum: number, name: texts.operators[key] });
    }
    return db;
  } catch (error) {
    throw new UserError(texts.cannotWrite(FOLDER, describeError(error)));
  }
}

/**
 * The server's settings: every one is set, so that none comes from a `.env` or from the owner's
 * environment. Throws a `UserError` where the port is no port.
 */
function readSettings(
  { PORT }: NodeJS.ProcessEnv,
  language: string,
): { settings: Record<string, string>; config: Config } {
  const settings = {
    ...Object.fromEntries(SETTINGS.map((name) => [name, ''])),
    ...(PORT === undefined ? {} : { PORT }),
    HOST: '127.0.0.1',
    BASIC_AUTH_USER: CREDENTIALS.user,
    BASIC_AUTH_PASSWORD: CREDENTIALS.password,
    DATABASE_URL: `sqlite:${resolve(DATABASE)}`,
    LANGUAGE: language,
    SIMULATOR: 'on',
    LOG_LEVEL: 'info',
    NODE_ENV: 'development',
  };
  return { settings, config: readConfig(settings, 'server') };
}

/** The server, or undefined where it was stopped before it listened. */
async function startOwnServer(
  environment: NodeJS.ProcessEnv,
  texts: DemoTexts,
  signal: AbortSignal,
): Promise<ServerProcess | undefined> {
  try {
    return await startServer({
      programFolder: PROGRAM_FOLDER,
      environment,
      folder: FOLDER,
      logFile: LOG,
      signal,
    });
  } catch (error) {
    if (signal.aborted) return undefined;
    if (!(error instanceof ServerStartError)) throw error;
    throw new UserError(texts.serverDidNotStart(error.message));
  }
}

/** Today, at the time at which the plot opens, here. */
function findOpening(): number {
  return new Date().setHours(0, 0, 0, timeOfDayMs(MORNING.opensAt));
}

function openExchange(config: Config, port: number): Exchange {
  return createExchange({
    ...aimAtOwnServer(config, CREDENTIALS, port),
    clock: createVirtualClock(findOpening()),
    number: SIMULATED_NUMBER,
    seed: MORNING.seed,
    playSeconds: () => MORNING.musicSeconds,
  });
}

async function playMorning(
  exchange: Exchange,
  texts: DemoTexts,
  show: (line: string) => void,
): Promise<void> {
  let calls = 0;
  exchange.transcript.subscribe(({ type, at }) => {
    if (type === 'dial') calls += 1;
    if (type === 'dial' || type === 'hear') show(texts.progress(formatTime(at), calls));
  });
  await actOut(exchange, MORNING);
}

function layOutMorning(
  events: readonly ExchangeEvent[],
  rows: readonly Row[],
  tookSeconds: number,
  layout: LayoutOptions,
): string[] {
  const { texts, style, language } = layout;
  const findPrompt = createPromptFinder(language);
  const story = createStory({ plot: MORNING, events, findPrompt }, rows);
  return [
    '',
    style.bold(texts.title),
    '',
    ...layOutParagraph(texts.intro, layout),
    '',
    ...layOutParagraph(texts.menuIsHeard(promptText(language, 'menu')), layout),
    ...layOutStory(story, MORNING, layout),
    ...layOutSummary(story.summary, tookSeconds, layout),
  ];
}

/** What the reader can do now; `takenPort` is the one that could not be had. */
function layOutInvitation(
  port: number,
  takenPort: number | undefined,
  layout: LayoutOptions,
): string[] {
  const { texts, style } = layout;
  const operators = MORNING.operators.map(({ key, number }) => ({
    name: texts.operators[key],
    number,
  }));
  return [
    ...layOutHeading(texts.yourTurnTitle, layout),
    ...layOutParagraph(texts.serverStays, layout),
    '',
    `  ${style.bold(`http://localhost:${port}/simulator/`)}`,
    `  ${style.bold(texts.credentials(CREDENTIALS.user, CREDENTIALS.password))}`,
    ...(takenPort === undefined ? [] : layOutParagraph(texts.portIsTaken(takenPort), layout, '  ')),
    '',
    ...texts
      .toTry(operators)
      .flatMap((step, index) => layOutParagraph(step, layout, `  ${index + 1}. `)),
    '',
    ...layOutParagraph(texts.files(DATABASE, LOG), layout),
    ...layOutParagraph(texts.howToStop, layout),
  ];
}

/** https://no-color.org */
function isColoured({ NO_COLOR, TERM }: NodeJS.ProcessEnv): boolean {
  return process.stdout.isTTY === true && !NO_COLOR && TERM !== 'dumb';
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

function whenAborted(signal: AbortSignal): Promise<'aborted'> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve('aborted');
    signal.addEventListener('abort', () => resolve('aborted'), { once: true });
  });
}

/** Under npm, a Ctrl+C arrives twice: the second changes nothing. */
function abortOnSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => controller.abort(signal));
  }
  // Nobody reads any more, as behind `head`.
  process.stdout.on('error', () => controller.abort('EPIPE'));
  return controller.signal;
}

// biome-ignore lint/style/noProcessEnv: src/config.ts reads .env too, which is the owner's and not the demo's.
run(process.env, abortOnSignal()).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof UserError ? error.message : error);
    process.exit(1);
  },
);
