import pino, { type DestinationStream, type Logger } from 'pino';
import { describeError } from '../errors';
import { maskNumber, maskNumbersIn } from '../twilio/caller-id';

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
  const isFull = options.numbers === 'full';
  const [mask, maskIn] = isFull ? [asItIs, asItIs] : [maskNumber, maskNumbersIn];
  const settings = {
    level: options.level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: {
      err: (error: unknown) => serializeError(error, maskIn),
      from: (from: unknown) => (typeof from === 'string' ? mask(from) : undefined),
      row: (row: unknown) => (isFull ? row : maskRow(row)),
    },
  };
  return pino(settings, destination ?? createOutput());
}

/** Lines that tell of nothing wrong may wait so long; a person does not notice. */
const LATE_MS = 20;
/** What a pipe takes in one piece, so that the lines of several processes do not mix; all but long errors fit. */
const PIPE_BYTES = 4096;
const WARN = 40;

/**
 * Standard output, to which ordinary lines go several at a time: a write costs as much for one line as
 * for many, and more than all else that is done for it. A warning goes at once, with all before it.
 * Synchronous: what is left to write at the exit is nothing, also where nobody reads any more.
 */
function createOutput(): DestinationStream {
  const output = pino.destination({
    fd: 1,
    sync: true,
    minLength: PIPE_BYTES - 1,
    maxWrite: PIPE_BYTES,
  });
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    output.flush();
  };
  process.on('exit', flush);
  return {
    // Has pino say of what level a line is: https://getpino.io/#/docs/api?id=metadata
    [Symbol.for('pino.metadata')]: true,
    lastLevel: 0,
    write(line: string) {
      output.write(line);
      if (this.lastLevel >= WARN) flush();
      else timer ??= setTimeout(flush, LATE_MS).unref();
    },
  } as DestinationStream & { lastLevel: number };
}

const asItIs = (text: string) => text;

/**
 * An error without the properties that libraries hang on it: mysql2's hold the statement with its
 * values, callers' numbers among them. Its message may quote a value that the database refused.
 */
function serializeError(error: unknown, maskIn: (text: string) => string): object {
  if (!(error instanceof Error)) return { message: maskIn(String(error)) };
  const { name, stack = '' } = error;
  const code = 'code' in error ? error.code : undefined;
  return { type: name, code, message: maskIn(describeError(error)), stack: maskIn(stack) };
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
