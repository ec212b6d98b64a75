import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { clientAddressOf } from './client-address';
import { requestStateOf } from './request-state';

/** Notes when a request arrived, and logs it in one line when it has been answered. */
export function logRequests(log: Logger, now: () => Date = () => new Date()): RequestHandler {
  return (request, response, next) => {
    const start = performance.now();
    requestStateOf(response, now());
    // A connection that has ended tells only those of its address who have asked before.
    void request.socket.remoteAddress;
    response.once('close', () => logRequest(log, request, response, performance.now() - start));
    next();
  };
}

function logRequest(log: Logger, request: Request, response: Response, durationMs: number): void {
  const state = requestStateOf(response);
  const { route, callSid, from } = state;
  const status = response.statusCode;
  // An event stream has no other end than that its reader goes.
  const isStream = response.get('Content-Type')?.startsWith('text/event-stream') ?? false;
  const isAnswered = response.writableFinished || isStream;
  const line = {
    callSid,
    // The path alone: a query holds callers' numbers.
    route: route ?? request.originalUrl.replace(/[?#].*/s, '').slice(0, 100),
    method: request.method,
    // Express has a status of 200 ready before there is any answer.
    status: isAnswered ? status : undefined,
    durationMs: Math.round(durationMs * 10) / 10,
    from,
    ...(status >= 400 ? { address: clientAddressOf(request), hint: state.hint } : {}),
  };
  if (!isAnswered) {
    // Strangers could fill the log with these.
    const level = route === undefined ? 'debug' : 'warn';
    log[level](
      { ...line, address: clientAddressOf(request) },
      'the other side went before the answer',
    );
  } else if (state.isHealthCheck) log.debug(line, 'answered');
  else if (status >= 500) log.error(line, 'failed');
  else if (state.isKnownGuesser) log.debug(line, 'refused');
  else if (state.wrongCredentials || (status >= 400 && status !== 401)) log.warn(line, 'refused');
  else if (route === undefined) log.debug(line, 'answered');
  else log.info(line, 'answered');
}
