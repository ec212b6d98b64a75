import type { Database, EventTable } from '../../src/database/tables';
import type { HistoryRow } from '../../src/history/history-event';
import { insertRows } from '../../src/history/spool-rows';
import { buildRow } from './build-row';

/** A customer's call in tests that need one. */
export const CALL = 'CA00000000000000000000000000000001';
/** The call of an operator. */
export const OPERATOR_CALL = 'CA00000000000000000000000000000901';
export const OPERATOR_NUMBER = '+815000000001';
export const QUEUE = 'QU00000000000000000000000000000001';

const DAY = Date.parse('2026-03-02T09:00:00Z');
let keys = 0;

/** `seconds` after nine in the morning of the test's day, as it is stored. */
export function at(seconds: number): string {
  return new Date(DAY + seconds * 1000).toISOString().replace('T', ' ').replace('Z', '');
}

type Columns = Record<string, unknown>;

/** A row of a history table under a key of its own. */
export function piece(table: EventTable, seconds: number | null, columns: Columns): HistoryRow {
  keys += 1;
  const Time = seconds === null ? null : at(seconds);
  return buildRow(table, `piece-${keys}`, { CallSid: CALL, Time, ...columns });
}

/** An operator answered a customer who had waited. */
export function answer(seconds: number | null, QueueTime: number | null, columns: Columns = {}) {
  const own = { QueueSid: QUEUE, QueueTime, DequeingCallSid: OPERATOR_CALL };
  return piece('queue_data', seconds, { ...own, ...columns });
}

/** A customer left the queue. */
export function exitRow(
  seconds: number | null,
  QueueResult: string | null,
  QueueTime: number | null,
  columns: Columns = {},
) {
  return piece('enqueue_data', seconds, { QueueSid: QUEUE, QueueResult, QueueTime, ...columns });
}

/** A call ended. */
export function end(seconds: number | null, CallDuration: number | null, columns: Columns = {}) {
  return piece('statuscallback_data', seconds, { CallDuration, ...columns });
}

/** The end of an operator's call. */
export function operatorEnd(seconds: number, CallDuration: number, columns: Columns = {}) {
  return end(seconds, CallDuration, { CallSid: OPERATOR_CALL, From: OPERATOR_NUMBER, ...columns });
}

/** Puts the pieces into the history, in this order. */
export async function insertPieces(db: Database, pieces: readonly HistoryRow[]): Promise<void> {
  for (const one of pieces) await insertRows(db, [one]);
}
