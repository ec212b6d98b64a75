import { createHash } from 'node:crypto';
import Sqlite from 'libsql';
import type { Connection } from 'mysql2/promise';
import { toUtcTime } from '../../src/database/utc-time';
import { createRandom, type Random } from '../../src/simulator/random';
import { withConnection } from '../support/connection';
import type { OwnDatabase } from '../support/test-database';

/** The year of the rows. */
export const YEAR = {
  from: new Date('2025-01-01T00:00:00Z'),
  to: new Date('2026-01-01T00:00:00Z'),
};

/** What a year's report has to find. */
export interface YearCounts {
  rows: number;
  calls: number;
  offered: number;
  answered: number;
  abandoned: number;
}

const COMMON = ['EventKey', 'CallSid', 'From', 'To', 'CallStatus', 'ApiVersion', 'Direction'];
const COLUMNS = {
  enqueue_data: [...COMMON, 'QueueResult', 'QueueSid', 'QueueTime', 'Time'],
  queue_data: [...COMMON, 'QueueSid', 'QueueTime', 'DequeingCallSid', 'Time'],
  statuscallback_data: [...COMMON, 'CallDuration', 'Time'],
  // Of operators alone: rows of customers are gone after a day.
  live_calls: ['CallSid', 'From', 'role', 'state', 'state_since', 'heard_at'],
};

type Place = Pick<OwnDatabase, 'url' | 'location'>;
type Value = string | number | null;
type Table = keyof typeof COLUMNS;
type Rows = Record<Table, Value[][]>;

const DAYS = 365;
const DAY_MS = 86_400_000;
/** Whoever calls comes to the queue on the same day. */
const CALLING_MS = DAY_MS - 60_000;
const OPERATORS = 8;
const NUMBER = '+815031234567';
const QUEUE = `QU${'0'.repeat(32)}`;
const MENU_SHARE = 0.15;
const ABANDONED_SHARE = 0.1;

/**
 * Fills the history of an up-to-date database with so many customers' calls, spread over the year,
 * and those of operators. Which they are follows from their number alone.
 */
export async function writeYear(database: Place, calls: number): Promise<YearCounts> {
  const counts: YearCounts = { rows: 0, calls, offered: 0, answered: 0, abandoned: 0 };
  await withWriter(database, async (write) => {
    for (let day = 0; day < DAYS; day += 1) {
      const isBefore = (days: number) => Math.round((calls * days) / DAYS);
      const rows = planDay(day, isBefore(day + 1) - isBefore(day), counts);
      for (const table of Object.keys(rows) as Table[]) {
        counts.rows += rows[table].length;
        await write(table, rows[table]);
      }
    }
  });
  return counts;
}

function planDay(day: number, calls: number, counts: YearCounts): Rows {
  const random = createRandom(day + 1);
  const rows: Rows = { enqueue_data: [], queue_data: [], statuscallback_data: [], live_calls: [] };
  const work = new Map<number, { from: number; to: number }>();
  const midnight = YEAR.from.getTime() + DAY_MS * day;
  for (let index = 0; index < calls; index += 1) {
    const startsAt = midnight + Math.floor((CALLING_MS * (index + random.next())) / calls);
    const talk = planCall(rows, `${day}/${index}`, startsAt, random, counts);
    if (!talk) continue;
    const shift = work.get(talk.operator);
    work.set(talk.operator, { from: shift?.from ?? talk.from, to: talk.to });
  }
  for (const [operator, { from, to }] of work) {
    const sid = operatorCall(midnight, operator);
    const number = `+81501111000${operator}`;
    const seconds = Math.round((to - from) / 1000) + 60;
    addRow(rows.statuscallback_data, [sid, number, 'completed'], [seconds], to);
    const endedAt = toUtcTime(new Date(to));
    rows.live_calls.push([sid, number, 'operator', 'ended', endedAt, endedAt]);
  }
  return rows;
}

