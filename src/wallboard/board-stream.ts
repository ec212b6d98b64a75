import type { RequestHandler, Response } from 'express';
import type { BoardMessage } from './board';
import type { BoardWatch } from './board-watch';

/** Boards as Server-Sent Events. */
export interface BoardStream {
  answer: RequestHandler;
  /** Ends the streams that are open, and lets no new one begin. */
  close(): void;
}

/** More screens than anybody has; each costs memory. */
const MOST_STREAMS = 50;
const RETRY_MS = 2000;
/** Who took nothing for so long is gone, or as good as. */
const PATIENCE_MS = 30_000;

/**
 * Streams each new board, and the last one first. A board is all there is to know: a reader who is
 * slow is given the newest when they are ready for one, and none in between.
 */
export function createBoardStream(watch: BoardWatch): BoardStream {
  const open = new Set<Response>();
  let isClosed = false;

  function follow(response: Response): void {
    const reader = createReader(response);
    void watch.current().then(reader.send);
    const leave = watch.watch(reader.send);
    open.add(response);
    response.once('close', () => {
      reader.close();
      leave();
      open.delete(response);
    });
  }

  return {
    answer(request, response) {
      if (isClosed || open.size >= MOST_STREAMS) {
        const error = isClosed ? 'The server is stopping.' : 'Too many wallboards are open.';
        response.status(503).set('Cache-Control', 'no-store').json({ error });
        return;
      }
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
      response.write(`retry: ${RETRY_MS}\n\n`);
      follow(response);
    },
    close() {
      isClosed = true;
      for (const response of open) response.end();
    },
  };
}

/** Hands boards to one reader, who may be slow. */
function createReader(response: Response) {
  let isBusy = false;
  let next: BoardMessage | undefined;
  let impatience: NodeJS.Timeout | undefined;

  function send(message: BoardMessage): void {
    if (response.writableEnded || response.destroyed) return;
    if (isBusy) {
      next = message;
      return;
    }
    isBusy = !response.write(`data: ${JSON.stringify(message)}\n\n`);
    if (isBusy) impatience = setTimeout(() => response.destroy(), PATIENCE_MS).unref();
  }

  response.on('drain', () => {
    clearTimeout(impatience);
    isBusy = false;
    const message = next;
    next = undefined;
    if (message) send(message);
  });
  return { send, close: () => clearTimeout(impatience) };
}
