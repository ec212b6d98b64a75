import type { Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';

/** Of a policy, by name: https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Security-Policy */
type Directives = Record<string, string[]>;

const DIRECTIVES: Directives = {
  'default-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
};

/** Those of the headers that matter for a line of plain text, for answers that are none of Express. */
export const NOTHING_ALLOWED: Readonly<Record<string, string>> = {
  'Content-Security-Policy': Object.entries(DIRECTIVES)
    .map(([name, values]) => `${name} ${values.join(' ')}`)
    .join(';'),
  'X-Content-Type-Options': 'nosniff',
};

/**
 * Headers for every answer: nothing that we send is a page that may load, run, post to or be framed
 * by anything. A page that needs more sets a policy of its own.
 */
export const secureHeaders: RequestHandler = createHeaders(DIRECTIVES);

/** The headers that `secureHeaders` sets, by name: they are the same for every answer. */
export const SECURE_HEADERS: readonly (readonly [name: string, value: string])[] =
  collectHeaders(secureHeaders);

/** Headers for pages, which load what is ours, and may do what `directives` say beside that. */
export function createPageHeaders(directives: Directives): RequestHandler {
  return createHeaders({
    ...DIRECTIVES,
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    // Style sheets hold their small icons themselves.
    'img-src': ["'self'", 'data:'],
    ...directives,
  });
}

function collectHeaders(handler: RequestHandler): [name: string, value: string][] {
  const headers: [string, string][] = [];
  const response = {
    setHeader: (name: string, value: string) => headers.push([name, value]),
    removeHeader: () => undefined,
  };
  handler({} as Request, response as unknown as Response, () => undefined);
  return headers;
}

function createHeaders(directives: Directives): RequestHandler {
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives },
    // We speak plain HTTP behind the proxy that holds the certificate: that a host, which may serve
    // more than us, is to be had over https alone is for its owner to say there.
    strictTransportSecurity: false,
  });
}
