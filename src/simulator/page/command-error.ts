import type { ErrorRequestHandler } from 'express';
import { ExchangeError } from '../exchange-error';

/** A command that is refused: answered with `status` and the message, as one line of JSON. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly code = 'command_error';
  readonly status: 400 | 403 | 404 | 409 | 413 | 415;

  constructor(status: CommandError['status'], message: string) {
    super(message);
    this.status = status;
  }
}

/** Answers a refused command with `{ "error": … }`; leaves failures of ours to the app. */
export const answerCommandErrors: ErrorRequestHandler = (
  error: unknown,
  _request,
  response,
  next,
) => {
  const refusal = findRefusal(error);
  if (refusal === undefined || response.headersSent) {
    next(error);
    return;
  }
  response
    .status(refusal.status)
    .type('application/json')
    .send(`${JSON.stringify({ error: refusal.message })}\n`);
};

/** What Express's body reader refuses, in our words. */
const BODY_FAULTS: Readonly<Record<number, CommandError>> = {
  400: new CommandError(400, 'The body is not JSON.'),
  413: new CommandError(413, 'The body is larger than 8 KB.'),
  415: new CommandError(415, 'The content encoding or character set is not supported.'),
};

function findRefusal(error: unknown): { status: number; message: string } | undefined {
  if (error instanceof CommandError || error instanceof ExchangeError) return error;
  if (error instanceof URIError) return new CommandError(400, 'The address has a broken escape.');
  if (!(error instanceof Error) || !('status' in error)) return undefined;
  return BODY_FAULTS[Number(error.status)];
}
