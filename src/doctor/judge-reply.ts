import type { Reply } from './ask';
import { type Finding, fault } from './finding';

/** Lines with which minicc refuses: src/http and src/app.ts say them. */
const OWN_LINES = {
  needsCredentials: 'Credentials are needed.',
  wrongCredentials: 'The user name or password is wrong.',
  nothingHere: 'There is nothing here.',
  wrongSignature: 'The X-Twilio-Signature is missing or does not fit.',
} as const;

/** Whether a refusal is minicc's own, and which. */
export function isOwnRefusal({ body }: Reply, refusal: keyof typeof OWN_LINES): boolean {
  return body.trim() === OWN_LINES[refusal];
}

/** Whether an answer is a TwiML document, in the form in which Twilio takes one. */
export function isTwiml(reply: Reply): boolean {
  return reply.status === 200 && isXml(reply) && hasResponse(reply);
}

function isXml({ headers }: Reply): boolean {
  return /^(text|application)\/xml\b/i.test(headers['content-type'] ?? '');
}

function hasResponse({ body }: Reply): boolean {
  return /<Response\b/.test(body);
}

/**
 * What stands between us and minicc, where the answer is not minicc's: a redirect, a proxy that
 * does not reach it, somebody else's page. Undefined where the answer may be minicc's.
 */
export function findObstacle(url: URL, reply: Reply): Finding | undefined {
  const { status, headers } = reply;
  const where = `${url.origin}${url.pathname}`;
  if (status >= 300 && status < 400) return explainRedirect(where, headers.location, url);
  if (status === 429) {
    return fault(
      `${where} answers 429: too many requests, or too many wrong passwords from this address.`,
      'Wait a minute and ask again.',
    );
  }
  if ([502, 503, 504, 521, 522, 523].includes(status)) {
    return fault(
      `The proxy at ${url.origin} answers, but does not reach minicc (status ${status}).`,
      'Start minicc, and see whether the proxy passes on to the host and port that minicc listens on.',
    );
  }
  return undefined;
}

function explainRedirect(where: string, location: string | undefined, asked: URL): Finding {
  const target = readLocation(location, asked);
  return fault(
    `${where} redirects to ${target?.origin ?? 'somewhere'}${target?.pathname ?? ''}: a call's parameters get lost on the way.`,
    target && target.origin !== asked.origin
      ? `If minicc is there, set PUBLIC_URL to ${target.origin}, and paste the addresses of "npx minicc urls" into Twilio again.`
      : 'Have the proxy pass on every path as it is, without redirects.',
  );
}

function readLocation(location: string | undefined, asked: URL): URL | undefined {
  return location !== undefined && URL.canParse(location, asked.href)
    ? new URL(location, asked.href)
    : undefined;
}

/** A path that minicc does not know: the proxy has changed it. */
export function explainChangedPath(url: URL): Finding {
  const [, first = ''] = url.pathname.split('/');
  return fault(
    `minicc is there, but ${url.pathname} reaches it under another path.`,
    url.pathname.lastIndexOf('/') > 0
      ? `Have the proxy leave /${first} in place; or, where minicc is meant to have the whole host, take it out of PUBLIC_URL.`
      : 'Have the proxy pass every path on as it is; or put the folder that it adds into PUBLIC_URL.',
  );
}

/** Something else than what minicc would say. */
export function explainStranger(url: URL, { status, headers }: Reply): Finding {
  const type = (headers['content-type'] ?? 'nothing').replace(/;.*/s, '').slice(0, 40);
  return fault(
    `Somebody else than minicc answers at ${url.origin}${url.pathname} (status ${status}, ${type}).`,
    'See whether PUBLIC_URL is right, and whether the proxy passes that path on to minicc and asks for no password of its own.',
  );
}
