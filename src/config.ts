import { resolve } from 'node:path';
import { config as loadDotenv } from 'dotenv';
import * as z from 'zod';
import { type DatabaseUrl, parseDatabaseUrl } from './database/database-url';
import { UserError } from './errors';
import type { LogOptions } from './http/log';
import { parseTrustProxy, type TrustProxy } from './http/trust-proxy';
import { type CountryCode, isCountry } from './operators/phone-number';
import type { PromptCatalogue } from './prompts/catalogue';
import { findLanguage, findVoiceFault, getCatalogue, LANGUAGES } from './prompts/language';
import { loadPromptsFile } from './prompts/prompts-file';
import { ABANDONMENT_RATES, SERVICE_LEVELS, type Standard } from './reports/standard';
import { findZone, ZONE_FORM } from './reports/zone';

/** Everything that is set from outside. */
export interface Config {
  server: { host: string; port: number };
  /** How many processes serve, on one port. */
  workers: number;
  /** Where Twilio reaches us, without credentials; undefined until the owner says so. */
  publicUrl: URL | undefined;
  /** Without a password, one has to be generated. */
  basicAuth: { user: string; password: string | undefined };
  /** Whose word counts on the address that a request came from. */
  trustProxy: TrustProxy;
  twilioAccountSid: string | undefined;
  twilioAuthToken: string | undefined;
  database: DatabaseUrl;
  /** How long a webhook waits for the database before it does without. */
  databaseTimeoutMs: number;
  /** The SQLite file of rows on their way to the database. */
  spoolPath: string;
  miniccV2TimeZone: string | undefined;
  callFlow: { queueName: string; menuTries: number; wrapUpSeconds: number; holdMusicUrl: string };
  prompts: { language: string; voice: string | undefined; catalogue: PromptCatalogue };
  defaultCountry: CountryCode;
  /** In whose days, and by what, reports count. */
  reports: { zone: string; standard: Standard };
  /** Whether the browser handsets are there. */
  simulator: boolean;
  log: LogOptions;
}

/** What the settings are read for: a server in production must not make up its own password. */
export type Purpose = 'server' | 'command';

/** The variables of this process, with those of a `.env` file here behind them. */
export function loadEnvironment(): NodeJS.ProcessEnv {
  const { error } = loadDotenv({ quiet: true });
  if (error && !('code' in error && error.code === 'ENOENT')) {
    throw new UserError(`.env cannot be read: ${error.message}`);
  }
  return process.env;
}

/** The variables of this process alone, as the one that started it has them. */
export function inheritEnvironment(): NodeJS.ProcessEnv {
  return process.env;
}

/** The settings in `environment`. Throws a `UserError` that names every fault with its variable. */
export function readConfig(environment: NodeJS.ProcessEnv, purpose: Purpose): Config {
  const known = SETTINGS.map((name) => [name, environment[name]] as const);
  // An empty variable is one that is not set, as in a copy of .env.example.
  const given = Object.fromEntries(
    known.filter(([, value]) => value !== '' && value !== undefined),
  );
  const result = environmentSchema.safeParse(given);
  const prompts = purpose === 'server' ? loadPrompts(given) : {};
  const faults = [
    ...(result.error?.issues ?? []).map(({ path, message }) => `${String(path[0])} ${message}`),
    ...findContradictions(given, purpose),
    ...(prompts.fault === undefined ? [] : [prompts.fault]),
  ];
  if (!result.success || faults.length > 0) {
    throw new UserError(
      ['These settings have to be corrected:', ...faults].join('\n').replaceAll('\n', '\n  '),
    );
  }
  return arrange(result.data, prompts.catalogue ?? getCatalogue(result.data.LANGUAGE));
}

/** The owner's prompts on top of ours, or why they cannot be had; neither where none are named. */
function loadPrompts({ PROMPTS_FILE, LANGUAGE }: NodeJS.ProcessEnv): {
  catalogue?: PromptCatalogue;
  fault?: string;
} {
  const language = findLanguage(LANGUAGE ?? DEFAULT_LANGUAGE);
  if (PROMPTS_FILE === undefined || language === undefined) return {};
  if (!printable.safeParse(PROMPTS_FILE).success) return {};
  try {
    return { catalogue: loadPromptsFile(PROMPTS_FILE, getCatalogue(language)) };
  } catch (error) {
    if (error instanceof UserError) return { fault: error.message };
    throw error;
  }
}

