import type { EventTable } from '../../src/database/tables';
import type { HistoryRow } from '../../src/history/history-event';

/** A history row under this key, with the columns of its table; those given are as told. */
export function buildRow(
  table: EventTable,
  EventKey: string,
  columns: Record<string, unknown> = {},
): HistoryRow {
  const common = {
    EventKey,
    CallSid: 'CA1a7d24cb5323c60e5ebf5a91280afe39',
    From: '+819012345678',
    To: '+815031234567',
    CallStatus: 'completed',
    ApiVersion: '2010-04-01',
    Direction: 'inbound',
    ForwardedFrom: null,
    CallerName: null,
    Time: '2026-04-01 00:00:00.000',
  };
  const own = {
    enqueue_data: { QueueResult: 'hangup', QueueSid: null, QueueTime: 12 },
    queue_data: { QueueSid: null, QueueTime: 12, DequeingCallSid: null },
    statuscallback_data: {
      CallDuration: 30,
      RecordingUrl: null,
      RecordingSid: null,
      RecordingDuration: null,
    },
  };
  return { table, row: { ...common, ...own[table], ...columns } } as HistoryRow;
}
