import type { IncomingMessage, RequestListener } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Express, Request, Response } from 'express';
import { NOTHING_ALLOWED } from './secure-headers';

/**
 * Serves requests that name a path of a host. Node answers the others without a word, and Express
 * with a page.
 */
export function serveWellFormed(app: Express): RequestListener {
  return (request, response) => {
    const fault = findFault(request);
    if (fault === undefined) app(request as Request, response as Response, () => answerFault());
    else answerFault(fault);

    function answerFault(line = UNREADABLE): void {
      const headers = { ...describeBody(`${line}\n`), Connection: 'close' };
      response.writeHead(400, headers).end(`${line}\n`);
    }
  };
}

/** Of an address such as `//a@#`, in which Express finds no path. */
const UNREADABLE = 'The address cannot be read.';

function findFault({ url = '', headers, httpVersion }: IncomingMessage): string | undefined {
  if (!url.startsWith('/')) return 'The request names no path.';
  if (headers.host === undefined && httpVersion === '1.1') return 'The Host header is missing.';
  return undefined;
}

/** Answers in one line what is no HTTP, as Express does what is no request of ours. */
export function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code !== 'ECONNRESET') refuse(socket, BROKEN[error.code ?? ''] ?? NO_HTTP);
}

/** Ends a connection that wants to be led on to somewhere else. */
export function refuseTunnel(_request: IncomingMessage, socket: Duplex): void {
  refuse(socket, NO_TUNNEL);
}

/** Why a connection is ended. */
interface Refusal {
  status: string;
  line: string;
}

const NO_HTTP: Refusal = {
  status: '400 Bad Request',
  line: 'The request is not well-formed HTTP.',
};

const NO_TUNNEL: Refusal = {
  status: '405 Method Not Allowed',
  line: 'Only GET and POST are answered here.',
};

const BROKEN: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    line: 'The address and headers are larger than 16 KB.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    line: 'The request did not arrive in time.',
  },
};

/** To read the answer in; a connection that is closed while its client sends loses it. */
const FAREWELL_MS = 1000;

/** Answers in one line and ends the connection, also where the client does not. */
function refuse(socket: Duplex, { status, line }: Refusal): void {
  if (!socket.writable) return;
  const body = `${line}\n`;
  const headers = Object.entries({ ...describeBody(body), Connection: 'close' });
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.end(`HTTP/1.1 ${status}\r\n${lines}\r\n${body}`);
  const late = setTimeout(() => socket.destroy(), FAREWELL_MS);
  socket.once('close', () => clearTimeout(late));
}

function describeBody(body: string): Record<string, string> {
  return {
    ...NOTHING_ALLOWED,
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
  };
}
