import type { Database } from '../../database/tables';
import { parseUtcTime, toUtcTime } from '../../database/utc-time';
import { LONGEST_CALL_MS } from './longest-call';

/**
 * When those came who wait now, in milliseconds since 1970, as far as is known: they came between
 * `from` and `to`, and nothing of their visit is on record yet.
 */
export async function findWaitingSince(
  db: Database,
  { from, to, now }: { from: Date; to: Date; now: Date },
): Promise<number[]> {
  const rows = await db
    .selectFrom('live_calls as l')
    .select('l.state_since')
    .where('l.role', '=', 'customer')
    .where('l.state', '=', 'waiting')
    .where('l.heard_at', '>=', toUtcTime(new Date(now.getTime() - LONGEST_CALL_MS)))
    .where('l.state_since', '>=', toUtcTime(from))
    .where('l.state_since', '<', toUtcTime(to))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('enqueue_data as e')
            .select('e.EventKey')
            .whereRef('e.CallSid', '=', 'l.CallSid')
            .whereRef('e.Time', '>=', 'l.state_since'),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('queue_data as q')
            .select('q.EventKey')
            .whereRef('q.CallSid', '=', 'l.CallSid')
            .whereRef('q.Time', '>=', 'l.state_since'),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('call_ends as s').select('s.EventKey').whereRef('s.CallSid', '=', 'l.CallSid'),
        ),
      ),
    )
    .execute();
  return rows.map(({ state_since }) => parseUtcTime(state_since).getTime());
}
