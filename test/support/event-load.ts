import { type IncomingMessage, request } from 'node:http';

/** Webhooks of calls that have just ended, one after another on several lines at once. */
export interface EventLoad {
  /** The calls whose webhook was answered with 200 so far. */
  acknowledged: readonly string[];
  /** Answers other than 200 so far. */
  refused: readonly number[];
  /** Ends after the webhooks under way. */
  stop(): Promise<void>;
}

const LINES = 8;
const AUTHORIZATION = `Basic ${Buffer.from('minicc:secret').toString('base64')}`;

let calls = 0;

/** A `CallSid` that no other call of this test file has. */
export function makeCallSid(): string {
  calls += 1;
  return `CA${calls.toString(16).padStart(32, '0')}`;
}

/** Sends such webhooks, each on a connection of its own, so that they come to every worker. */
export function startEventLoad(origin: string): EventLoad {
  const acknowledged: string[] = [];
  const refused: number[] = [];
  let isOver = false;

  async function line(): Promise<void> {
    while (!isOver) {
      const callSid = makeCallSid();
      const status = await sendEvent(origin, callSid).catch(() => undefined);
      if (status === 200) acknowledged.push(callSid);
      else if (status !== undefined) refused.push(status);
      // Whoever ends takes the connections that are being handed over with it.
      else await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  const lines = Array.from({ length: LINES }, line);
  return {
    acknowledged,
    refused,
    async stop() {
      isOver = true;
      await Promise.all(lines);
    },
  };
}

/** Tells the server that a call has left the queue; gives the status of the answer. */
export async function sendEvent(origin: string, callSid: string): Promise<number | undefined> {
  const event = beginEvent(origin, callSid);
  event.end();
  return event.status;
}

/** A webhook of which the end is still to be sent. */
export interface BegunEvent {
  /** Rejects where the connection breaks. */
  status: Promise<number | undefined>;
  end(): void;
}

/** Begins to tell the server that a call has left the queue, on a connection of its own. */
export function beginEvent(origin: string, callSid: string): BegunEvent {
  const body = `CallSid=${callSid}&QueueResult=hangup&QueueTime=1`;
  const headers = {
    Authorization: AUTHORIZATION,
    'Content-Type': 'application/x-www-form-urlencoded',
    'Content-Length': body.length,
  };
  const call = request(`${origin}/exit_enqueue`, { method: 'POST', headers, agent: false });
  const status = new Promise<number | undefined>((resolve, reject) => {
    call.on('response', (response: IncomingMessage) => {
      response.resume().on('end', () => resolve(response.statusCode));
    });
    call.on('error', reject);
  });
  status.catch(() => {});
  call.write(body.slice(0, 10));
  return { status, end: () => void call.end(body.slice(10)) };
}
