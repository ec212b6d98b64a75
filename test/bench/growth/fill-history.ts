import { sql } from 'kysely';
import type { BenchDatabase } from '../bench-database';
import { dialectSql } from './dialect-sql';
import {
  beginSql,
  DAYS_BEFORE,
  OPERATORS,
  operatorCallSql,
  planTables,
  ROWS_PER_CALL,
} from './history-plan';
import { layIndexesAside } from './indexes';
import { digitsBelow, numbersSql } from './numbers-sql';

type Place = Pick<BenchDatabase, 'db' | 'location'>;

/** Small enough that whoever watches sees it go on. */
const CALLS_AT_ONCE = 200_000;
const DAY_SECONDS = 86_400;

/**
 * Fills the history with about so many rows, of calls over two years, made on the server; the last
 * weeks have the same calls, however many rows there are. Tells how far it is, as a share of all.
 */
export async function fillHistory(
  place: Place,
  rows: number,
  tell: (share: number) => void,
): Promise<void> {
  const { db, location } = place;
  const count = Math.ceil(rows / ROWS_PER_CALL);
  const run = (text: string) => sql.raw(text).execute(db);
  await planCalls(place, count, Date.now());
  const plans = planTables(location.dialect);
  for (const [index, { table, columns, values, where }] of plans.entries()) {
    const tellStep = (share: number) => tell((index + share) / plans.length);
    const bringBack = await layIndexesAside(place, table);
    for (let start = 0; start < count; start += CALLS_AT_ONCE) {
      tellStep((0.5 * start) / count);
      await run(`INSERT INTO ${table} (${columns}) SELECT ${values} FROM bench_calls
        WHERE n >= ${start} AND n < ${start + CALLS_AT_ONCE} AND ${where} ORDER BY n`);
    }
    tellStep(0.5);
    await bringBack();
  }
  await addOperatorsCalls(place);
  await run('DROP TABLE bench_calls');
  // As a server does by itself, sooner or later.
  if (location.dialect === 'mysql') {
    for (const { table } of plans) await run(`ANALYZE TABLE ${table}`);
  }
}

/** What several tables tell of the same call: its name, its beginning, and how long it waited. */
async function planCalls({ db, location }: Place, count: number, nowMs: number): Promise<void> {
  const { randomKey } = dialectSql(location.dialect);
  await sql
    .raw(`CREATE TABLE bench_calls (
      n INT NOT NULL PRIMARY KEY, k CHAR(32) NOT NULL, began INT NOT NULL, waited INT NOT NULL)`)
    .execute(db);
  await sql
    .raw(`INSERT INTO bench_calls SELECT n, ${randomKey}, ${beginSql(count, nowMs)}, n % 40
      FROM ${numbersSql(digitsBelow(count))} WHERE n < ${count} ORDER BY n`)
    .execute(db);
}

/** One call of each operator on each day. Rows of operators' calls stay, even among those of now. */
async function addOperatorsCalls({ db, location }: Place): Promise<void> {
  const { joined, padded, time } = dialectSql(location.dialect);
  const today = Math.floor(Date.now() / 1000 / DAY_SECONDS);
  const day = `(${today - 1} - m.n)`;
  const sid = operatorCallSql(location.dialect, day, 'o.n');
  const from = joined("'+8150'", padded('o.n', 8));
  const end = `${day} * ${DAY_SECONDS} + 64800`;
  const tables = `${numbersSql(3).replace(
    /numbers$/,
    'm',
  )} CROSS JOIN ${numbersSql(2).replace(/numbers$/, 'o')}
    WHERE m.n < ${DAYS_BEFORE} AND o.n < ${OPERATORS}`;
  await sql
    .raw(`INSERT INTO statuscallback_data
      (EventKey, CallSid, \`From\`, CallStatus, CallDuration, \`Time\`)
      SELECT ${sid}, ${sid}, ${from}, 'completed', 36000, ${time(end)} FROM ${tables}`)
    .execute(db);
  await sql
    .raw(`INSERT INTO live_calls (CallSid, \`From\`, role, state, state_since, heard_at)
      SELECT ${sid}, ${from}, 'operator', 'ended', ${time(end)}, ${time(end)} FROM ${tables}`)
    .execute(db);
}
