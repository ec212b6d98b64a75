import express, { type Request, type RequestHandler } from 'express';
import { CommandError } from './command-error';

/**
 * Lets in commands that our own page sends, and reads them. A browser adds Basic credentials to
 * requests that other sites make it send, but lets those sites send no JSON without asking first,
 * and says where a request comes from: https://www.w3.org/TR/fetch-metadata/
 */
export const readOwnCommand: RequestHandler[] = [
  (request, _response, next) => {
    const site = request.get('Sec-Fetch-Site');
    if (site !== undefined && site !== 'same-origin' && site !== 'none') {
      throw fromElsewhere();
    }
    // Browsers tell the site only where they trust the connection, the origin always.
    if (site === undefined && !isOwnOrigin(request)) throw fromElsewhere();
    if (!request.is('application/json')) {
      throw new CommandError(415, 'The body must be application/json.');
    }
    next();
  },
  express.json({ limit: '8kb' }),
];

function isOwnOrigin(request: Request): boolean {
  const origin = request.get('Origin');
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === request.get('Host');
}

function fromElsewhere(): CommandError {
  return new CommandError(403, 'Commands are taken from this page alone, not from other sites.');
}
