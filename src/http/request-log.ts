import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { requestStateOf } from './request-state';

/** Notes when a request arrived, and logs it in one line when it has been answered. */
export function logRequests(log: Logger): RequestHandler {
  return (request, response, next) => {
    const start = performance.now();
    requestStateOf(response);
    response.once('close', () => logRequest(log, request, response, performance.now() - start));
    next();
  };
}

function logRequest(log: Logger, request: Request, response: Response, durationMs: number): void {
  const { route, callSid, from, wrongCredentials } = requestStateOf(response);
  const status = response.statusCode;
  const line = {
    callSid,
    // The path alone: a query holds callers' numbers.
    route: route ?? request.originalUrl.replace(/[?#].*/s, '').slice(0, 100),
    method: request.method,
    status,
    durationMs: Math.round(durationMs * 10) / 10,
    from,
  };
  // An event stream has no other end than that its reader goes.
  const isStream = response.get('Content-Type')?.startsWith('text/event-stream') ?? false;
  if (!response.writableFinished && !isStream) {
    log.warn(line, 'the other side went before the answer');
  } else if (status >= 500) log.error(line, 'failed');
  else if (wrongCredentials || (status >= 400 && status !== 401)) log.warn(line, 'refused');
  else if (route === undefined) log.debug(line, 'answered');
  else log.info(line, 'answered');
}
