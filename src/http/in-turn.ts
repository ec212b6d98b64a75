import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Neither Twilio nor any usual proxy sends a request before the answer to the last one. */
const MAX_WAITING = 20;

type Exchange = readonly [request: IncomingMessage, response: ServerResponse];

/**
 * Serves the requests of one connection one after another, however fast they come, so that every
 * connection has its turn: Node would begin with a thousand of one at once, and all others wait.
 * A connection with more than a few requests waiting is cut off.
 */
export function serveInTurn(serve: RequestListener): RequestListener {
  /** The connections with a request being served, and what waits behind it. */
  const busy = new WeakMap<Socket, Exchange[]>();

  function begin([request, response]: Exchange, waiting: Exchange[]): void {
    response.once('close', () => {
      const next = waiting.shift();
      if (next === undefined || request.socket.destroyed) busy.delete(request.socket);
      else setImmediate(begin, next, waiting);
    });
    serve(request, response);
  }

  return (request, response) => {
    const { socket } = request;
    const waiting = busy.get(socket);
    if (waiting === undefined) {
      const behind: Exchange[] = [];
      busy.set(socket, behind);
      begin([request, response], behind);
    } else if (waiting.length < MAX_WAITING) waiting.push([request, response]);
    else socket.destroy();
  };
}
