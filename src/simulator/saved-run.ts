import * as z from 'zod';
import { describeError, UserError } from '../errors';
import { eventSchema, requestPurpose } from './event-schema';
import type { ExchangeEvent } from './events';
import type { Exchange } from './exchange-types';
import type { FaultRule } from './faults';

/** What an exchange was set to, as far as what happened follows from it. */
export interface RunOptions extends RunCircumstances {
  clock: 'real' | 'virtual';
  /** The number that handsets dialled. */
  number: string;
  seed: number;
  accountSid: string;
  /** What its clock showed at the start: milliseconds since 1970, UTC. */
  startedAt: number;
}

/** What an exchange cannot tell of a run by itself. */
export interface RunCircumstances {
  maxQueueSize?: number | undefined;
  /** How long a recording played; each as long as any other. */
  musicSeconds?: number | undefined;
  faults?: readonly FaultRule[] | undefined;
  /** What people call the telephones, by number. */
  names?: Readonly<Record<string, string>> | undefined;
  /** Faults that were set later, in order, each just before the event with this `seq`. */
  faultChanges?: readonly FaultChange[] | undefined;
}

/** The faults in force from an event on. */
export interface FaultChange {
  /** Of the event that came next. */
  seq: number;
  /** Milliseconds since 1970, UTC. */
  at: number;
  faults: readonly FaultRule[];
}

/** A run of an exchange, to be put into a file and replayed. */
export interface SavedRun {
  format: typeof FORMAT;
  version: typeof VERSION;
  options: RunOptions;
  events: readonly ExchangeEvent[];
}

type RecordedExchange = Pick<
  Exchange,
  'clock' | 'number' | 'seed' | 'accountSid' | 'startedAt' | 'transcript'
>;

const FORMAT = 'minicc-exchange-run';
const VERSION = 1;

/**
 * A run as it stands now, to be written to a file as JSON; without the credentials that URLs hold,
 * as such files are passed on. Throws a `UserError` where the transcript no longer holds the beginning.
 */
export function saveRun(
  { clock, number, seed, accountSid, startedAt, transcript }: RecordedExchange,
  circumstances: RunCircumstances = {},
): SavedRun {
  const { events } = transcript;
  if ((events[0]?.seq ?? 0) > 0) {
    throw new UserError('The run cannot be saved whole: its first events are no longer kept.');
  }
  return {
    format: FORMAT,
    version: VERSION,
    options: {
      clock: clock.isVirtual ? 'virtual' : 'real',
      ...{ number, seed, accountSid, startedAt },
      ...circumstances,
    },
    events: events.map(withoutCredentials),
  };
}

function withoutCredentials<T>(value: T): T {
  if (typeof value === 'string') return value.replace(CREDENTIALS, '$1…@') as T;
  if (Array.isArray(value)) return value.map(withoutCredentials) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, withoutCredentials(member)]),
  ) as T;
}

const CREDENTIALS = /(\bhttps?:\/\/)[^\s/?#@"'<>]+@/gi;

/** The run in a file's `content`. Throws a `UserError` of one line that names the file. */
export function parseSavedRun(content: string, fileName: string): SavedRun {
  const file = readJson(content, fileName);
  const { format, version } = headSchema.safeParse(file).data ?? {};
  if (format !== FORMAT) throw new UserError(`${fileName} is not a saved run.`);
  if (version !== VERSION) {
    throw new UserError(
      `${fileName} is a saved run of version ${version}; only version ${VERSION} can be read.`,
    );
  }
  const { data, error } = runSchema.safeParse(file);
  if (data) return data;
  const [issue] = error.issues;
  throw new UserError(
    `${fileName} is damaged: ${issue?.path.join('.') || 'run'}: ${issue?.message}`,
  );
}

function readJson(content: string, fileName: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    const [reason] = describeError(error).split('\n');
    throw new UserError(`${fileName} is not a saved run: ${reason}`);
  }
}

const headSchema = z.object({ format: z.unknown(), version: z.unknown() });

const faultSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('slow'), seconds: z.number() }),
  z.object({ kind: z.literal('lost-answer') }),
  z.object({ kind: z.literal('lost') }),
  z.object({ kind: z.literal('late'), seconds: z.number() }),
  z.object({ kind: z.literal('status'), status: z.int() }),
  z.object({ kind: z.literal('repeat') }),
  z.object({ kind: z.literal('refused') }),
]);

const faultRuleSchema = z.object({
  fault: faultSchema,
  purpose: requestPurpose.optional(),
  from: z.string().optional(),
  after: z.int().optional(),
  times: z.int().optional(),
  share: z.number().optional(),
});

const runSchema: z.ZodType<SavedRun> = z.object({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  options: z.object({
    clock: z.enum(['real', 'virtual']),
    number: z.string(),
    seed: z.number(),
    accountSid: z.string(),
    startedAt: z.number(),
    maxQueueSize: z.int().optional(),
    musicSeconds: z.number().optional(),
    faults: z.array(faultRuleSchema).optional(),
    names: z.record(z.string(), z.string()).optional(),
    faultChanges: z
      .array(z.object({ seq: z.int(), at: z.number(), faults: z.array(faultRuleSchema) }))
      .optional(),
  }),
  events: z.array(eventSchema).refine((events) => events.every(({ seq }, index) => seq === index), {
    message: 'events are missing or out of order',
  }),
});
