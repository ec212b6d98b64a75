import type { ErrorRequestHandler, RequestHandler } from 'express';
import { ExchangeError } from '../exchange-error';

/**
 * A parameter that is missing or not one of its values, where Twilio has no number of its own for
 * it: https://www.twilio.com/docs/api/errors/20001
 */
export function invalidParameter(message: string): ExchangeError {
  return new ExchangeError(20001, 400, message);
}

/** There is nothing at the address that was asked: https://www.twilio.com/docs/api/errors/20404 */
export function notFound(): ExchangeError {
  return new ExchangeError(20404, 404, 'The requested resource was not found');
}

/**
 * What Twilio can do and the exchange cannot. Neither the number nor the status is Twilio's: nobody
 * should take the exchange's shortcoming for an answer that Twilio would give.
 */
export function notModelled(what: string): ExchangeError {
  return new ExchangeError(20501, 501, `${what} is not modelled by this exchange`);
}

/** Refuses a method that an address does not have: https://www.twilio.com/docs/api/errors/20004 */
export const refuseMethod: RequestHandler = ({ method }) => {
  throw new ExchangeError(20004, 405, `Method ${method} is not allowed here`);
};

/** Refuses an address where there is nothing. */
export const refuseAddress: RequestHandler = () => {
  throw notFound();
};

/** Answers refusals in Twilio's JSON; leaves failures of ours to the app. */
export const answerRefusals: ErrorRequestHandler = (error: unknown, request, response, next) => {
  const refusal = findRefusal(error);
  if (refusal === undefined || response.headersSent) {
    next(error);
    return;
  }
  const { code, status } = refusal;
  const message =
    code === 20404 ? `The requested resource ${request.path} was not found` : refusal.message;
  const moreInfo = `https://www.twilio.com/docs/errors/${code}`;
  response.status(status).json({ code, message, more_info: moreInfo, status });
};

function findRefusal(error: unknown): ExchangeError | undefined {
  if (error instanceof ExchangeError) return error;
  // What Express refuses to read: a broken address, or a body that is too large or cannot be decoded.
  if (!(error instanceof Error) || !('status' in error)) return undefined;
  const status = Number(error.status);
  if (status < 400 || status >= 500) return undefined;
  // https://www.twilio.com/docs/api/errors/20413
  return new ExchangeError(status === 413 ? 20413 : 20001, status, error.message);
}
