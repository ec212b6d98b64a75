import { createHash, timingSafeEqual } from 'node:crypto';
import parseBasicAuth from 'basic-auth';
import type { RequestHandler, Response } from 'express';
import { RequestError } from '../errors';
import type { Credentials } from '../twilio/urls';
import { requestStateOf } from './request-state';

/**
 * Lets in who knows the credentials. Twilio asks without them first and repeats the request with
 * them after this 401, so a request without credentials is an ordinary one. Wrong ones alone meet
 * `limitGuesses`: Twilio may share an address with who guesses, and is let in at once all the same.
 * https://www.twilio.com/docs/usage/security
 */
export function requireBasicAuth(
  credentials: Credentials,
  limitGuesses: RequestHandler,
): RequestHandler {
  const isUsual = createUsualCheck(credentials);
  return (request, response, next) => {
    if (isUsual(request.headers.authorization)) {
      next();
      return;
    }
    const given = parseBasicAuth(request);
    if (given && isRight(given, credentials)) {
      next();
      return;
    }
    if (!given) throw challenge(response, 'Credentials are needed.');
    requestStateOf(response).wrongCredentials = true;
    return limitGuesses(request, response, (limited?: unknown) =>
      next(limited ?? challenge(response, 'The user name or password is wrong.')),
    );
  };
}

function challenge(response: Response, line: string): RequestError {
  response.set('WWW-Authenticate', 'Basic realm="minicc", charset="UTF-8"');
  return new RequestError(401, line);
}

/**
 * Whether a header is, to the letter, the one in which most clients give our credentials. It is
 * compared in a time that tells nothing but its own length.
 */
function createUsualCheck({
  user,
  password,
}: Credentials): (header: string | undefined) => boolean {
  const usual = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const expected = Buffer.alloc(usual.length + 1);
  const given = Buffer.alloc(expected.length);
  expected.write(usual, 'latin1');
  return (header) => {
    if (header === undefined) return false;
    given.fill(0);
    given.write(header, 'latin1');
    return timingSafeEqual(given, expected);
  };
}

function isRight(given: { name: string; pass: string }, expected: Credentials): boolean {
  const rightUser = isSame(given.name, expected.user);
  const rightPassword = isSame(given.pass, expected.password);
  return rightUser && rightPassword;
}

/** Compares in a time that tells nothing of what differs: digests are of one length. */
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
