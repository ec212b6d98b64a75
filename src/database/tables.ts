import type { ColumnType, Generated, Kysely } from 'kysely';
import type { UtcTime } from './utc-time';
import type { Views } from './views';

/** A phone, by caller ID, that is an operator's. */
export interface OperatorsTable {
  /** Exactly as Twilio sends it in `From`: E.164. */
  telnum: string;
  name: string | null;
  /** NULL of an operator without a PIN. */
  pin_hash: string | null;
  /** How many tries of the PIN have failed in a row since it was right, or since the last lock. */
  pin_failures: Generated<number>;
  /** While this is to come, no PIN is taken; NULL, or past, where the number is not locked. */
  pin_locked_until: UtcTime | null;
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

/** A row that the database refused for good. In the spool alone: `sql/spool.sql`. */
export interface SetAsideRowsTable {
  EventKey: string;
  table_name: EventTable;
  /** JSON, as it was to be written. */
  row: string;
  /** Why, in the words of the database. */
  reason: string;
  set_aside_at: UtcTime;
}

/** What a call is doing now, as far as its last webhook tells: `live_calls` of `sql/`. */
export interface LiveCallsTable {
  CallSid: string;
  From: string | null;
  role: 'customer' | 'operator';
  /** `left`: out of the queue, and not known to be over. */
  state: 'waiting' | 'ready' | 'talking' | 'left' | 'ended';
  state_since: UtcTime;
  QueueSid: string | null;
  /** The other side of a talk. */
  with_call: string | null;
  heard_at: UtcTime;
}

/** Every table and view of minicc, under MiniCC's names. */
export interface Tables extends Views {
  operators: OperatorsTable;
  enqueue_data: EnqueueDataTable;
  queue_data: QueueDataTable;
  statuscallback_data: StatusCallbackDataTable;
  live_calls: LiveCallsTable;
  set_aside_rows: SetAsideRowsTable;
}

/** The history tables, each keyed by `EventKey`. */
export const EVENT_TABLES = ['enqueue_data', 'queue_data', 'statuscallback_data'] as const;

/** One of the history tables. */
export type EventTable = (typeof EVENT_TABLES)[number];

const CALL_EVENT_COLUMNS = [
  ...['EventKey', 'CallSid', 'From', 'To', 'CallStatus', 'ApiVersion', 'Direction'],
  ...['ForwardedFrom', 'CallerName', 'Time'],
] as const;

/** The columns of each history table. */
export const EVENT_COLUMNS: Readonly<Record<EventTable, readonly string[]>> = {
  enqueue_data: [...CALL_EVENT_COLUMNS, 'QueueResult', 'QueueSid', 'QueueTime'],
  queue_data: [...CALL_EVENT_COLUMNS, 'QueueSid', 'QueueTime', 'DequeingCallSid'],
  statuscallback_data: [
    ...CALL_EVENT_COLUMNS,
    ...['CallDuration', 'RecordingUrl', 'RecordingSid', 'RecordingDuration'],
  ],
};

/** A handle on the database; a transaction is one too. */
export type Database = Kysely<Tables>;
