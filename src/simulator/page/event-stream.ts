import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import type { ExchangeEvent } from '../events';
import type { Exchange } from '../exchange-types';
import type { StreamState } from './protocol';

/** Proxies cut connections that are silent for a minute. */
const HEARTBEAT_MS = 15_000;
const RETRY_MS = 1000;

/** A transcript as Server-Sent Events. */
export interface EventStream {
  answer: RequestHandler;
  /** Ends the streams that are open, and lets no new one begin. */
  close(): void;
}

/**
 * Streams what happened so far, then what happens. A browser that was cut off goes on where it was:
 * https://html.spec.whatwg.org/multipage/server-sent-events.html (Last-Event-ID)
 */
export function createEventStream(exchange: Exchange): EventStream {
  const { transcript, clock } = exchange;
  // Sequence numbers of another run of the program mean other events.
  const run = randomUUID();
  const open = new Set<Response>();
  let isClosed = false;

  const send = (response: Response, event: ExchangeEvent) =>
    response.write(`id: ${run}.${event.seq}\ndata: ${JSON.stringify(event)}\n\n`);

  return {
    answer(request, response) {
      if (isClosed) {
        response.status(503).json({ error: 'The exchange is stopping.' });
        return;
      }
      const next = findResumption(request.get('Last-Event-ID'), run, transcript.events);
      const state: StreamState = {
        isResumed: next !== undefined,
        now: clock.now(),
        ticks: !clock.isVirtual,
      };
      response.status(200).set({
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store',
        // Nginx would collect events before it passes them on.
        'X-Accel-Buffering': 'no',
      });
      if (request.method === 'HEAD') {
        response.end();
        return;
      }
      response.write(`retry: ${RETRY_MS}\nevent: state\ndata: ${JSON.stringify(state)}\n\n`);
      for (const event of transcript.events) {
        if (next === undefined || event.seq >= next) send(response, event);
      }
      const unsubscribe = transcript.subscribe((event) => send(response, event));
      const heartbeat = setInterval(() => response.write(':\n\n'), HEARTBEAT_MS);
      heartbeat.unref();
      open.add(response);
      response.once('close', () => {
        open.delete(response);
        clearInterval(heartbeat);
        unsubscribe();
      });
    },
    close() {
      isClosed = true;
      for (const response of open) response.end();
    },
  };
}

/** The `seq` to go on with, or undefined where the reader cannot have everything up to there. */
function findResumption(
  lastEventId: string | undefined,
  run: string,
  events: readonly ExchangeEvent[],
): number | undefined {
  const [itsRun, seq] = lastEventId?.split('.') ?? [];
  if (itsRun !== run || !/^\d+$/.test(seq ?? '')) return undefined;
  const next = Number(seq) + 1;
  const [first] = events;
  const last = events.at(-1);
  const isKept = first !== undefined && last !== undefined && first.seq <= next;
  return isKept && next <= last.seq + 1 ? next : undefined;
}
