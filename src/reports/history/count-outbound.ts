import { sql } from 'kysely';
import type { Database } from '../../database/tables';
import { listWindows, type TimeRange, type TimeWindow } from './list-windows';

/** Calls that the number made, and how many of them were answered. */
export interface Outbound {
  attempts: number;
  reached: number;
}

/** Counts the calls that the number made and whose end was logged within a range. */
export async function countOutbound(db: Database, range: TimeRange): Promise<Outbound> {
  const total: Outbound = { attempts: 0, reached: 0 };
  for await (const window of listWindows(db, ['statuscallback_data'], range)) {
    const { attempts, reached } = await countWindow(db, window);
    total.attempts += attempts;
    total.reached += reached;
  }
  return total;
}

async function countWindow(db: Database, { from, to }: TimeWindow): Promise<Outbound> {
  const isReached = sql<number>`case when CallStatus = 'completed' and CallDuration > 0 then 1 else 0 end`;
  const { attempts, reached } = await db
    .selectFrom('call_ends')
    .select(({ fn }) => [fn.countAll().as('attempts'), fn.sum(isReached).as('reached')])
    .where('Time', '>=', from)
    .where('Time', '<', to)
    .where('Direction', 'in', ['outbound-dial', 'outbound-api'])
    .executeTakeFirstOrThrow();
  return { attempts: Number(attempts), reached: Number(reached) };
}
