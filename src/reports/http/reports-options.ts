import type { Logger } from 'pino';
import type { Database } from '../../database/tables';
import type { CountryCode } from '../../operators/phone-number';
import type { Standard } from '../standard';

/** What the reports over HTTP are built from. */
export interface ReportsOptions {
  /** A handle of their own: calls must not wait behind a report. */
  db: Database;
  /** What holds where a question leaves it open. */
  defaults: { zone: string; standard: Standard };
  /** The owner's language, as `ja-JP`. */
  language: string;
  /** The country of telephone numbers that are typed without its code. */
  country: CountryCode;
  now: () => Date;
  /** Aborted where the server stops: what is being worked out is left. */
  stopping: AbortSignal;
  log: Logger;
}
