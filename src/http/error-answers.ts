import type { ErrorRequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { RequestError } from '../errors';
import type { TwimlDocument } from '../twilio/twiml';
import { TOO_LARGE } from './read-fields';
import { requestStateOf } from './request-state';
import { sendTwiml } from './webhook';

/**
 * The one place where errors become answers: a refused request gets its status and one line. Where
 * we are at fault in the middle of a call, the caller hears `apology` rather than silence.
 */
export function answerErrors(log: Logger, apology: TwimlDocument): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const refusal = findRefusal(error);
    if (refusal) {
      sendLine(response, refusal.status, refusal.message);
      return;
    }
    const { route, callSid } = requestStateOf(response);
    log.error({ err: error, route, callSid }, 'a request failed unexpectedly');
    if (route === undefined) sendLine(response, 500, 'Something failed here.');
    else sendTwiml(response, apology);
  };
}

function sendLine(response: Response, status: number, line: string): void {
  response.status(status).type('text/plain').send(`${line}\n`);
}

/** What Express's body reader refuses, in our words. */
const BODY_FAULTS: Readonly<Record<number, string>> = {
  400: 'The body was cut short or cannot be unpacked.',
  413: TOO_LARGE,
  415: 'The content encoding or character set is not supported.',
};

function findRefusal(error: unknown): { status: number; message: string } | undefined {
  if (error instanceof RequestError) return error;
  if (!(error instanceof Error) || !('status' in error)) return undefined;
  const status = Number(error.status);
  const message = BODY_FAULTS[status];
  return message === undefined ? undefined : { status, message };
}
