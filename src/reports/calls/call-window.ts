import { type Database, EVENT_TABLES, type EventTable } from '../../database/tables';
import type { UtcTime } from '../../database/utc-time';

/** A place in the list of calls, the newest first; those of the same time go by CallSid. */
export interface CallPlace {
  at: UtcTime;
  callSid: string;
}

/** A part of the list of calls: what comes after a place, down to a time, with it. */
export interface CallWindow {
  after: CallPlace;
  /** Undefined where the list ends with this window. */
  from: UtcTime | undefined;
}

/** The place of all calls at a time and before it, or just those before it. */
export function placeBefore(at: UtcTime): CallPlace {
  return { at, callSid: '' };
}

/** Whether a call's place is after another's, thus older. */
export function isAfter(place: CallPlace, other: CallPlace): boolean {
  return place.at < other.at || (place.at === other.at && place.callSid < other.callSid);
}

/**
 * The part of the list after a place that holds about so many rows of each table at most, unless
 * very many have the same `Time`.
 */
export async function findWindow(
  db: Database,
  after: CallPlace,
  rowCount: number,
): Promise<CallWindow> {
  const times = await Promise.all(
    EVENT_TABLES.map((table) => findTime(db, table, { after, rowCount })),
  );
  const [from] = times
    .filter((time) => time !== undefined)
    .sort()
    .reverse();
  return { after, from };
}

async function findTime(
  db: Database,
  table: EventTable,
  { after: { at, callSid }, rowCount }: { after: CallPlace; rowCount: number },
): Promise<UtcTime | undefined> {
  const row = await db
    .selectFrom(table as 'queue_data')
    .select('Time')
    // Nothing comes after no CallSid: such a window would be met again and again.
    .where('Time', callSid === '' ? '<' : '<=', at)
    .orderBy('Time', 'desc')
    .limit(1)
    .offset(rowCount)
    .executeTakeFirst();
  return row?.Time ?? undefined;
}

/** The newest `Time` of the history; undefined where it has none. */
export async function findNewestTime(db: Database): Promise<UtcTime | undefined> {
  const times = await Promise.all(EVENT_TABLES.map((table) => findNewestOf(db, table)));
  const [newest] = times
    .filter((time) => time !== undefined)
    .sort()
    .reverse();
  return newest;
}

async function findNewestOf(db: Database, table: EventTable): Promise<UtcTime | undefined> {
  const row = await db
    .selectFrom(table as 'queue_data')
    .select('Time')
    .where('Time', 'is not', null)
    .orderBy('Time', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.Time ?? undefined;
}
