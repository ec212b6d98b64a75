import type { DialectName } from '../../../src/database/dialect-name';
import { dialectSql } from './dialect-sql';

/**
 * Calls of each of the last days, however many lie behind them. A page shows a day beside the same
 * weekday of four weeks, and looks for calls that last from one day into the next.
 */
const CALLS_A_DAY = 60;
const LAST_DAYS = 31;
/** Calls that become so many rows. */
export const ROWS_PER_CALL = 2.9;
/** Of operators' calls, which come on top. */
export const OPERATORS = 20;
/** The days before those, over which all other calls lie. */
export const DAYS_BEFORE = 700;

const DAY_SECONDS = 86_400;
const QUEUE_SID = `QU${'0'.repeat(32)}`;
const NUMBER = '+815031234567';

/** A statement that adds the rows of one table for some of the calls. */
export interface TablePlan {
  table: string;
  columns: string;
  values: string;
  /** Which calls have a row in it. */
  where: string;
}

/** When, in seconds since 1970, call number `n` of `count` begins. */
export function beginSql(count: number, nowMs: number): string {
  const today = Math.floor(nowMs / 1000 / DAY_SECONDS) * DAY_SECONDS;
  const recent = today - LAST_DAYS * DAY_SECONDS;
  const first = recent - DAYS_BEFORE * DAY_SECONDS;
  const elapsed = Math.max(60, Math.floor(nowMs / 1000) - today - 600);
  const beforeToday = Math.max(1, count - CALLS_A_DAY);
  const before = Math.max(1, beforeToday - LAST_DAYS * CALLS_A_DAY);
  return `CASE
    WHEN n < ${before} THEN ${first} + n * ${DAYS_BEFORE * DAY_SECONDS} / ${before}
    WHEN n < ${beforeToday} THEN ${recent} + (n - ${before}) * ${DAY_SECONDS} / ${CALLS_A_DAY}
    ELSE ${today} + (n - ${beforeToday}) * ${elapsed} / ${CALLS_A_DAY} END`;
}

/** The rows of calls in `bench_calls`: nine of ten answered, one hung up in the queue. */
export function planTables(dialect: DialectName): TablePlan[] {
  const { joined, padded, time } = dialectSql(dialect);
  const from = joined("'+8190'", padded('n * 7919 % 100000000', 8));
  const common = (event: string, status: string) =>
    [joined('k', `'-${event}'`), joined("'CA'", 'k'), from, `'${NUMBER}'`, status].join(', ');
  const columns = 'EventKey, CallSid, `From`, `To`, CallStatus, ApiVersion, Direction, `Time`';
  const rest = (at: string) => `'2010-04-01', 'inbound', ${time(at)}`;
  const end = 'began + waited + CASE WHEN n % 10 = 0 THEN 0 ELSE 30 + n * 7 % 300 END';
  return [
    {
      table: 'queue_data',
      columns: `${columns}, QueueSid, QueueTime, DequeingCallSid`,
      values: `${common('answer', "'in-progress'")}, ${rest('began + waited')}, '${QUEUE_SID}', waited,
        ${operatorCallSql(dialect, `began / ${DAY_SECONDS}`, `n % ${OPERATORS}`)}`,
      where: 'n % 10 <> 0',
    },
    {
      table: 'enqueue_data',
      columns: `${columns}, QueueResult, QueueSid, QueueTime`,
      values: `${common('exit', "'completed'")}, ${rest(end)},
        CASE WHEN n % 10 = 0 THEN 'hangup' ELSE 'bridged' END, '${QUEUE_SID}', waited`,
      where: '1 = 1',
    },
    {
      table: 'statuscallback_data',
      columns: `${columns}, CallDuration`,
      values: `${common('end', "'completed'")}, ${rest(end)}, ${end} - began`,
      where: '1 = 1',
    },
  ];
}

/** The call of an operator on a day, counted since 1970. */
export function operatorCallSql(dialect: DialectName, day: string, operator: string): string {
  const { joined, padded } = dialectSql(dialect);
  const whole = dialect === 'mysql' ? `FLOOR(${day})` : `(${day})`;
  return joined("'CA'", padded(`${whole} * 100 + ${operator}`, 32));
}