/** Faults that lie between settings. Looked for even where single settings are at fault. */
function findContradictions(given: NodeJS.ProcessEnv, purpose: Purpose): string[] {
  const { VOICE, LANGUAGE, NODE_ENV, BASIC_AUTH_PASSWORD, TWILIO_AUTH_TOKEN, PUBLIC_URL } = given;
  const isBesideTwilio =
    purpose === 'server' && given.SIMULATOR === 'on' && TWILIO_AUTH_TOKEN !== undefined;
  const language = findLanguage(LANGUAGE ?? DEFAULT_LANGUAGE);
  const voiceFault = VOICE && language ? findVoiceFault(VOICE, language) : undefined;
  const isSharedExchange =
    purpose === 'server' &&
    Number(given.WEB_CONCURRENCY) > 1 &&
    ['on', 'beside-twilio'].includes(given.SIMULATOR ?? '');
  const needsPassword = purpose === 'server' && NODE_ENV === 'production' && !BASIC_AUTH_PASSWORD;
  const needsUrl = purpose === 'server' && TWILIO_AUTH_TOKEN && !PUBLIC_URL;
  return [
    ...(voiceFault ? [`VOICE ${voiceFault}`] : []),
    ...(needsPassword ? ['BASIC_AUTH_PASSWORD must be set where NODE_ENV is production'] : []),
    ...(needsUrl
      ? ['PUBLIC_URL must be set where TWILIO_AUTH_TOKEN is: signatures are made for it']
      : []),
    ...(isBesideTwilio
      ? [
          'SIMULATOR is on where TWILIO_AUTH_TOKEN is set: its calls would stand among those of ' +
            'customers; if that is meant, set it to beside-twilio',
        ]
      : []),
    ...(isSharedExchange
      ? [
          'SIMULATOR must be off where WEB_CONCURRENCY is above 1: its exchange knows only the calls ' +
            'of its own process',
        ]
      : []),
    ...(isSpoolTheDatabase(given)
      ? ['SPOOL_PATH must be another file than that of DATABASE_URL: rows wait there for it']
      : []),
  ];
}

function isSpoolTheDatabase({ SPOOL_PATH, DATABASE_URL }: NodeJS.ProcessEnv): boolean {
  const [, database] = /^sqlite:(?:\/\/(?=\/))?(.+)$/s.exec(DATABASE_URL ?? DEFAULT_DATABASE) ?? [];
  return database !== undefined && resolve(database) === resolve(SPOOL_PATH ?? DEFAULT_SPOOL);
}

const DEFAULT_LANGUAGE = 'ja-JP';
const DEFAULT_DATABASE = 'sqlite:var/minicc.db';
const DEFAULT_SPOOL = 'var/spool.db';

const url = (protocols: string) =>
  z.string().transform((text, context) => {
    const parsed = URL.canParse(text) ? new URL(text) : undefined;
    if (parsed && new RegExp(`^(${protocols}):$`).test(parsed.protocol)) return parsed;
    context.addIssue(`must be a complete address (${protocols.replace('|', ' or ')})`);
    return z.NEVER;
  });

const publicUrl = url('https|http')
  .refine(
    ({ username, password }) => username === '' && password === '',
    'must not hold a user name or password; set BASIC_AUTH_USER and BASIC_AUTH_PASSWORD',
  )
  .refine(({ search }) => search === '', 'must not hold a query')
  .refine(({ pathname }) => !pathname.includes('//'), 'must not have an empty part in its path')
  .refine(
    ({ hostname }) => !hostname.includes('_'),
    'must not have an underscore in its host name: Twilio does not accept it',
  );

const integer = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine(
      (number) => number >= least && number <= most,
      `must be a whole number from ${least} to ${most}`,
    );

const parsed = <T>(parse: (text: string) => T | undefined, fault: string) =>
  z.string().transform((text, context) => {
    try {
      const value = parse(text);
      if (value !== undefined) return value;
      context.addIssue(fault);
    } catch (error) {
      context.addIssue(error instanceof UserError ? error.message : fault);
    }
    return z.NEVER;
  });

const printable = z
  .string()
  .regex(/^[^\p{Cc}]+$/u, 'must not hold control characters')
  .regex(/\S/, 'must not be blank');

const TRUST_PROXY_FORM =
  'must be how many proxies stand in front (1-9), or their addresses or networks, separated by ' +
  'commas, as 127.0.0.1, 10.0.0.0/8';

