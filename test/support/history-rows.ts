import type { Database, EventTable } from '../../src/database/tables';
import type { CallView } from '../../src/simulator/exchange-types';
import { CENTRE_NUMBER } from './call-centre';

const TABLES = ['enqueue_data', 'queue_data', 'statuscallback_data'] as const;

/** A row without `EventKey` and `Time`, which are no two times the same. */
export type Row = Record<string, unknown>;

/** The rows of the three tables, each table in the order of its calls. */
export interface History {
  enqueue_data: Row[];
  queue_data: Row[];
  statuscallback_data: Row[];
}

/** Reads the history; the order within a table is that of `calls`. */
export async function readHistory(db: Database, calls: readonly CallView[]): Promise<History> {
  const place = new Map(calls.map(({ sid }, index) => [sid, index]));
  const read = async (table: EventTable): Promise<Row[]> => {
    const rows = await db
      .selectFrom(table as 'enqueue_data')
      .selectAll()
      .execute();
    const placeOf = (row: { CallSid: string }) => place.get(row.CallSid) ?? -1;
    return rows
      .sort((a, b) => placeOf(a) - placeOf(b))
      .map(({ EventKey: _key, Time: _time, ...row }) => row);
  };
  const [enqueue_data, queue_data, statuscallback_data] = await Promise.all(TABLES.map(read));
  return { enqueue_data, queue_data, statuscallback_data } as History;
}

/** Empties the history. */
export async function clearHistory(db: Database): Promise<void> {
  for (const table of TABLES) await db.deleteFrom(table).execute();
}

/** What every row says of a call. */
function common(call: CallView): Row {
  return {
    CallSid: call.sid,
    From: call.from,
    To: CENTRE_NUMBER,
    CallStatus: 'completed',
    ApiVersion: '2010-04-01',
    Direction: 'inbound',
    ForwardedFrom: null,
    CallerName: null,
  };
}

/** The row of a call that has left the queue. */
export function enqueueRow(
  call: CallView,
  columns: Row & { QueueResult: string; QueueSid: string | null; QueueTime: number | null },
): Row {
  return { ...common(call), ...columns };
}

/** The row of a customer's call that an operator took. */
export function queueRow(
  call: CallView,
  columns: Row & { QueueSid: string; QueueTime: number; DequeingCallSid: string },
): Row {
  return { ...common(call), CallStatus: 'in-progress', ...columns };
}

/** The row of a call that has ended. */
export function statusRow(call: CallView, columns: Row & { CallDuration: number }): Row {
  const recording = { RecordingUrl: null, RecordingSid: null, RecordingDuration: null };
  return { ...common(call), ...recording, ...columns };
}
