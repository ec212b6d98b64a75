import cluster from 'node:cluster';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How long clients are waited for. */
export interface ClientTimeouts {
  /** For the first line and the headers of a request, or for anything on a new connection. */
  headersMs: number;
  /** For a whole request. */
  requestMs: number;
  /** For some progress with an answer. */
  unreadMs: number;
  /** For the next request on a connection. */
  idleMs: number;
  /** How often the first two are looked at. */
  checkEveryMs: number;
}

/** What minicc gives its clients, each time with its reason. */
export const CLIENT_TIMEOUTS: ClientTimeouts = {
  // Twilio gives up 15 s after it began to connect: after 10 s of headers there is no time left.
  headersMs: 10_000,
  // Whoever is still sending after 15 s is not Twilio, or would not hear the answer.
  requestMs: 15_000,
  // A client that takes nothing of its answer holds memory. Event streams send something every 15 s.
  unreadMs: 30_000,
  // Proxies keep an idle connection for 60 s (nginx, AWS) or 120 s (Caddy) and must be the ones to
  // end it: a request that they send while we do is lost.
  idleMs: 125_000,
  // Node's own 30 s would treble the times above; and those who are late at once are answered in one
  // go, during which nobody else is: the fewer the better.
  checkEveryMs: 200,
};

/** Twilio's requests have headers of 1 KB; a GET's parameters stand among them. Node's own limit. */
const MAX_HEADER_BYTES = 16 * 1024;

/**
 * A few hundred would serve any business: the rest is room for idle strangers, at about 10 KB each.
 * Without a limit they would use up the files that the database and the spool need.
 */
export const MAX_CONNECTIONS = 15_000;

/** What a server makes of each request. */
export interface ExchangeClasses {
  IncomingMessage: typeof IncomingMessage;
  ServerResponse: typeof ServerResponse;
}

/** An HTTP server that clients can neither keep waiting nor fill up; it does not listen yet. */
export function createLimitedServer(
  timeouts: ClientTimeouts,
  maxConnections: number,
  classes: ExchangeClasses,
): Server {
  const server = createServer({
    ...classes,
    headersTimeout: timeouts.headersMs,
    requestTimeout: timeouts.requestMs,
    keepAliveTimeout: timeouts.idleMs,
    connectionsCheckingInterval: timeouts.checkEveryMs,
    maxHeaderSize: MAX_HEADER_BYTES,
    requireHostHeader: false, // Node would refuse without a word
  });
  server.timeout = timeouts.unreadMs;
  if (cluster.isWorker) turnAwayBeyond(server, maxConnections);
  else server.maxConnections = maxConnections;
  // Headers beyond a number would be dropped in silence, perhaps the signature: bytes are the limit.
  server.maxHeadersCount = 0;
  // A proxy's connection may carry the calls of a whole day: to end it now and then helps nobody.
  server.maxRequestsPerSocket = 0;
  return server;
}

/**
 * What `maxConnections` is to a server on a port of its own. In a worker, Node has the primary hand
 * the connection to the next one instead; where all are full it goes round without end.
 */
function turnAwayBeyond(server: Server, maxConnections: number): void {
  let open = 0;
  server.prependListener('connection', (socket: Socket) => {
    open += 1;
    socket.once('close', () => {
      open -= 1;
    });
    if (open <= maxConnections) return;
    socket.destroy();
    server.emit('drop');
  });
}
