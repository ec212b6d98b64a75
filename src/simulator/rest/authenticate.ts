import { createHash, timingSafeEqual } from 'node:crypto';
import parseBasicAuth from 'basic-auth';
import type { RequestHandler } from 'express';
import { ExchangeError } from '../exchange-error';
import type { Exchange } from '../exchange-types';

/**
 * Lets in who has the exchange's account SID as user name and its auth token as password.
 * https://www.twilio.com/docs/api/errors/20003
 */
export function authenticate({ accountSid, authToken }: Exchange): RequestHandler {
  return (request, response, next) => {
    const given = parseBasicAuth(request);
    const isRightUser = isSame(given?.name ?? '', accountSid);
    const isRightPassword = isSame(given?.pass ?? '', authToken);
    if (given && isRightUser && isRightPassword) {
      next();
      return;
    }
    response.set('WWW-Authenticate', 'Basic realm="Twilio API"');
    throw new ExchangeError(20003, 401, 'Authenticate');
  };
}

/** Compares in a time that tells nothing of what differs: digests are of one length. */
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
