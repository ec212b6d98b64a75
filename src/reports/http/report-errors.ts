import type { ErrorRequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { isTemporary } from '../../database/database-errors';
import { DatabaseDownError, RequestError, UserError } from '../../errors';
import { UnavailableError } from './unavailable-error';

/** When to come again. */
const RETRY_SECONDS = 5;

const NO_DATABASE = 'The database cannot be read at the moment. Please try again soon.';

/** What a refused question is answered with. */
interface Refusal {
  status: number;
  message: string;
}

/**
 * Answers a question that is refused, or that cannot be answered now, with `{ "error": … }`; leaves
 * failures of ours to the app.
 */
export function answerReportErrors(log: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    // Who has gone, or has an answer, needs none.
    if (response.closed || response.writableEnded) return;
    const refusal = findRefusal(error);
    if (refusal === undefined) {
      next(error);
      return;
    }
    if (refusal.message === NO_DATABASE) log.warn({ err: error }, 'a report found no database');
    if (response.headersSent) response.destroy();
    else sendRefusal(response, refusal);
  };
}

function findRefusal(error: unknown): Refusal | undefined {
  if (error instanceof UserError) return { status: 400, message: error.message };
  if (error instanceof RequestError) return error;
  if (error instanceof UnavailableError) return { status: 503, message: error.message };
  if (error instanceof URIError)
    return { status: 400, message: 'The address has a broken escape.' };
  if (error instanceof DatabaseDownError || isTemporary(error)) {
    return { status: 503, message: NO_DATABASE };
  }
  return undefined;
}

function sendRefusal(response: Response, { status, message }: Refusal): void {
  if (status === 503) response.set('Retry-After', String(RETRY_SECONDS));
  response.status(status).removeHeader('Content-Disposition');
  response.type('application/json').send(`${JSON.stringify({ error: message })}\n`);
}
