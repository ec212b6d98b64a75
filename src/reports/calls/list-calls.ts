import { setImmediate as nextTurn } from 'node:timers/promises';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type DialectName, dialectOf } from '../../database/dialect';
import { type Database, EVENT_TABLES } from '../../database/tables';
import { toUtcTime, type UtcTime } from '../../database/utc-time';
import type { CustomerCallsView } from '../../database/views';
import { UserError } from '../../errors';
import type { CountryCode } from '../../operators/phone-number';
import { toBound } from '../history/list-windows';
import { type CallCursor, formatCallCursor, isUtcTime, parseCallCursor } from './call-cursor';
import { type CallLine, describeCalls } from './call-line';
import {
  type CallPlace,
  type CallWindow,
  findNewestTime,
  findWindow,
  isAfter,
  placeBefore,
} from './call-window';
import { type CustomerCallsQuery, selectCustomerCalls } from './find-customer-calls';
import { findMovedCalls } from './moved-calls';
import { type NumberSearch, parseNumberSearch } from './number-search';

/** Which calls of customers somebody wants to see. */
export interface CallFilter {
  /** The first time at which a call may have been logged; with `to`, which is not part of it. */
  from?: Date | undefined;
  to?: Date | undefined;
  /** What somebody typed: a customer's number, or three digits of it or more. */
  number?: string | undefined;
  /** Whose national form `number` is in. */
  country?: CountryCode | undefined;
}

/** A page of a list of calls. */
export interface CallPageFilter extends CallFilter {
  /** Where the page before it ended. */
  cursor?: string | undefined;
  /** How many calls; from 1 to 1000. */
  limit: number;
}

/** What stops a list, and when it is read. */
export interface ListOptions {
  signal?: AbortSignal | undefined;
  /** Now where it is not given. */
  now?: Date;
}

/** The calls of a page, the newest first, and the cursor of the page after it, if there is one. */
export interface CallPage {
  calls: CallLine[];
  next: string | undefined;
}

/** The most calls on a page. */
export const MOST_CALLS = 1000;

const ANY_COUNTRY: CountryCode = 'JP';
const END_OF_TIME: UtcTime = '9999-12-31 23:59:59.999';
const PAGE_OF_ALL = 500;
/** The clocks of two servers may be apart by so much. */
const CLOCKS_DIFFER_MS = 60_000;
/** So many calls are put together by one statement. */
const CALLS_AT_ONCE = 100;

/**
 * How many rows of each table are looked through at once: SQLite works on our own thread, where
 * other callers wait meanwhile. A number is quickly looked for, a call takes more.
 */
const ROWS_AT_ONCE: Readonly<Record<DialectName, { calls: number; numbers: number }>> = {
  sqlite: { calls: 100, numbers: 1000 },
  mysql: { calls: 500, numbers: 10_000 },
};

/**
 * The calls of customers as the view `calls` has them, by when they were logged, the newest first; a
 * call that is going on is there from its first row on. Pages of one list show it as it stood when
 * the first one was asked for: no call comes twice or is left out, whatever happens meanwhile.
 * Throws a `UserError` where the filter cannot be understood.
 */
export async function listCalls(
  db: Database,
  filter: CallPageFilter,
  { signal, now = new Date() }: ListOptions = {},
): Promise<CallPage> {
  const { limit } = filter;
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_CALLS) {
    throw new UserError(`limit must be a whole number from 1 to ${MOST_CALLS}`);
  }
  const cursor = filter.cursor === undefined ? undefined : parseCallCursor(filter.cursor);
  const search = parseSearch(filter);
  const newest = cursor?.asOf ?? (await findNewestTime(db));
  const found: PlacedCall[] = [];
  for await (const calls of readPlacedCalls(db, { ...filter, cursor, search, signal })) {
    found.push(...calls);
    if (found.length > limit) break;
  }
  const page = found.slice(0, limit);
  const calls = await describeCalls(
    db,
    page.map(({ row }) => row),
    now,
  );
  const next = found.length > limit ? createCursor(page, { newest, cursor, now }) : undefined;
  return { calls, next: next && formatCallCursor(next) };
}

function createCursor(
  page: readonly CallPlace[],
  {
    newest,
    cursor,
    now,
  }: { newest: UtcTime | undefined; cursor: CallCursor | undefined; now: Date },
): CallCursor | undefined {
  const [first] = page;
  const last = page.at(-1);
  if (!first || !last) return undefined;
  const place = { at: last.at, callSid: last.callSid };
  if (cursor) return { ...place, asOf: cursor.asOf };
  // Rows may have come between the question for the newest one and that for the page.
  const isNewest = newest !== undefined && isUtcTime(newest) && newest > first.at;
  return { ...place, asOf: limitToNow(isNewest ? newest : first.at, now) };
}

/** A row of a time that is yet to come would hide all that happens until then. */
function limitToNow(time: UtcTime, now: Date): UtcTime {
  const isToCome = time > toUtcTime(new Date(now.getTime() + CLOCKS_DIFFER_MS));
  return isToCome ? toUtcTime(now) : time;
}

