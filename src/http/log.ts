import pino, { type DestinationStream, type Logger } from 'pino';
import { describeError } from '../errors';
import { maskNumber } from '../twilio/caller-id';

/** How much to log, and whether callers' numbers may stand in it. */
export interface LogOptions {
  level: string;
  numbers: 'masked' | 'full';
}

const NUMBER_COLUMNS = ['From', 'To', 'ForwardedFrom'] as const;
/** Names, and the addresses of recordings. */
const PRIVATE_COLUMNS = ['CallerName', 'RecordingUrl'] as const;

/** A log of JSON lines, to standard output unless told otherwise. */
export function createLogger(options: LogOptions, destination?: DestinationStream): Logger {
  const mask = options.numbers === 'full' ? (text: string) => text : maskNumber;
  const settings = {
    level: options.level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: {
      err: serializeError,
      from: (from: unknown) => (typeof from === 'string' ? mask(from) : undefined),
      row: (row: unknown) => (options.numbers === 'full' ? row : maskRow(row)),
    },
  };
  // Synchronous: what is left to write at the exit is nothing, also where nobody reads any more.
  return pino(settings, destination ?? pino.destination({ fd: 1, sync: true }));
}

/**
 * An error without the properties that libraries hang on it: mysql2's hold the statement with its
 * values, callers' numbers among them.
 */
function serializeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, stack } = error;
  const code = 'code' in error ? error.code : undefined;
  return { type: name, code, message: describeError(error), stack };
}

function maskRow(row: unknown): unknown {
  if (typeof row !== 'object' || row === null) return undefined;
  const masked: Record<string, unknown> = { ...row };
  for (const column of NUMBER_COLUMNS) {
    const value = masked[column];
    if (typeof value === 'string') masked[column] = maskNumber(value);
  }
  for (const column of PRIVATE_COLUMNS) {
    if (typeof masked[column] === 'string') masked[column] = '***';
  }
  return masked;
}
