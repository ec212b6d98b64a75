import type { StatusCallbackDataTable } from './tables';
import type { UtcTime } from './utc-time';

/** What became of a visit to the queue; the last two may still change. */
export type VisitOutcome =
  | 'answered'
  | 'abandoned'
  | 'diverted'
  | 'blocked'
  | 'failed'
  | 'connecting'
  | 'talking';

/**
 * An entry into a queue, put together from its pieces: `queue_visits_ended` and
 * `queue_visits_unended` of `sql/`. What cannot be known is NULL.
 */
export interface QueueVisitsView {
  /** `EventKey` of the row in `enqueue_data`, or where there is none in `queue_data`. */
  visit_key: string;
  CallSid: string;
  /** The customer's number. */
  From: string | null;
  To: string | null;
  QueueSid: string | null;
  arrived_at: UtcTime | null;
  waited_seconds: number | null;
  /** Only of the answered. */
  answered_at: UtcTime | null;
  left_at: UtcTime | null;
  /** From the answer to the end; only of the answered. MySQL gives it as text. */
  talk_seconds: number | string | null;
  outcome: VisitOutcome;
  QueueResult: string | null;
  /** The call of the operator who answered, or was about to. */
  DequeingCallSid: string | null;
  /** That operator's number; NULL until it is known. */
  operator: string | null;
  /**
   * The table or column that lacks, and for want of which something is NULL or estimated: `Time`,
   * `QueueResult`, `QueueTime`, `queue_data` or `enqueue_data`.
   */
  missing: string | null;
  /** `Time` of the row that `visit_key` names; indexed. */
  logged_at: UtcTime | null;
}

/** A customer's call, in short: `customer_calls` of `sql/`. */
export interface CustomerCallsView {
  CallSid: string;
  From: string | null;
  To: string | null;
  /** NULL where the call's end is not known, as are the next two. */
  started_at: UtcTime | null;
  ended_at: UtcTime | null;
  duration_seconds: number | null;
  CallStatus: string | null;
  was_queued: 0 | 1;
  /** `Time` of the row it was first known by, that of its end where there is one; indexed. */
  logged_at: UtcTime | null;
}

/** A customer's call: `calls` of `sql/`. */
export interface CallsView extends CustomerCallsView {
  visits: number;
  answered_visits: number;
  talking_visits: number;
  /** How many calls it took at Twilio: the customer's and those of operators. */
  legs: number;
  path: 'menu' | 'menu > queue' | 'menu > queue > operator';
  outcome: VisitOutcome | 'menu';
}

/** A call of an operator that has ended: `operator_calls` of `sql/`. */
export interface OperatorCallsView {
  CallSid: string;
  operator: string | null;
  operator_name: string | null;
  started_at: UtcTime | null;
  ended_at: UtcTime | null;
  duration_seconds: number | null;
  logged_at: UtcTime | null;
}

/** How much of the history is not known or not counted: `history_gaps` of `sql/`. */
export interface HistoryGapsView {
  /** In words. */
  what: string;
  row_count: number;
}

/** The views of `sql/` that minicc reads. */
export interface Views {
  call_ends: StatusCallbackDataTable;
  queue_visits: QueueVisitsView & { operator_name: string | null };
  queue_visits_ended: QueueVisitsView;
  queue_visits_unended: QueueVisitsView;
  customer_calls: CustomerCallsView;
  customer_calls_ended: CustomerCallsView;
  customer_calls_answered: CustomerCallsView;
  customer_calls_unanswered: CustomerCallsView;
  calls: CallsView;
  operator_calls: OperatorCallsView;
  history_gaps: HistoryGapsView;
}
