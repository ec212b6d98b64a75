import { createHash } from 'node:crypto';
import type { Insertable } from 'kysely';
import type { CallEventColumns, EventTable, Tables } from '../database/tables';
import { toUtcTime } from '../database/utc-time';
import { RequestError } from '../errors';
import type { CallRequest } from '../twilio/call-request';
import { ColumnReader } from './column-reader';

/** The webhooks that leave a row. */
export type HistoryRoute = 'exit_enqueue' | 'guidance' | 'status_callback';

/** A row for its table. */
export type HistoryRow = {
  [T in EventTable]: { table: T; row: Insertable<Tables[T]> & { EventKey: string } };
}[EventTable];

/** Something that happened to a call, as it will be stored. */
export type HistoryEvent = HistoryRow & {
  /** Columns whose value had to be changed to fit, in the order of the table. */
  changedColumns: string[];
};

/**
 * The event that a webhook tells of. Throws a `RequestError` where the request names no call: such
 * a row could never be put together with others.
 */
export function createHistoryEvent(route: HistoryRoute, request: CallRequest): HistoryEvent {
  const { callSid } = request;
  if (callSid === undefined) {
    throw new RequestError(400, 'CallSid is missing or is not CA and 32 hexadecimal digits.');
  }
  // Texts are as wide as in sql/mysql/0003_history.sql; a test holds the two together.
  const read = new ColumnReader(request.parameters);
  const common = {
    EventKey: eventKey(route, request),
    CallSid: callSid,
    From: read.text('From', 512),
    To: read.text('To', 512),
    CallStatus: read.text('CallStatus', 32),
    ApiVersion: read.text('ApiVersion', 32),
    Direction: read.text('Direction', 32),
    ForwardedFrom: read.text('ForwardedFrom', 512),
    CallerName: read.text('CallerName', 255),
    Time: toUtcTime(request.receivedAt),
  };
  return { ...readRow(route, common, read), changedColumns: read.changedColumns };
}

type CommonColumns = Insertable<CallEventColumns> & { EventKey: string };

function readRow(route: HistoryRoute, common: CommonColumns, read: ColumnReader): HistoryRow {
  switch (route) {
    case 'exit_enqueue':
      return {
        table: 'enqueue_data',
        row: {
          ...common,
          QueueResult: read.text('QueueResult', 64),
          QueueSid: read.text('QueueSid', 34),
          QueueTime: read.seconds('QueueTime'),
        },
      };
    case 'guidance':
      return {
        table: 'queue_data',
        row: {
          ...common,
          QueueSid: read.text('QueueSid', 34),
          QueueTime: read.seconds('QueueTime'),
          DequeingCallSid: read.text('DequeingCallSid', 34),
        },
      };
    case 'status_callback':
      return {
        table: 'statuscallback_data',
        row: {
          ...common,
          CallDuration: read.seconds('CallDuration'),
          RecordingUrl: read.text('RecordingUrl', 1024),
          RecordingSid: read.text('RecordingSid', 34),
          RecordingDuration: read.seconds('RecordingDuration'),
        },
      };
  }
}

/**
 * What a retry of a request has in common with it and nothing else has: Twilio's idempotency token;
 * without one, a digest of the route and the parameters.
 */
function eventKey(route: HistoryRoute, { idempotencyToken, parameters }: CallRequest): string {
  if (idempotencyToken !== undefined && /^[\w.:-]{1,64}$/.test(idempotencyToken)) {
    return idempotencyToken;
  }
  const sorted = [...parameters].sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([route, idempotencyToken ?? null, sorted]))
    .digest('hex');
}
