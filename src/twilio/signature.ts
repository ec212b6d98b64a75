import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { validateRequest } from 'twilio/lib/webhooks/webhooks';
import type { FormFields } from './form';
import { type Credentials, userInfo } from './urls';

/** What a signature is checked with: https://www.twilio.com/docs/usage/security */
export interface SignatureKey {
  authToken: string;
  /** Where Twilio believes us to be; of it only scheme and host count. */
  publicUrl: URL;
  credentials: Credentials;
}

/** A signed request, as it arrived. */
export interface SignedRequest {
  signature: string | undefined;
  /** Path and query, exactly as received. */
  pathAndQuery: string;
  /** The form of a POST; empty for a GET, whose parameters are in the query. */
  form: FormFields;
}

/**
 * Tells whether Twilio, who shares `authToken` with us, made a request. Twilio signs one form of our
 * address, always the same: the form that fitted last is looked at first, which saves a digest of
 * the whole request for each of the others. What is unusual is left to the twilio package.
 */
export function createSignatureCheck(key: SignatureKey): (request: SignedRequest) => boolean {
  const secret = createSecretKey(Buffer.from(key.authToken));
  const origins = listSignedOrigins(key);
  let [likely = ''] = origins;

  return ({ signature, pathAndQuery, form }) => {
    if (!signature) return false;
    const parameters = joinParameters(form);
    const isFitting = (origin: string) =>
      parameters !== undefined &&
      isSame(signature, digest(secret, `${origin}${pathAndQuery}${parameters}`));
    if (isFitting(likely)) return true;
    const fitting = origins.find(isFitting);
    likely = fitting ?? likely;
    return fitting !== undefined || isSignedInAnyForm(key, { signature, pathAndQuery, form });
  };
}

/** Scheme and host as the package looks at them first: with and without the scheme's usual port. */
function listSignedOrigins({ publicUrl, credentials }: SignatureKey): string[] {
  const { protocol, hostname } = publicUrl;
  const port = publicUrl.port || (protocol === 'https:' ? '443' : '80');
  return listSignedForms({ protocol, host: hostname }, '', credentials).flatMap((origin) => [
    origin,
    `${origin}:${port}`,
  ]);
}

/** Names and values, sorted by name, as Twilio signs them; undefined where a name comes twice. */
function joinParameters(form: FormFields): string | undefined {
  const sorted = [...form].sort(([a], [b]) => (a < b ? -1 : 1));
  let joined = '';
  let last: string | undefined;
  for (const [name, value] of sorted) {
    if (name === last) return undefined;
    joined += name + value;
    last = name;
  }
  return joined;
}

function digest(secret: KeyObject, text: string): string {
  return createHmac('sha1', secret).update(text).digest('base64');
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Whether the package finds a form of our address that was signed. */
function isSignedInAnyForm(
  { authToken, publicUrl, credentials }: SignatureKey,
  { signature = '', pathAndQuery, form }: SignedRequest,
): boolean {
  const parameters = groupByName(form);
  return listSignedForms(publicUrl, pathAndQuery, credentials).some((url) =>
    validateRequest(authToken, signature, url, parameters),
  );
}

/**
 * The forms in which Twilio may have signed one address. Its documents say that credentials are
 * dropped, its own package's tests sign them; and a bare host may be configured with or without its
 * slash.
 */
export function listSignedForms(
  { protocol, host }: Pick<URL, 'protocol' | 'host'>,
  pathAndQuery: string,
  credentials: Credentials,
): string[] {
  const hosts = [host, `${userInfo(credentials)}@${host}`];
  const paths = /^\/(\?|$)/.test(pathAndQuery)
    ? [pathAndQuery, pathAndQuery.slice(1)]
    : [pathAndQuery];
  return hosts.flatMap((each) => paths.map((path) => `${protocol}//${each}${path}`));
}

/** A form as the package wants it: a name that came more than once holds all its values. */
export function groupByName(form: FormFields): Record<string, string | string[]> {
  // Without a prototype, a parameter called __proto__ is a name like any other.
  const grouped: Record<string, string | string[]> = Object.create(null);
  for (const [name, value] of form) {
    const earlier = grouped[name];
    if (earlier === undefined) grouped[name] = value;
    else if (typeof earlier === 'string') grouped[name] = [earlier, value];
    // A new list for each value would take half a minute over a name that comes 16,000 times.
    else earlier.push(value);
  }
  return grouped;
}
