import type { Database } from '../../database/tables';
import type { OperatorCallsView } from '../../database/views';
import { listWindows, type TimeRange } from './list-windows';
import { canLast } from './longest-call';
import { readNumber, readTime } from './read-columns';

/** A call of an operator that has ended. Points in time are milliseconds since 1970. */
export interface OperatorCall {
  callSid: string;
  /** The operator's number. */
  operator: string | undefined;
  operatorName: string | undefined;
  /** Undefined, as the duration, where the call's end does not tell how long it was. */
  startedAt: number | undefined;
  endedAt: number;
  durationSeconds: number | undefined;
}

/** The calls of operators whose end was logged within a range, in that order, a page at a time. */
export async function* readOperatorCalls(
  db: Database,
  range: TimeRange,
): AsyncGenerator<OperatorCall[]> {
  for await (const { from, to } of listWindows(db, ['statuscallback_data'], range)) {
    const rows = await db
      .selectFrom('operator_calls')
      .selectAll()
      .where('logged_at', '>=', from)
      .where('logged_at', '<', to)
      .orderBy('logged_at')
      .orderBy('CallSid')
      .execute();
    const page = rows.flatMap(toOperatorCall);
    if (page.length > 0) yield page;
  }
}

function toOperatorCall(row: OperatorCallsView): OperatorCall[] {
  const endedAt = readTime(row.ended_at);
  if (endedAt === undefined) return [];
  const durationSeconds = readNumber(row.duration_seconds);
  const isKnown = durationSeconds !== undefined && canLast(durationSeconds);
  const call: OperatorCall = {
    callSid: row.CallSid,
    operator: row.operator ?? undefined,
    operatorName: row.operator_name ?? undefined,
    startedAt: isKnown ? readTime(row.started_at) : undefined,
    endedAt,
    durationSeconds: isKnown ? durationSeconds : undefined,
  };
  return [call];
}
