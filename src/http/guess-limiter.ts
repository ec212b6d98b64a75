import type { Request, RequestHandler } from 'express';
import { type AugmentedRequest, ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { Logger } from 'pino';
import { RequestError } from '../errors';
import { clientAddressOf } from './client-address';
import { createGuessStore } from './guess-store';
import { createHold } from './hold';
import type { OnRefused } from './refusal';
import { requestStateOf } from './request-state';

const WINDOW_MS = 60_000;
/** A person who mistypes stays below this, a program that guesses does not. */
const MOST_GUESSES = 10;
const MOST_ADDRESSES = 1000;
/** Tools that guess wait for each answer. */
const HOLD_MS = 1000;
/** So many times as long at most, which no proxy takes for a server that hangs. */
const MOST_HOLDS = 5;
/** A connection each, of those that strangers may have open in any case. */
const MOST_HELD = 1000;

/** What a limiter needs, and where it holds answers back other than is usual. */
export interface GuessLimiterOptions {
  log: Logger;
  stopping: AbortSignal;
  onRefused: OnRefused;
  holdMs?: number;
  mostHeld?: number;
}

/**
 * Meets only requests whose credentials are wrong: hands on the first few of an address within a
 * minute, refuses further ones, the more of them the slower, and says once that somebody is guessing.
 *
 * Whoever knows that the right password is answered at once need not wait for a refusal. That cannot
 * be helped: Twilio may come from the same address, and no request of the address tells from which
 * of the two it is but by its password. For the same reason no connection is cut without an answer:
 * a proxy would take the server for broken, and keep Twilio away from it.
 */
export function createGuessLimiter(options: GuessLimiterOptions): RequestHandler {
  const { log, stopping, onRefused, holdMs = HOLD_MS, mostHeld = MOST_HELD } = options;
  const hold = createHold({ mostHeld, stopping });

  const limit = rateLimit({
    windowMs: WINDOW_MS,
    limit: MOST_GUESSES,
    store: createGuessStore({ windowMs: WINDOW_MS, mostAddresses: MOST_ADDRESSES }),
    // Whoever has one IPv6 address has a whole subnet of them.
    keyGenerator: (request) => ipKeyGenerator(clientAddressOf(request)),
    standardHeaders: false,
    legacyHeaders: false,
    handler: async (request, response) => {
      const { used, resetTime } = guessesOf(request);
      requestStateOf(response).isKnownGuesser = true;
      onRefused('rate');
      if (used === MOST_GUESSES + 1) {
        log.warn(
          { address: clientAddressOf(request) },
          `somebody is guessing the password: more than ${MOST_GUESSES} wrong ones within a minute`,
        );
      }
      await hold(response, holdMs * Math.min(MOST_HOLDS, Math.ceil(used / MOST_GUESSES) - 1));
      const seconds = Math.ceil(((resetTime?.getTime() ?? 0) - Date.now()) / 1000);
      response.set('Retry-After', String(Math.max(1, seconds)));
      // The next guess pays for a connection of its own.
      response.set('Connection', 'close');
      throw new RequestError(429, 'Too many wrong passwords came from your address.');
    },
  });

  return (request, response, next) =>
    limit(request, response, (error?: unknown) => {
      if (error === undefined) {
        requestStateOf(response).isKnownGuesser = guessesOf(request).used > 1;
        onRefused('credentials');
      }
      next(error);
    });
}

function guessesOf(request: Request): AugmentedRequest[string] {
  return (request as AugmentedRequest).rateLimit as AugmentedRequest[string];
}
