import type { ColumnType, Generated, Kysely } from 'kysely';

/**
 * A point in time as `YYYY-MM-DD HH:MM:SS.mmm`, always UTC: the one form that sorts, compares and
 * reads alike in MySQL (`DATETIME(3)`) and SQLite (`TEXT`). NULL in rows that others inserted so.
 */
export type UtcTime = string;

/** A point in time as it is stored. */
export function toUtcTime(time: Date): UtcTime {
  return time.toISOString().replace('T', ' ').replace('Z', '');
}

/** A phone, by caller ID, that is an operator's. */
export interface OperatorsTable {
  /** Exactly as Twilio sends it in `From`: E.164. */
  telnum: string;
  name: string | null;
}

/** What the three history tables have in common: an event of a call, under a key of its own. */
export interface CallEventColumns {
  EventKey: Generated<string>;
  CallSid: string;
  From: string | null;
  To: string | null;
  CallStatus: string | null;
  ApiVersion: string | null;
  Direction: string | null;
  ForwardedFrom: string | null;
  CallerName: string | null;
  Time: ColumnType<UtcTime | null, UtcTime, never>;
}

/** A customer left the queue. `QueueTime` is seconds. */
export interface EnqueueDataTable extends CallEventColumns {
  QueueResult: string | null;
  QueueSid: string | null;
  QueueTime: number | null;
}

/** An operator answered a customer. `QueueTime` is seconds. */
export interface QueueDataTable extends CallEventColumns {
  QueueSid: string | null;
  QueueTime: number | null;
  DequeingCallSid: string | null;
}

/** A call ended. Durations are seconds. */
export interface StatusCallbackDataTable extends CallEventColumns {
  CallDuration: number | null;
  RecordingUrl: string | null;
  RecordingSid: string | null;
  RecordingDuration: number | null;
}

/** Every table of minicc, under MiniCC's names. */
export interface Tables {
  operators: OperatorsTable;
  enqueue_data: EnqueueDataTable;
  queue_data: QueueDataTable;
  statuscallback_data: StatusCallbackDataTable;
}

/** The history tables, each keyed by `EventKey`. */
export type EventTable = 'enqueue_data' | 'queue_data' | 'statuscallback_data';

/** A handle on the database; a transaction is one too. */
export type Database = Kysely<Tables>;
