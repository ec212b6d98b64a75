import express, { type Request, type RequestHandler } from 'express';
import { RequestError } from '../errors';
import { type FormFields, parseForm, parseFormBody } from '../twilio/form';

const FORM = 'application/x-www-form-urlencoded';

/** Twilio's forms are of a few hundred bytes; a SIP call's headers may add some thousand. */
const MAX_BODY_BYTES = 64 * 1024;

/** What a larger body is answered with. */
export const TOO_LARGE = 'The body is larger than 64 KB.';

/** What a request carries, exactly as sent. */
export interface RequestFields {
  /** Path and query, as received. */
  pathAndQuery: string;
  query: FormFields;
  /** The form of a POST; empty for a GET. */
  form: FormFields;
}

/** Refuses what is not a GET or a POST of a form, and reads the bytes of a form. */
export const readBody: RequestHandler[] = [
  (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'POST') {
      response.set('Allow', 'GET, POST');
      throw new RequestError(405, 'Only GET and POST are answered here.');
    }
    if (request.method === 'POST' && hasBody(request)) {
      checkContentType(request);
      if (Number(request.headers['content-length']) > MAX_BODY_BYTES) {
        // Express would read it all before it says no.
        response.set('Connection', 'close');
        throw new RequestError(413, TOO_LARGE);
      }
    }
    next();
  },
  (request, response, next) => {
    if (isPlain(request)) readPlain(request, next);
    else readAny(request, response, next);
  },
];

/** Unpacks, and knows when a body of unknown length is too long. */
const readAny = express.raw({ type: FORM, limit: MAX_BODY_BYTES });

/** Whether a form is sent as Twilio sends it: as it is, and its length said beforehand. */
function isPlain({ method, headers }: Request): boolean {
  return (
    method === 'POST' &&
    Number(headers['content-length']) > 0 &&
    headers['transfer-encoding'] === undefined &&
    headers['content-encoding'] === undefined
  );
}

/** Of a body that is cut short there is no end, and nobody to answer. */
function readPlain(request: Request, next: () => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    request.body = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
    next();
  });
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** As Twilio and most clients write it. */
const USUAL_TYPE = /^application\/x-www-form-urlencoded(?:; ?charset=utf-8)?$/i;

function checkContentType(request: Request): void {
  if (USUAL_TYPE.test(request.headers['content-type'] ?? '')) return;
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(
    request.headers['content-type'] ?? '',
  )?.[1];
  if (!request.is(FORM) || !/^utf-?8$/i.test(charset ?? 'utf-8')) {
    throw new RequestError(415, `The body must be ${FORM} in UTF-8.`);
  }
}

/** The parameters of a request that `readBody` let through. */
export function parseFields(request: Request): RequestFields {
  const pathAndQuery = request.originalUrl;
  if (!pathAndQuery.startsWith('/')) throw new RequestError(400, 'The request names no path.');
  const question = pathAndQuery.indexOf('?');
  const body: unknown = request.body;
  return {
    pathAndQuery,
    query: question < 0 ? [] : parseForm(pathAndQuery.slice(question + 1)),
    form: request.method === 'POST' && Buffer.isBuffer(body) ? parseFormBody(body) : [],
  };
}
