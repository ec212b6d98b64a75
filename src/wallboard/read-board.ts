import type { Database } from '../database/tables';
import type { Board, OperatorNow, Today } from './board';
import { type LiveCall, mergeAll } from './live-call';
import { readLiveCalls } from './live-calls-table';
import { readHistory } from './read-history';
import { isFresh, reconcile } from './reconcile';
import { type LiveNow, tellNow } from './tell-now';
import type { QueueReading } from './twilio-queue';

/** Not heard of for a day, a call is surely over. */
const HEARD_WITHIN_MS = 24 * 60 * 60_000;
/** More than a small business can have at once; of more, those heard of last. */
const MOST_CALLS = 2000;

/** What the board is put together from, beside the tables. */
export interface BoardSources {
  now: number;
  today: Today | undefined;
  /** Twilio's last word; `none` where there is no account. */
  queue: QueueReading | undefined | 'none';
}

/** The board as of now. Rejects where the database cannot be read. */
export async function readBoard(db: Database, sources: BoardSources): Promise<Board> {
  const { now, today, queue } = sources;
  const live = await readNow(db, now);
  const reading = queue === 'none' ? undefined : queue;
  return {
    madeAt: now,
    waiting: reconcile(live, reading, now),
    lost: live.lost.length,
    operators: await nameOperators(db, live.operators),
    talking: live.talking.length,
    today,
    twilio:
      queue === 'none'
        ? undefined
        : { readAt: reading?.readAt, isFresh: reading !== undefined && isFresh(reading, now) },
  };
}

/** What is heard of calls, put right by what is recorded of them. */
async function readNow(db: Database, now: number): Promise<LiveNow> {
  const live = await readLiveCalls(db, {
    since: new Date(now - HEARD_WITHIN_MS),
    most: MOST_CALLS,
  });
  const sids = new Set(live.flatMap(({ callSid, withCall }) => [callSid, withCall ?? callSid]));
  const pieces = [...live, ...(await readHistory(db, [...sids]))];
  // Operators of earlier talks are none of today's business.
  return tellNow(mergeAll(pieces.filter(({ callSid }) => sids.has(callSid))), now);
}

async function nameOperators(db: Database, calls: readonly LiveCall[]): Promise<OperatorNow[]> {
  const numbers = calls.flatMap(({ from }) => from ?? []);
  const rows =
    numbers.length === 0
      ? []
      : await db
          .selectFrom('operators')
          .select(['telnum', 'name'])
          .where('telnum', 'in', numbers)
          .execute();
  const names = new Map(rows.map(({ telnum, name }) => [telnum, name]));
  return calls
    .map(({ callSid, from, state, since }) => ({
      callSid,
      name: names.get(from ?? '') ?? shorten(from),
      state: state === 'talking' ? ('talking' as const) : ('ready' as const),
      talkingSince: state === 'talking' ? since : undefined,
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** Whoever sees the wall need not see the number. */
function shorten(from: string | undefined): string {
  if (from === undefined) return '?';
  return from.startsWith('client:') ? from.slice('client:'.length) : `…${from.slice(-4)}`;
}
