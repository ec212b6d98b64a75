import type { RequestHandler } from 'express';
import helmet from 'helmet';

const DIRECTIVES = {
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
export const secureHeaders: RequestHandler = helmet({
  contentSecurityPolicy: { useDefaults: false, directives: DIRECTIVES },
  // We speak plain HTTP behind the proxy that holds the certificate: that a host, which may serve
  // more than us, is to be had over https alone is for its owner to say there.
  strictTransportSecurity: false,
});
