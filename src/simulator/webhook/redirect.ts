import { type Address, documentForm, type Field, parseAddress, withFields } from './address';
import { resolveUrl } from './resolve-url';

/** One request of the chain that a webhook may become. */
export interface Hop {
  /** Without the parameters. */
  address: Address;
  method: 'GET' | 'POST';
  parameters: readonly Field[];
}

/** How many redirects Twilio follows: https://www.twilio.com/docs/api/errors/11215 */
export const MAX_REDIRECTS = 10;

/** The statuses that Twilio takes as redirects: https://www.twilio.com/docs/api/errors/11216 */
const FOLLOWED = [301, 302, 303, 307];

/**
 * Where a redirect leads; nothing where Twilio does not follow it (11216), 308 among them.
 *
 * Twilio says that the query of the first address is carried to the target, and that a redirected
 * action still gets its `Digits`, not how. Here a 307 keeps method and body, and any other becomes
 * a GET with the parameters in its query, as browsers do; and what the target names itself stays
 * as it is. Credentials go on to a relative target, not to an absolute one.
 */
export function followRedirect(
  hop: Hop,
  first: Address,
  status: number,
  location: string | undefined,
): Hop | undefined {
  if (!FOLLOWED.includes(status) || location === undefined) return undefined;
  const target = parseAddress(resolveUrl(location, documentForm(hop.address)));
  if (target === undefined) return undefined;
  const named = new URLSearchParams(target.query);
  const isNew = ([name]: Field) => !named.has(name);
  const address = withFields(target, [...new URLSearchParams(first.query)].filter(isNew));
  return status === 307 && hop.method === 'POST'
    ? { ...hop, address }
    : { address, method: 'GET', parameters: hop.parameters.filter(isNew) };
}
