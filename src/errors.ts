/** A request we refuse: answered with `status` and one plain line, the message. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code = 'request_error';
  readonly status: 400 | 401 | 403 | 404 | 405 | 413 | 415 | 429;

  constructor(status: RequestError['status'], message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * What a request tells could be kept nowhere. Answered with 503, so that Twilio's retry and fallback
 * can act: nothing is acknowledged that is not written.
 */
export class NotKeptError extends Error {
  override readonly name = 'NotKeptError';
  readonly code = 'not_kept';
  readonly status = 503;

  constructor() {
    super('This could not be recorded; please send it again.');
  }
}

/** Settings, files or arguments that a person has to put right; the message says what and where. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly code = 'user_error';
}

/** The database user lacks a right that a change of the schema needs; the message has the GRANT. */
export class MissingRightError extends UserError {
  /** As it is granted: `CREATE VIEW`, say. */
  readonly right: string;

  constructor(right: string, { database, user }: { database: string; user: string }) {
    super(
      `the database user lacks the right to ${right}; as an administrator of the database: GRANT ${right} ON ${database}.* TO ${user}; and then run "npx minicc migrate"`,
    );
    this.right = right;
  }
}

/** The database gave no answer within the time a caller can be kept waiting. */
export class DatabaseTimeoutError extends Error {
  override readonly name = 'DatabaseTimeoutError';
  readonly code = 'database_timeout';

  constructor(timeoutMs: number) {
    super(`the database gave no answer within ${Math.round(timeoutMs)} ms`);
  }
}

/** The database was closed on our side before it was asked, or while it was. */
export class DatabaseClosedError extends Error {
  override readonly name = 'DatabaseClosedError';
  readonly code = 'database_closed';

  constructor() {
    super('the database is closed');
  }
}

/** A server of a cluster is there, but cut off from the others or not up to date with them. */
export class NodeNotReadyError extends Error {
  override readonly name = 'NodeNotReadyError';
  readonly code = 'WSREP_NOT_READY';

  constructor() {
    super('the database server is not ready to work with its cluster (wsrep_ready is OFF)');
  }
}

/** The database was not asked, since it was found down a moment ago; `code` tells by what. */
export class DatabaseDownError extends Error {
  override readonly name = 'DatabaseDownError';
  readonly code: unknown;

  constructor(cause: unknown) {
    super(`the database is down: ${describeError(cause)}`, { cause });
    this.code = (Object(cause) as { code?: unknown }).code;
  }
}

/** Another process of this server gave no answer in time, or has ended. */
export class UnansweredError extends Error {
  override readonly name = 'UnansweredError';
  readonly code = 'unanswered';

  constructor(question: string) {
    super(`another process of this server did not answer to "${question}"`);
  }
}

/** What went wrong, in a few words: an error that Node makes of several has no message of its own. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ('code' in error ? String(error.code) : error.name);
}
