import type { Credentials } from '../../../src/twilio/urls';

/** A server that requests are sent to. */
export interface Contestant {
  /** For people, as `bare Express`. */
  name: string;
  /** As `http://127.0.0.1:3000`. */
  origin: string;
  credentials: Credentials;
  /** Its process, whose children belong to it; undefined where it was started by others. */
  pid: number | undefined;
  /** Whether it looks at no request: so many different ones need not be made for it. */
  isBare: boolean;
  /** How many rows it wrote of a kind; undefined where it writes none that can be counted. */
  rows: RowCounter | undefined;
}

/** The tables of history. */
export type HistoryTable = 'enqueue_data' | 'queue_data' | 'statuscallback_data';

/** Counts the rows of a table, whoever wrote them. */
export type RowCounter = (table: HistoryTable) => Promise<number>;

/** What every server asks for that the bench starts. */
export const CREDENTIALS: Credentials = { user: 'minicc', password: 'secret' };
