import type { Database } from '../database/tables';
import { parseUtcTime, type UtcTime } from '../database/utc-time';
import { otherSideOf } from './hear-webhook';
import type { LiveCall } from './live-call';

/** In one statement. */
const MOST_SIDS = 500;
/** A call that has ended sends no more than this; it stands in the way of no other. */
const NOT_OVER = ['queued', 'initiated', 'ringing', 'in-progress'];

/**
 * What the history tables know of these calls, in the order of no importance: rows are kept through
 * trouble in which what was heard is lost.
 */
export async function readHistory(db: Database, callSids: readonly string[]): Promise<LiveCall[]> {
  const pieces: LiveCall[] = [];
  for (let start = 0; start < callSids.length; start += MOST_SIDS) {
    const sids = callSids.slice(start, start + MOST_SIDS);
    pieces.push(
      ...(await readAnswers(db, sids)),
      ...(await readExits(db, sids)),
      ...(await readEnds(db, sids)),
    );
  }
  return pieces;
}

async function readAnswers(db: Database, sids: readonly string[]): Promise<LiveCall[]> {
  const rows = await db
    .selectFrom('queue_data')
    .select(['CallSid', 'From', 'QueueSid', 'DequeingCallSid', 'Time'])
    .where('CallSid', 'in', sids)
    .execute();
  return rows.flatMap((row) => {
    const operator = row.DequeingCallSid ?? undefined;
    const talking = createPiece(row, 'talking', operator);
    return operator === undefined ? [talking] : [talking, otherSideOf(talking, operator)];
  });
}

async function readExits(db: Database, sids: readonly string[]): Promise<LiveCall[]> {
  const rows = await db
    .selectFrom('enqueue_data')
    .select(['CallSid', 'From', 'QueueSid', 'Time'])
    .where('CallSid', 'in', sids)
    .execute();
  return rows.map((row) => createPiece(row, 'left'));
}

async function readEnds(db: Database, sids: readonly string[]): Promise<LiveCall[]> {
  const rows = await db
    .selectFrom('statuscallback_data')
    .select(['CallSid', 'From', 'CallStatus', 'Time'])
    .where('CallSid', 'in', sids)
    .execute();
  const over = rows.filter(({ CallStatus }) => !NOT_OVER.includes(CallStatus ?? ''));
  return over.map((row) => createPiece({ ...row, QueueSid: null }, 'ended'));
}

interface HistoryRow {
  CallSid: string;
  From: string | null;
  QueueSid: string | null;
  Time: UtcTime | null;
}

/** A row without a time is one that others inserted: it is as old as can be. */
function createPiece(row: HistoryRow, state: LiveCall['state'], withCall?: string): LiveCall {
  const at = row.Time === null ? 0 : parseUtcTime(row.Time).getTime();
  return {
    callSid: row.CallSid,
    from: row.From ?? undefined,
    role: 'customer',
    state,
    since: at,
    queueSid: row.QueueSid ?? undefined,
    withCall,
    heardAt: at,
  };
}
