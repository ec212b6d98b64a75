import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from '../../database/tables';
import type { CustomerCallsView } from '../../database/views';
import { listWindows, type TimeRange, type TimeWindow } from './list-windows';
import { canLast } from './longest-call';
import { readNumber, readTime } from './read-columns';

/** A customer's call. Points in time are milliseconds since 1970; what is not known is undefined. */
export interface CustomerCall {
  callSid: string;
  /** The customer's number. */
  caller: string | undefined;
  /** Undefined, as the next two, until the call's end is known. */
  startedAt: number | undefined;
  endedAt: number | undefined;
  durationSeconds: number | undefined;
  /** Whether it came to a queue; else it ended in the menu. */
  wasQueued: boolean;
  /** When it was logged: at its end, or where that is not known by its first row. */
  loggedAt: number;
}

/** The calls of customers that were logged within a range, in that order, a page at a time. */
export async function* readCustomerCalls(
  db: Database,
  range: TimeRange,
): AsyncGenerator<CustomerCall[]> {
  const tables = ['statuscallback_data', 'enqueue_data', 'queue_data'] as const;
  for await (const window of listWindows(db, tables, range)) {
    const calls = (await readWindow(db, window)).flatMap(toCustomerCall);
    calls.sort((a, b) => a.loggedAt - b.loggedAt || (a.callSid < b.callSid ? -1 : 1));
    if (calls.length > 0) yield calls;
  }
}

// Not from `customer_calls`: some servers put a union together whole before they look at the window.
const VIEWS = [
  'customer_calls_ended',
  'customer_calls_answered',
  'customer_calls_unanswered',
] as const;

async function readWindow(db: Database, { from, to }: TimeWindow): Promise<CustomerCallsView[]> {
  const rows: CustomerCallsView[] = [];
  for (const view of VIEWS) {
    const some = await db
      .selectFrom(view)
      .selectAll()
      .where('logged_at', '>=', from)
      .where('logged_at', '<', to)
      .execute();
    rows.push(...some);
    await nextTurn();
  }
  return rows;
}

function toCustomerCall(row: CustomerCallsView): CustomerCall[] {
  const loggedAt = readTime(row.logged_at);
  if (loggedAt === undefined) return [];
  const durationSeconds = readNumber(row.duration_seconds);
  const isKnown = durationSeconds !== undefined && canLast(durationSeconds);
  const call: CustomerCall = {
    callSid: row.CallSid,
    caller: row.From ?? undefined,
    startedAt: isKnown ? readTime(row.started_at) : undefined,
    endedAt: readTime(row.ended_at),
    durationSeconds: isKnown ? durationSeconds : undefined,
    wasQueued: Number(row.was_queued) === 1,
    loggedAt,
  };
  return [call];
}
