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
  return signedUrls(key, request.pathAndQuery).some((url) =>
    validateRequest(key.authToken, signature, url, parameters),
  );
}

/**
 * The URLs that Twilio may have signed. Its documents say that credentials are dropped, its own
 * package's tests sign them; and a bare host may be configured with or without its slash.
 */
function signedUrls({ publicUrl, credentials }: SignatureKey, pathAndQuery: string): string[] {
  const hosts = [publicUrl.host, `${userInfo(credentials)}@${publicUrl.host}`];
  const paths = /^\/(\?|$)/.test(pathAndQuery)
    ? [pathAndQuery, pathAndQuery.slice(1)]
    : [pathAndQuery];
  return hosts.flatMap((host) => paths.map((path) => `${publicUrl.protocol}//${host}${path}`));
}

/** As the package wants a form: a name that came more than once holds all its values. */
function groupByName(form: FormFields): Record<string, string | string[]> {
  // Without a prototype, a parameter called __proto__ is a name like any other.
  const grouped: Record<string, string | string[]> = Object.create(null);
  for (const [name, value] of form) {
    const earlier = grouped[name];
    grouped[name] = earlier === undefined ? value : [earlier, value].flat();
  }
  return grouped;
}