/** All such calls, the newest first, a page at a time. */
export async function* readCalls(
  db: Database,
  filter: CallFilter,
  options: ListOptions = {},
): AsyncGenerator<CallLine[]> {
  let cursor: string | undefined;
  do {
    const page = await listCalls(db, { ...filter, cursor, limit: PAGE_OF_ALL }, options);
    if (page.calls.length > 0) yield page.calls;
    cursor = page.next;
  } while (cursor !== undefined);
}

function parseSearch({ number, country = ANY_COUNTRY }: CallFilter): NumberSearch | undefined {
  return number === undefined ? undefined : parseNumberSearch(number, country);
}

/** A call with its place in the list, which need not be that of its newest row. */
interface PlacedCall extends CallPlace {
  row: CustomerCallsView;
}

interface Reading {
  from?: Date | undefined;
  to?: Date | undefined;
  cursor: CallCursor | undefined;
  search: NumberSearch | undefined;
  signal: AbortSignal | undefined;
}

/** The calls after a place, in order, as many at a time as a window has, which may be none. */
async function* readPlacedCalls(db: Database, reading: Reading): AsyncGenerator<PlacedCall[]> {
  const { cursor, search, signal } = reading;
  const least = reading.from && toBound(reading.from);
  const { calls: fewRows, numbers: manyRows } = ROWS_AT_ONCE[dialectOf(db)];
  const moved = cursor ? await findMovedCalls(db, cursor) : [];
  let rowCount = fewRows;
  let after: CallPlace | undefined =
    cursor ?? placeBefore(reading.to ? toBound(reading.to) : END_OF_TIME);
  while (after) {
    signal?.throwIfAborted();
    const window = cutAt(least, await findWindow(db, after, rowCount));
    const calls = [
      ...(await findCalls(db, window, search)),
      ...(await findMoved(db, { window, moved, search })),
    ];
    yield calls.sort((a, b) => (isAfter(a, b) ? 1 : -1));
    // Where a number is rare, it is looked for further and further at once.
    if (search) rowCount = calls.length === 0 ? Math.min(rowCount * 2, manyRows) : fewRows;
    after =
      window.from === undefined || window.from === least ? undefined : placeBefore(window.from);
    await nextTurn();
  }
}

function cutAt(least: UtcTime | undefined, { after, from }: CallWindow): CallWindow {
  return { after, from: least === undefined || (from && from > least) ? from : least };
}

async function findCalls(
  db: Database,
  window: CallWindow,
  search: NumberSearch | undefined,
): Promise<PlacedCall[]> {
  const { after, from } = window;
  const callSids = search && (await listCallSids(db, window, search));
  const rows = callSids
    ? await readRows(db, callSids, search)
    : await selectCustomerCalls(db, (query) => narrowToWindow(query, window)).execute();
  return rows
    .map((row) => ({ row, at: row.logged_at ?? '', callSid: row.CallSid }))
    .filter(({ at }) => isUtcTime(at))
    .filter((call) => isAfter(call, after) && (!from || call.at >= from));
}

async function findMoved(
  db: Database,
  {
    window: { after, from },
    moved,
    search,
  }: { window: CallWindow; moved: readonly CallPlace[]; search: NumberSearch | undefined },
): Promise<PlacedCall[]> {
  const here = moved.filter((place) => isAfter(place, after) && (!from || place.at >= from));
  if (here.length === 0) return [];
  const places = new Map(here.map((place) => [place.callSid, place]));
  const rows = await readRows(db, [...places.keys()], search);
  return rows.flatMap((row) => {
    const place = places.get(row.CallSid);
    return place ? [{ row, ...place }] : [];
  });
}

async function readRows(
  db: Database,
  callSids: readonly string[],
  search: NumberSearch | undefined,
): Promise<CustomerCallsView[]> {
  const rows: CustomerCallsView[] = [];
  for (let start = 0; start < callSids.length; start += CALLS_AT_ONCE) {
    const some = callSids.slice(start, start + CALLS_AT_ONCE);
    const query = selectCustomerCalls(db, (calls) => {
      const named = calls.where('CallSid', 'in', some);
      return search ? named.where((eb) => eb.or(isLike(search))) : named;
    });
    rows.push(...(await query.execute()));
    await nextTurn();
  }
  return rows;
}

/** The calls that have a row in a window with the number: quicker than to put all together first. */
async function listCallSids(
  db: Database,
  { after, from }: CallWindow,
  search: NumberSearch,
): Promise<string[]> {
  const callSids = new Set<string>();
  for (const table of EVENT_TABLES) {
    let query = db
      .selectFrom(table as 'queue_data')
      .select('CallSid')
      .where('Time', '<=', after.at)
      .where((eb) => eb.or(isLike(search)));
    if (from) query = query.where('Time', '>=', from);
    for (const { CallSid } of await query.execute()) callSids.add(CallSid);
    await nextTurn();
  }
  return [...callSids];
}

function narrowToWindow(query: CustomerCallsQuery, { after, from }: CallWindow) {
  const until = query.where('logged_at', '<=', after.at);
  return from ? until.where('logged_at', '>=', from) : until;
}

function isLike({ patterns }: NumberSearch): RawBuilder<SqlBool>[] {
  return patterns.map((pattern) => sql<SqlBool>`${sql.ref('From')} like ${pattern}`);
}
