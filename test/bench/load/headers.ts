import type { Contestant } from '../contestants/contestant';
import { PUBLIC_URL } from '../contestants/ours';

/** What every request to a server has, as a proxy in front of it passes on what Twilio sends. */
export function createHeaders({
  credentials,
}: Pick<Contestant, 'credentials'>): Record<string, string> {
  const { user, password } = credentials;
  return {
    Host: new URL(PUBLIC_URL).host,
    Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
    'User-Agent': 'TwilioProxy/1.1',
    Accept: '*/*',
    'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8',
    'X-Home-Region': 'us1',
  };
}

/** The header that tells a request sent again from a new one. */
export const TOKEN_HEADER = 'I-Twilio-Idempotency-Token';
/** The header that tells who made a request. */
export const SIGNATURE_HEADER = 'X-Twilio-Signature';
