import * as z from 'zod';

/** Where and as whom Twilio is asked. */
export interface TwilioQueueOptions {
  accountSid: string;
  authToken: string;
  queueName: string;
  /** Twilio's, but for tests. */
  baseUrl?: string | undefined;
  now: () => number;
}

/** Who waits in the queue at Twilio. Times are milliseconds since 1970. */
export interface QueueReading {
  /** When it was asked. */
  readAt: number;
  size: number;
  /** Those who wait; not all of them where there are very many. */
  members: { callSid: string; since: number }[];
}

/** Asks Twilio who waits in the queue. Rejects where there is no such answer in time. */
export type ReadTwilioQueue = () => Promise<QueueReading>;

const BASE_URL = 'https://api.twilio.com';
const TIMEOUT_MS = 4000;
/** The most that Twilio gives: https://www.twilio.com/docs/usage/twilios-response (paging) */
const PAGE_SIZE = 1000;
const MOST_PAGES = 20;

const queueSchema = z.object({
  sid: z.string().regex(/^QU[0-9a-fA-F]{32}$/),
  friendly_name: z.string(),
  current_size: z.number().int().nonnegative(),
});
/** A path alone: the password goes to no other host. */
const nextPage = z
  .string()
  .regex(/^\/(?![/\\])/)
  .nullish();
const queuesSchema = z.object({ queues: z.array(queueSchema), next_page_uri: nextPage });
const membersSchema = z.object({
  queue_members: z.array(
    z.object({ call_sid: z.string(), wait_time: z.coerce.number().nonnegative() }),
  ),
  next_page_uri: nextPage,
});

/** Twilio answered, but with a refusal. */
class TwilioRefusal extends Error {
  override readonly name = 'TwilioRefusal';
  readonly status: number;

  constructor(status: number) {
    super(`Twilio answered with status ${status}`);
    this.status = status;
  }
}

/**
 * The reader of one queue. Twilio's own client is not used: to load it takes a quarter of a second,
 * in which no call is answered.
 * https://www.twilio.com/docs/voice/api/queue-resource, https://www.twilio.com/docs/voice/api/member-resource
 */
export function createTwilioQueue(options: TwilioQueueOptions): ReadTwilioQueue {
  const { queueName, now } = options;
  const account = `/2010-04-01/Accounts/${options.accountSid}`;
  let sid: string | undefined;

  const get = async <T>(schema: z.ZodType<T>, path: string, signal: AbortSignal): Promise<T> =>
    schema.parse(await ask(options, path, signal));

  /** Undefined where there is none: a queue comes into being with its first caller. */
  async function findSid(signal: AbortSignal): Promise<string | undefined> {
    let path = `${account}/Queues.json?PageSize=${PAGE_SIZE}`;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const { queues, next_page_uri } = await get(queuesSchema, path, signal);
      const found = queues.find(({ friendly_name }) => friendly_name === queueName);
      if (found || !next_page_uri) return found?.sid;
      path = next_page_uri;
    }
    throw new Error('Twilio lists more queues than can be looked through');
  }

  async function readMembers(queueSid: string, signal: AbortSignal): Promise<QueueReading> {
    const readAt = now();
    const path = `${account}/Queues/${queueSid}/Members.json?PageSize=${PAGE_SIZE}`;
    const { queue_members, next_page_uri } = await get(membersSchema, path, signal);
    const members = queue_members.map(({ call_sid, wait_time }) => ({
      callSid: call_sid,
      since: readAt - wait_time * 1000,
    }));
    if (!next_page_uri) return { readAt, size: members.length, members };
    const { current_size } = await get(queueSchema, `${account}/Queues/${queueSid}.json`, signal);
    return { readAt, size: current_size, members };
  }

  return async () => {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    sid ??= await findSid(signal);
    if (sid === undefined) return { readAt: now(), size: 0, members: [] };
    try {
      return await readMembers(sid, signal);
    } catch (error) {
      // Somebody may have deleted the queue; the next caller makes another of its name.
      if (error instanceof TwilioRefusal && error.status === 404) sid = undefined;
      throw error;
    }
  };
}

async function ask(
  { baseUrl = BASE_URL, accountSid, authToken }: TwilioQueueOptions,
  path: string,
  signal: AbortSignal,
): Promise<unknown> {
  const credentials = Buffer.from(`${accountSid}:${authToken}`).toString('base64');
  const response = await fetch(new URL(path, baseUrl), {
    headers: { Authorization: `Basic ${credentials}`, Accept: 'application/json' },
    redirect: 'error',
    signal,
  });
  if (response.ok) return response.json();
  await response.body?.cancel();
  throw new TwilioRefusal(response.status);
}
