import type { ErrorRequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { NotKeptError, RequestError } from '../errors';
import type { TwimlDocument } from '../twilio/twiml';
import { TOO_LARGE } from './read-fields';
import { requestStateOf } from './request-state';
import { SECURE_HEADERS } from './secure-headers';
import { sendTwiml } from './webhook';

/**
 * The one place where errors become answers: a refused request gets its status and one line. Where
 * we are at fault in the middle of a call, the caller hears `apology` rather than silence.
 */
export function answerErrors(log: Logger, apology: TwimlDocument): ErrorRequestHandler {
  return (error: unknown, _request, response, _next) => {
    const state = requestStateOf(response);
    const { route, callSid } = state;
    if (response.headersSent) {
      log.error({ err: error, route, callSid }, 'an answer broke off');
      response.destroy();
      return;
    }
    for (const [name, value] of SECURE_HEADERS) {
      if (!response.hasHeader(name)) response.setHeader(name, value);
    }
    const refusal = findRefusal(error);
    if (refusal) {
      sendLine(response, refusal.status, refusal.message);
      return;
    }
    state.hasFailed = true;
    log.error({ err: error, route, callSid }, 'a request failed unexpectedly');
    if (route === undefined) sendLine(response, 500, 'Something failed here.');
    else sendTwiml(response, apology);
  };
}

function sendLine(response: Response, status: number, line: string): void {
  response.status(status).type('text/plain').send(`${line}\n`);
}

/** What Express refuses, mostly its body reader, in our words. */
const BODY_FAULTS: Readonly<Record<number, string>> = {
  400: 'The body was cut short or cannot be unpacked.',
  413: TOO_LARGE,
  415: 'The content encoding or character set is not supported.',
};

function findRefusal(error: unknown): { status: number; message: string } | undefined {
  if (error instanceof RequestError || error instanceof NotKeptError) return error;
  if (!(error instanceof Error) || !('status' in error)) return undefined;
  const status = Number(error.status);
  if (!(status >= 400 && status < 500)) return undefined;
  return {
    status,
    message: BODY_FAULTS[status] ?? 'This cannot be had in the way it is asked for.',
  };
}
