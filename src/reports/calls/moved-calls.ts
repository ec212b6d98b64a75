import type { Database } from '../../database/tables';
import { parseUtcTime, toUtcTime, type UtcTime } from '../../database/utc-time';
import { LONGEST_CALL_MS } from '../history/longest-call';
import type { CallCursor } from './call-cursor';
import type { CallPlace } from './call-window';

/** So many identifiers go into one statement. */
const CHUNK = 500;

/**
 * The calls that were going on when a list was begun and are known by a later row since, with the
 * places that they had then: whoever pages through the list misses none of them.
 */
export async function findMovedCalls(db: Database, { asOf }: CallCursor): Promise<CallPlace[]> {
  const until = toUtcTime(new Date(parseUtcTime(asOf).getTime() + LONGEST_CALL_MS));
  const ended = await listCallsSince(db, 'call_ends', { asOf, until });
  const answered = await listCallsSince(db, 'queue_data', { asOf, until });
  const callSids = [...new Set([...ended, ...answered])];
  const firstAnswers = await findFirstTimes(db, 'queue_data', { callSids, asOf });
  const firstExits = await findFirstTimes(db, 'enqueue_data', { callSids, asOf });
  const hasEnded = new Set(ended);
  return callSids.flatMap((callSid) => {
    const answeredAt = firstAnswers.get(callSid);
    // An answer after the first one moves no call that goes on.
    if (answeredAt !== undefined && !hasEnded.has(callSid)) return [];
    const at = answeredAt ?? firstExits.get(callSid);
    return at === undefined ? [] : [{ at, callSid }];
  });
}

async function listCallsSince(
  db: Database,
  table: 'call_ends' | 'queue_data',
  { asOf, until }: { asOf: UtcTime; until: UtcTime },
): Promise<string[]> {
  const rows = await db
    .selectFrom(table as 'queue_data')
    .select('CallSid')
    .where('Time', '>', asOf)
    .where('Time', '<=', until)
    .execute();
  return rows.map(({ CallSid }) => CallSid);
}

async function findFirstTimes(
  db: Database,
  table: 'queue_data' | 'enqueue_data',
  { callSids, asOf }: { callSids: readonly string[]; asOf: UtcTime },
): Promise<Map<string, UtcTime>> {
  const times = new Map<string, UtcTime>();
  for (let start = 0; start < callSids.length; start += CHUNK) {
    const rows = await db
      .selectFrom(table as 'queue_data')
      .select(({ fn }) => ['CallSid', fn.min('Time').as('first')])
      .where('CallSid', 'in', callSids.slice(start, start + CHUNK))
      .where('Time', '<=', asOf)
      .groupBy('CallSid')
      .execute();
    for (const { CallSid, first } of rows) if (first !== null) times.set(CallSid, first);
  }
  return times;
}
