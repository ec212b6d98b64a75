import { encodeForm, publicForm, withFields } from './address';
import { basicAuthorization } from './basic-auth';
import { signRequest } from './sign';
import type { Transmission } from './transmit';
import type { Attempt, Leg } from './types';

/**
 * A request as Twilio sends it at `now`, its parameters in the body or behind the query, its
 * headers as they were seen: https://www.twilio.com/docs/usage/webhooks/webhooks-faq
 */
export function prepareRequest(
  authToken: string,
  { request, idempotencyToken }: Attempt,
  { hop, credentials }: Leg,
  now: number,
): Pick<Transmission, 'address' | 'method' | 'headers' | 'body'> {
  const isPost = hop.method === 'POST';
  const address = isPost ? hop.address : withFields(hop.address, hop.parameters);
  const cookie = request.session.cookiesFor(publicForm(address), now);
  const headers = {
    ...(isPost ? { 'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8' } : {}),
    'User-Agent': 'TwilioProxy/1.1',
    Accept: '*/*',
    'X-Twilio-Signature': signRequest(authToken, address, isPost ? hop.parameters : []),
    'I-Twilio-Idempotency-Token': idempotencyToken,
    'X-Home-Region': 'us1',
    ...(cookie === '' ? {} : { Cookie: cookie }),
    ...(credentials ? { Authorization: basicAuthorization(credentials) } : {}),
  };
  return { address, method: hop.method, headers, body: isPost ? encodeForm(hop.parameters) : '' };
}