const environmentSchema = z.object({
  PORT: integer(0, 65_535).default(3000),
  HOST: printable.default('0.0.0.0'),
  WEB_CONCURRENCY: integer(1, 64).default(1),
  PUBLIC_URL: publicUrl.optional(),
  TRUST_PROXY: parsed(parseTrustProxy, TRUST_PROXY_FORM).optional(),
  BASIC_AUTH_USER: printable
    .refine((user) => !user.includes(':'), 'must not hold a colon')
    .default('minicc'),
  BASIC_AUTH_PASSWORD: printable.optional(),
  TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^AC[0-9a-fA-F]{32}$/, 'must be AC and 32 hexadecimal digits')
    .optional(),
  TWILIO_AUTH_TOKEN: printable.optional(),
  DATABASE_URL: parsed(parseDatabaseUrl, 'cannot be read').prefault(DEFAULT_DATABASE),
  DATABASE_TIMEOUT_MS: integer(50, 5000).default(500),
  SPOOL_PATH: printable.default(DEFAULT_SPOOL),
  MINICC_V2_TIME_ZONE: z
    .string()
    .regex(
      /^([+-](0?\d|1[0-4]):[0-5]\d|[A-Za-z][\w+/-]*)$/,
      'must be an offset or a zone, as +09:00',
    )
    .optional(),
  QUEUE_NAME: printable.max(63, 'must not be longer than 63 characters').default('support'),
  MENU_TRIES: integer(1, 99).default(3),
  WRAP_UP_SECONDS: integer(1, 600).default(3),
  HOLD_MUSIC_URL: url('https|http').prefault(
    'http://com.twilio.sounds.music.s3.amazonaws.com/MARKOVICHAMP-Borghestral.mp3',
  ),
  LANGUAGE: parsed(findLanguage, `must be one of ${LANGUAGES.join(', ')}`).prefault(
    DEFAULT_LANGUAGE,
  ),
  VOICE: printable.optional(),
  PROMPTS_FILE: printable.optional(),
  DEFAULT_COUNTRY: parsed(
    (text) => (isCountry(text.toUpperCase()) ? (text.toUpperCase() as CountryCode) : undefined),
    'must be the two letters of a country, as JP',
  ).prefault('JP'),
  TIME_ZONE: parsed(findZone, ZONE_FORM).prefault('Asia/Tokyo'),
  SERVICE_LEVEL: z
    .enum(SERVICE_LEVELS, { error: `must be one of ${SERVICE_LEVELS.join(', ')}` })
    .default('SL6'),
  SERVICE_LEVEL_SECONDS: integer(1, 3600).default(20),
  ABANDONMENT_RATE: z
    .enum(ABANDONMENT_RATES, { error: `must be one of ${ABANDONMENT_RATES.join(', ')}` })
    .default('AR2'),
  SHORT_ABANDON_SECONDS: integer(0, 3600).default(5),
  SIMULATOR: z
    .enum(['on', 'off', 'beside-twilio'], { error: 'must be on, off or beside-twilio' })
    .optional(),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be one of fatal, error, warn, info, debug, trace, silent',
    })
    .default('info'),
  LOG_NUMBERS: z.enum(['masked', 'full'], { error: 'must be masked or full' }).default('masked'),
  NODE_ENV: z.string().default('development'),
});

/** The variables that are read, in the order of `.env.example`. */
export const SETTINGS = Object.keys(environmentSchema.shape) as (keyof Environment)[];

type Environment = z.output<typeof environmentSchema>;

function arrange(environment: Environment, catalogue: PromptCatalogue): Config {
  return {
    server: { host: environment.HOST, port: environment.PORT },
    workers: environment.WEB_CONCURRENCY,
    publicUrl: environment.PUBLIC_URL,
    basicAuth: { user: environment.BASIC_AUTH_USER, password: environment.BASIC_AUTH_PASSWORD },
    trustProxy: environment.TRUST_PROXY ?? false,
    twilioAccountSid: environment.TWILIO_ACCOUNT_SID,
    twilioAuthToken: environment.TWILIO_AUTH_TOKEN,
    database: environment.DATABASE_URL,
    databaseTimeoutMs: environment.DATABASE_TIMEOUT_MS,
    spoolPath: environment.SPOOL_PATH,
    miniccV2TimeZone: environment.MINICC_V2_TIME_ZONE,
    callFlow: {
      queueName: environment.QUEUE_NAME,
      menuTries: environment.MENU_TRIES,
      wrapUpSeconds: environment.WRAP_UP_SECONDS,
      holdMusicUrl: environment.HOLD_MUSIC_URL.href,
    },
    prompts: {
      language: environment.LANGUAGE,
      voice: environment.VOICE,
      catalogue,
    },
    defaultCountry: environment.DEFAULT_COUNTRY,
    reports: {
      zone: environment.TIME_ZONE,
      standard: {
        serviceLevel: environment.SERVICE_LEVEL,
        thresholdSeconds: environment.SERVICE_LEVEL_SECONDS,
        abandonmentRate: environment.ABANDONMENT_RATE,
        shortAbandonSeconds: environment.SHORT_ABANDON_SECONDS,
      },
    },
    simulator: isSimulatorOn(environment),
    log: { level: environment.LOG_LEVEL, numbers: environment.LOG_NUMBERS },
  };
}

/** Unless it is asked for, only where nobody could mistake its calls for those of customers. */
function isSimulatorOn(environment: Environment): boolean {
  const { SIMULATOR, NODE_ENV, TWILIO_AUTH_TOKEN, WEB_CONCURRENCY } = environment;
  if (SIMULATOR !== undefined) return SIMULATOR !== 'off';
  return NODE_ENV !== 'production' && TWILIO_AUTH_TOKEN === undefined && WEB_CONCURRENCY === 1;
}
