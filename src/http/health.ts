import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { readBounded } from './read-bounded';
import { requestStateOf } from './request-state';

/** Why the server is not ready for calls, or undefined when it is. Never throws. */
export type FindUnreadiness = () => Promise<string | undefined>;

/** What waits on this server for the database, to be shown. Rejects where it cannot be read. */
export type ReadSpool = () => Promise<object>;

/** What readiness is found out with. */
export interface ReadinessOptions {
  findUnreadiness: FindUnreadiness;
  readSpool: ReadSpool;
  log: Logger;
}

/** Anybody may ask, and what is asked is what webhooks need: one reading serves all for so long. */
const KEEP_MS = 1000;
/** The database has bounds of its own; this is for the longest of them. */
const DATABASE_TIMEOUT_MS = 10_000;
const SPOOL_TIMEOUT_MS = 1000;

const LATE = 'the database gave no answer in time';
const UNREADABLE = { fault: 'the spool cannot be used; see the log' };

/** Answers that the program runs. */
export const answerAlive: RequestHandler = (_request, response) => {
  response.set('Cache-Control', 'no-store').json({ status: 'alive' });
};

/**
 * Answers whether the server is ready for calls: 200, or 503 with the reason; and what it spools.
 * Logs a change from one to the other, once somebody has asked.
 */
export function answerReady({ findUnreadiness, readSpool, log }: ReadinessOptions): RequestHandler {
  const ask = readBounded(async () => ({ reason: await findUnreadiness() }), {
    timeoutMs: DATABASE_TIMEOUT_MS,
    keepMs: KEEP_MS,
  });
  const look = readBounded(readSpool, { timeoutMs: SPOOL_TIMEOUT_MS, keepMs: KEEP_MS });
  let wasReady = true;

  function logChange(reason: string | undefined): void {
    const isReady = reason === undefined;
    if (isReady === wasReady) return;
    wasReady = isReady;
    if (isReady) log.info('the server is ready again');
    else log.warn(`the server is not ready: ${reason}`);
  }

  return async (_request, response) => {
    requestStateOf(response).isHealthCheck = true;
    const [{ reason } = { reason: LATE }, spool = UNREADABLE] = await Promise.all([ask(), look()]);
    logChange(reason);
    response
      .status(reason === undefined ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ status: reason === undefined ? 'ready' : 'not ready', reason, spool });
  };
}
