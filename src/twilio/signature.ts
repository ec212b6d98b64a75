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

/** Whether Twilio, who shares `authToken` with us, made this request. */
export function isSignedByTwilio(key: SignatureKey, request: SignedRequest): boolean {
  const { signature } = request;
  if (!signature) return false;
  const parameters = groupByName(request.form);
  return listSignedForms(key.publicUrl, request.pathAndQuery, key.credentials).some((url) =>
    validateRequest(key.authToken, signature, url, parameters),
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
