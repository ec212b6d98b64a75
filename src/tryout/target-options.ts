import { type Command, InvalidArgumentError, Option } from 'commander';
import { UserError } from '../errors';
import { type Clock, createRealClock, createVirtualClock } from '../simulator/clock';
import { parseDuration } from '../simulator/duration';
import type { ExchangeOptions } from '../simulator/exchange-types';
import { type Application, SIMULATED_NUMBER } from './own-server';

/** What `minicc phone` and `minicc load` have in common: what is called, and how. */
export interface TargetOptions {
  url?: string;
  statusCallback?: string;
  fallback?: string;
  authToken?: string;
  number: string;
  virtual?: true;
  seed?: number;
  music: number;
}

/** What is called. */
export interface Target {
  exchange: ExchangeOptions;
  /** Whether it is the server of the settings, or an application of which nothing is known. */
  isOwnServer: boolean;
}

/** Adds the options that say what is called, and how; `seed` says what follows from the seed. */
export function addTargetOptions(command: Command, { seed }: { seed: string }): Command {
  return command
    .option(
      '--url <url>',
      "another application's voice URL, with its credentials if it wants any (default: the server of these settings)",
      readUrl,
    )
    .option('--status-callback <url>', 'with --url: what is told when a call has ended', readUrl)
    .option('--fallback <url>', 'what is asked where a document fails (default: nothing)', readUrl)
    .option(
      '--auth-token <token>',
      'the key that requests are signed with (default: TWILIO_AUTH_TOKEN; with --url, any)',
    )
    .option('--number <number>', 'the number that is called', readNumber, SIMULATED_NUMBER)
    .option('--virtual', 'on a virtual clock: an hour takes seconds')
    .option('--seed <number>', seed, readWhole)
    .addOption(timeOption('--music <time>', 'how long a recording plays', 120));
}

/**
 * What is called, by the options; `ownServer` where they name no other application. Throws a
 * `UserError` where two options do not go together.
 */
export function toTarget(options: TargetOptions, ownServer: () => Application): Target {
  const { url, statusCallback, fallback, authToken, number, virtual, music } = options;
  if (url === undefined && statusCallback !== undefined) {
    throw new UserError('--status-callback goes with --url: this server has its own.');
  }
  const application: Application =
    url === undefined ? ownServer() : { voiceUrl: url, statusCallback };
  return {
    exchange: {
      ...application,
      fallbackUrl: fallback,
      ...(authToken === undefined ? {} : { authToken }),
      number,
      clock: openClock(virtual ?? false),
      playSeconds: () => music,
    },
    isOwnServer: url === undefined,
  };
}

function openClock(isVirtual: boolean): Clock {
  return isVirtual ? createVirtualClock(Date.now()) : createRealClock();
}

/** An option that takes a length of time, and gives seconds. */
export function timeOption(flags: string, description: string, seconds: number): Option {
  const shown = seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
  return new Option(flags, description).argParser(readSeconds).default(seconds, shown);
}

/** Reads a length of time, such as `90s` or `3m`, as seconds. */
function readSeconds(text: string): number {
  const seconds = parseDuration(text);
  if (seconds !== undefined && seconds > 0) return seconds;
  throw new InvalidArgumentError('It has to be a time such as 500ms, 90s, 3m or 1h.');
}

/** Reads a whole number. */
function readWhole(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It has to be a whole number of at most nine digits.');
}

/** Reads a whole number that is not 0. */
export function readCount(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It has to be a whole number from 1 to 99999.');
}

/** Reads a number above 0. */
export function readPositive(text: string): number {
  const number = Number(text);
  if (number > 0 && number <= 1000) return number;
  throw new InvalidArgumentError('It has to be a number above 0, and at most 1000.');
}

/** Reads keys of a telephone, or none. */
export function readKeys(text: string): string {
  if (/^[0-9*#wW]*$/.test(text)) return text;
  throw new InvalidArgumentError('Keys are 0-9, *, # and w, a pause of half a second.');
}

/** Reads telephone numbers with commas between them; no two are the same. */
export function readNumbers(text: string): string[] {
  return [...new Set(text.split(',').map((number) => readNumber(number.trim())))];
}

function readNumber(text: string): string {
  if (/^\+[1-9]\d{4,14}$/.test(text)) return text;
  throw new InvalidArgumentError(`“${text}” is not a number such as ${SIMULATED_NUMBER}.`);
}

function readUrl(text: string): string {
  if (URL.canParse(text) && /^https?:/.test(text)) return text;
  throw new InvalidArgumentError('It has to be a complete http or https address.');
}
