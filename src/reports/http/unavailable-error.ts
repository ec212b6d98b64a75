/** A report that cannot be made now, while it may be had later: answered with 503 and the message. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError';
  readonly code = 'unavailable';
}
