/** What Twilio's REST interface refuses: https://www.twilio.com/docs/api/errors */
export class ExchangeError extends Error {
  override readonly name = 'ExchangeError';
  /** Twilio's number. */
  readonly code: number;
  /** The HTTP status it is answered with. */
  readonly status: number;

  constructor(code: number, status: number, message: string) {
    super(message);
    this.code = code;
    this.status = status;
  }
}
