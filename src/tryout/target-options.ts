import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Clock, createRealClock, createVirtualClock } from '../simulator/clock';
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

/** Adds the options that say what is called, and how. */
export function addTargetOptions(command: Command): Command {
  return command
    .option(
      '--url <url>',
      "the application's voice URL (default: the server of these settings)",
      readUrl,
    )
    .option(
      '--status-callback <url>',
      'what is told when a call has ended, where --url is given',
      readUrl,
    )
    .option('--fallback <url>', 'what is asked where a document fails', readUrl)
    .option('--auth-token <token>', 'the key that requests are signed with')
    .option('--number <number>', 'the number that is called', SIMULATED_NUMBER)
    .option('--virtual', 'on a virtual clock: an hour takes seconds')
    .option('--seed <number>', 'the same seed gives the same run', readWhole)
    .addOption(timeOption('--music <time>', 'how long a recording plays', 120));
}

/** What an exchange is made of, by the options; `ownServer` where they name no other application. */
export function toExchangeOptions(
  options: TargetOptions,
  ownServer: () => Application,
): ExchangeOptions {
  const { url, statusCallback, fallback, authToken, number, virtual, music } = options;
  const application: Application =
    url === undefined ? ownServer() : { voiceUrl: url, statusCallback, authToken };
  return {
    ...application,
    fallbackUrl: fallback,
    ...(authToken === undefined ? {} : { authToken }),
    number,
    clock: openClock(virtual ?? false),
    playSeconds: () => music,
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
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  const seconds = Number(number) * ({ ms: 0.001, s: 1, m: 60, h: 3600 }[unit] ?? 0);
  if (seconds > 0) return seconds;
  throw new InvalidArgumentError('It has to be a time such as 500ms, 90s, 3m or 1h.');
}

/** Reads a whole number. */
function readWhole(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It has to be a whole number.');
}

/** Reads a whole number that is not 0. */
export function readCount(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It has to be a whole number from 1.');
}

/** Reads a number above 0. */
export function readPositive(text: string): number {
  const number = Number(text);
  if (number > 0 && number < 1e6) return number;
  throw new InvalidArgumentError('It has to be a number above 0.');
}

function readUrl(text: string): string {
  if (URL.canParse(text) && /^https?:/.test(text)) return text;
  throw new InvalidArgumentError('It has to be a complete http or https address.');
}