/** Adds the rows of a call; gives the talk, where there is one. */
function planCall(
  rows: Rows,
  name: string,
  startsAt: number,
  random: Random,
  counts: YearCounts,
): { operator: number; from: number; to: number } | undefined {
  const sid = `CA${digest(name)}`;
  const from = `+8190${String(Math.floor(1e8 * random.next())).padStart(8, '0')}`;
  const end = (at: number) => {
    const seconds = Math.round((at - startsAt) / 1000);
    addRow(rows.statuscallback_data, [sid, from, 'completed'], [seconds], at);
  };
  const chance = random.next();
  const queuedAt = startsAt + 12_000;
  if (chance < MENU_SHARE) {
    end(queuedAt);
    return undefined;
  }
  counts.offered += 1;
  const waitSeconds = Math.floor(-30 * Math.log(1 - random.next()));
  const leftAt = queuedAt + 1000 * waitSeconds + Math.floor(100 * random.next());
  if (chance < MENU_SHARE + ABANDONED_SHARE) {
    counts.abandoned += 1;
    addRow(rows.enqueue_data, [sid, from, 'completed'], ['hangup', QUEUE, waitSeconds], leftAt);
    end(leftAt);
    return undefined;
  }
  counts.answered += 1;
  const operator = Math.floor(OPERATORS * random.next());
  const talkEndsAt = leftAt + 1000 * Math.floor(-140 * Math.log(1 - random.next()));
  const midnight = startsAt - (startsAt % DAY_MS);
  const by = operatorCall(midnight, operator);
  addRow(rows.queue_data, [sid, from, 'in-progress'], [QUEUE, waitSeconds, by], leftAt);
  addRow(rows.enqueue_data, [sid, from, 'completed'], ['bridged', QUEUE, waitSeconds], talkEndsAt);
  end(talkEndsAt);
  return { operator, from: leftAt, to: talkEndsAt };
}

function operatorCall(midnight: number, operator: number): string {
  return `CA${digest(`operator ${midnight} ${operator}`)}`;
}

let keys = 0;

function addRow(
  table: Value[][],
  [sid, from, status]: readonly [sid: string, from: string, status: string],
  columns: readonly Value[],
  at: number,
): void {
  keys += 1;
  const common = [digest(`key ${keys}`), sid, from, NUMBER, status, '2010-04-01', 'inbound'];
  table.push([...common, ...columns, toUtcTime(new Date(at))]);
}

/** As far from any order as Twilio's own. */
function digest(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

// Writing

type Write = (table: Table, rows: Value[][]) => Promise<void>;

function columnsOf(table: Table): string {
  return COLUMNS[table].map((name) => `\`${name}\``).join(', ');
}

async function withWriter({ url, location }: Place, use: (write: Write) => Promise<void>) {
  if (location.dialect === 'sqlite') return withSqlite(location.path, use);
  await withConnection(url, async (connection) => {
    await connection.beginTransaction();
    await use(writeToMysql(connection));
    await connection.commit();
    // As a server does by itself, sooner or later.
    for (const table of Object.keys(COLUMNS)) await connection.query(`ANALYZE TABLE ${table}`);
  });
}

function writeToMysql(connection: Connection): Write {
  return async (table, rows) => {
    if (rows.length === 0) return;
    await connection.query(`INSERT INTO ${table} (${columnsOf(table)}) VALUES ?`, [rows]);
  };
}

async function withSqlite(path: string, use: (write: Write) => Promise<void>): Promise<void> {
  const db = new Sqlite(path);
  // Keys come in no order: an index that does not fit into the cache is written again and again.
  db.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000; BEGIN');
  await use(async (table, rows) => {
    const marks = COLUMNS[table].map(() => '?').join(', ');
    const insert = db.prepare(`INSERT INTO ${table} (${columnsOf(table)}) VALUES (${marks})`);
    for (const row of rows) insert.run(row);
  });
  db.exec('COMMIT');
  db.close();
}
