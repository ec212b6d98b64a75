import type { Database, EventTable } from '../database/tables';

/** A row of the history, with the columns that tell something of its call. */
export interface Row {
  table: EventTable;
  CallSid: string;
  columns: readonly (readonly [name: string, value: string | number])[];
}

/** Every row of the history, in the order in which a call leaves them behind. */
export async function readRows(db: Database): Promise<Row[]> {
  const answered = await db
    .selectFrom('queue_data')
    .select(['CallSid', 'QueueTime', 'DequeingCallSid'])
    .orderBy('Time')
    .execute();
  const left = await db
    .selectFrom('enqueue_data')
    .select(['CallSid', 'QueueResult', 'QueueTime'])
    .orderBy('Time')
    .execute();
  const ended = await db
    .selectFrom('statuscallback_data')
    .select(['CallSid', 'ForwardedFrom', 'CallDuration'])
    .orderBy('Time')
    .execute();
  return [
    ...answered.map((columns) => toRow('queue_data', columns)),
    ...left.map((columns) => toRow('enqueue_data', columns)),
    ...ended.map((columns) => toRow('statuscallback_data', columns)),
  ];
}

function toRow(
  table: EventTable,
  { CallSid, ...columns }: { CallSid: string } & Record<string, string | number | null>,
): Row {
  return {
    table,
    CallSid,
    columns: Object.entries(columns).filter(
      (column): column is [string, string | number] => column[1] !== null,
    ),
  };
}
