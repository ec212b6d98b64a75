import * as z from 'zod';
import type { ExchangeEvent } from './events';

const entry = { seq: z.int().min(0), at: z.number() };
const ofCall = { ...entry, call: z.string() };
/** Of a member that a file leaves out where there is no value. */
const textOrNone = z
  .string()
  .optional()
  .transform((text) => text);
/** JSON has no infinity, and writes null. */
const duration = z
  .number()
  .nullable()
  .transform((ms) => ms ?? Number.POSITIVE_INFINITY);

const callStatus = z.enum([
  ...(['queued', 'initiated', 'ringing', 'in-progress', 'completed'] as const),
  ...(['busy', 'failed', 'no-answer', 'canceled'] as const),
]);

/** What a request can be for. */
export const requestPurpose = z.enum([
  ...(['voice-url', 'fallback-url', 'redirect', 'gather-action', 'enqueue-action'] as const),
  ...(['wait-url', 'queue-url', 'dial-action', 'number-url', 'record-action'] as const),
  ...(['recording-status-callback', 'rest-url', 'status-callback'] as const),
  'dial-status-callback',
]);

const sound = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('say'),
    text: z.string(),
    language: z.string(),
    voice: textOrNone,
  }),
  z.object({ kind: z.literal('play'), url: z.string() }),
  z.object({ kind: z.literal('digits'), digits: z.string() }),
  z.object({ kind: z.literal('silence') }),
  z.object({ kind: z.literal('ringing') }),
  z.object({ kind: z.literal('beep') }),
]);

const handsetEvents = [
  z.object({
    ...ofCall,
    type: z.literal('dial'),
    from: z.string(),
    to: z.string(),
    forwardedFrom: z.string().optional(),
    callerName: z.string().optional(),
  }),
  z.object({ ...ofCall, type: z.literal('press'), keys: z.string() }),
  z.object({ ...ofCall, type: z.literal('speak'), seconds: z.number() }),
  z.object({ ...ofCall, type: z.literal('answer') }),
  z.object({ ...ofCall, type: z.literal('reject') }),
  z.object({ ...ofCall, type: z.literal('hang-up') }),
] as const;

const callEvents = [
  z.object({
    ...ofCall,
    type: z.literal('ring'),
    parent: z.string(),
    from: z.string(),
    to: z.string(),
  }),
  z.object({ ...ofCall, type: z.literal('status'), status: callStatus }),
  z.object({ ...ofCall, type: z.literal('hear'), sound, durationMs: duration }),
  z.object({ ...ofCall, type: z.literal('cut'), heardMs: z.number() }),
  z.object({
    ...ofCall,
    type: z.literal('gathered'),
    digits: z.string(),
    finishedOnKey: z.string(),
  }),
  z.object({
    ...ofCall,
    type: z.literal('recorded'),
    recording: z.string(),
    seconds: z.number(),
  }),
  z.object({ ...ofCall, type: z.literal('enqueued'), queue: z.string(), position: z.number() }),
  z.object({
    ...ofCall,
    type: z.literal('dequeued'),
    queue: z.string(),
    position: z.number(),
    waitedSeconds: z.number(),
    by: textOrNone,
  }),
  z.object({ ...entry, type: z.literal('bridged'), calls: z.tuple([z.string(), z.string()]) }),
  z.object({
    ...entry,
    type: z.literal('parted'),
    calls: z.tuple([z.string(), z.string()]),
    seconds: z.number(),
  }),
  z.object({
    ...ofCall,
    type: z.literal('ended'),
    status: callStatus,
    seconds: z.number(),
  }),
] as const;

const webhook = { ...ofCall, request: z.int() };
const webhookEvents = [
  z.object({
    ...webhook,
    type: z.literal('request'),
    purpose: requestPurpose,
    method: z.enum(['GET', 'POST']),
    url: z.string(),
    parameters: z.array(z.tuple([z.string(), z.string()])),
    retries: z.int(),
    authorised: z.boolean(),
  }),
  z.object({
    ...webhook,
    type: z.literal('response'),
    status: z.int(),
    contentType: textOrNone,
    body: z.string(),
    tookMs: z.number(),
  }),
  z.object({
    ...webhook,
    type: z.literal('failure'),
    code: z.int(),
    message: z.string(),
    tookMs: z.number(),
  }),
] as const;

const debuggerEntry = z.object({
  ...entry,
  type: z.literal('debugger'),
  call: textOrNone,
  level: z.enum(['error', 'warning']),
  code: z.int(),
  message: z.string(),
  url: textOrNone,
  line: z
    .int()
    .optional()
    .transform((line) => line),
  text: textOrNone,
});

/** An event as it is read back from a file. */
export const eventSchema: z.ZodType<ExchangeEvent> = z.discriminatedUnion('type', [
  ...handsetEvents,
  ...callEvents,
  ...webhookEvents,
  debuggerEntry,
]);
