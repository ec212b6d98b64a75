import type { HistoryRow } from '../history/history-event';
import type { SpoolState } from '../history/spool-rows';
import type { Recalled } from '../operators/operator-memory';
import type { OperatorAccess } from '../operators/operators-table';
import type { PinTry } from '../operators/pin-tries';
import type { PromptCatalogue } from '../prompts/catalogue';
import type { Opened } from '../server/print-setup';
import type { Credentials } from '../twilio/urls';

/** What a worker asks its primary. */
export type AskedOfPrimary = {
  /** Answered when it is time to listen. */
  start: { says: null; gets: Start };
  opened: { says: Opened; gets: null };
  /** Why this worker cannot serve; for a person to read. */
  'cannot start': { says: string; gets: null };
  /** Answered when every row is on the disk. */
  keep: { says: readonly HistoryRow[]; gets: null };
  'spool state': { says: null; gets: SpoolState };
  'spool fault': { says: null; gets: string | undefined };
  learn: { says: readonly Lesson[]; gets: null };
  recall: { says: string; gets: Recalled | undefined };
  'take try': { says: OperatorAccess; gets: PinTry };
  'give back tries': { says: string; gets: null };
  /** The figures of the whole server, by process. */
  figures: { says: null; gets: readonly string[] };
  'last figures': { says: string; gets: null };
};

/** What a primary asks a worker. */
export type AskedOfWorker = {
  figures: { says: null; gets: string };
  /** Answered at once; the worker ends when its requests have. */
  stop: { says: string; gets: null };
};

/** What all workers have in common. */
export interface Start {
  port: number;
  /** Absent for the first of all, which makes or reads the password. */
  credentials?: Credentials | undefined;
  catalogue: PromptCatalogue;
  /** Under which the log tells of this worker and of those that take its place; from 1. */
  place: number;
}

/** What the database told of a number; without an operator, that it is none's. */
export interface Lesson {
  telnum: string;
  operator?: OperatorAccess | undefined;
}
