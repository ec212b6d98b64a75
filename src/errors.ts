/** A request we refuse: answered with `status` and one plain line, the message. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code = 'request_error';
  readonly status: 400 | 401 | 403 | 404 | 405 | 413 | 415;

  constructor(status: RequestError['status'], message: string) {
    super(message);
    this.status = status;
  }
}

/** Settings, files or arguments that a person has to put right; the message says what and where. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly code = 'user_error';
}

/** The database gave no answer within the time a caller can be kept waiting. */
export class DatabaseTimeoutError extends Error {
  override readonly name = 'DatabaseTimeoutError';
  readonly code = 'database_timeout';

  constructor(timeoutMs: number) {
    super(`the database gave no answer within ${Math.round(timeoutMs)} ms`);
  }
}

/** What went wrong, in a few words: an error that Node makes of several has no message of its own. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ('code' in error ? String(error.code) : error.name);
}
