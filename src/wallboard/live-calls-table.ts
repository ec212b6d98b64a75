import { type RawBuilder, sql } from 'kysely';
import { type Assignment, upsert } from '../database/dialect';
import { repeatSafely } from '../database/repeat-safely';
import type { Database, LiveCallsTable } from '../database/tables';
import { parseUtcTime, toUtcTime } from '../database/utc-time';
import { type LiveCall, STATE_RANK } from './live-call';

/** Deleted at once; more would hold up others in a SQLite file. */
const DELETED_AT_ONCE = 200;

type Incoming = (column: string) => RawBuilder<unknown>;

/** Adds to what the table knows of these calls, as `mergeLiveCalls` does. One statement. */
export async function writeLiveCalls(db: Database, calls: readonly LiveCall[]): Promise<void> {
  if (calls.length === 0) return;
  // Two servers that lock rows in the same order do not wait for each other for ever.
  const sorted = [...calls].sort((a, b) => (a.callSid < b.callSid ? -1 : 1));
  await upsert(db, 'live_calls', sorted.map(toRow), { key: 'CallSid', assignments: MERGE });
}

const known = (column: string) => sql`live_calls.${sql.ref(column)}`;

const MERGE: readonly Assignment[] = [
  ['From', (incoming) => sql`coalesce(${known('From')}, ${incoming('From')})`],
  [
    'role',
    (incoming) =>
      sql`case when ${incoming('role')} = 'operator' then 'operator' else ${known('role')} end`,
  ],
  [
    'state_since',
    (incoming) => sql`case
      when ${known('state')} = 'ended' and ${incoming('state')} = 'ended'
        then ${pick('<', incoming, 'state_since')}
      when ${isNewer(incoming)} then ${incoming('state_since')}
      else ${known('state_since')} end`,
  ],
  newest('QueueSid'),
  newest('with_call'),
  newest('state'),
  ['heard_at', (incoming) => pick('>', incoming, 'heard_at')],
];

function newest(column: string): Assignment {
  return [
    column,
    (incoming) =>
      sql`case when ${isNewer(incoming)} then ${incoming(column)} else ${known(column)} end`,
  ];
}

/** The lesser or the greater of what is known and what comes in. */
function pick(comparison: '<' | '>', incoming: Incoming, column: string): RawBuilder<unknown> {
  const [ours, theirs] = [known(column), incoming(column)];
  return sql`case when ${theirs} ${sql.raw(comparison)} ${ours} then ${theirs} else ${ours} end`;
}

function isNewer(incoming: Incoming): RawBuilder<unknown> {
  const [heardBefore, heardNow] = [known('heard_at'), incoming('heard_at')];
  const rank = (state: RawBuilder<unknown>) =>
    sql`case ${state} ${sql.join(
      Object.entries(STATE_RANK).map(
        ([name, value]) => sql`when ${sql.lit(name)} then ${sql.lit(value)}`,
      ),
      sql` `,
    )} end`;
  return sql`${known('state')} <> 'ended' and (${incoming('state')} = 'ended'
    or ${heardNow} > ${heardBefore}
    or ${heardNow} = ${heardBefore} and ${rank(incoming('state'))} > ${rank(known('state'))})`;
}

/** The calls that have not ended, as far as the table knows, and were heard of since then. */
export async function readLiveCalls(
  db: Database,
  { since, most }: { since: Date; most: number },
): Promise<LiveCall[]> {
  const rows = await db
    .selectFrom('live_calls')
    .selectAll()
    .where('state', '<>', 'ended')
    .where('heard_at', '>=', toUtcTime(since))
    .orderBy('heard_at', 'desc')
    .limit(most)
    .execute();
  return rows.map(fromRow);
}

/**
 * Deletes some customers' calls that were not heard of since then; gives how many. Those of operators
 * stay: when an operator is removed, nothing else tells that these were theirs.
 */
export async function deleteOldLiveCalls(db: Database, before: Date): Promise<number> {
  const old = await db
    .selectFrom('live_calls')
    .select('CallSid')
    .where('role', '=', 'customer')
    .where('heard_at', '<', toUtcTime(before))
    .limit(DELETED_AT_ONCE)
    .execute();
  if (old.length === 0) return 0;
  const sids = old.map(({ CallSid }) => CallSid);
  const removal = db
    .deleteFrom('live_calls')
    .where('CallSid', 'in', sids)
    .where('role', '=', 'customer')
    .where('heard_at', '<', toUtcTime(before));
  await repeatSafely(db, () => removal.execute());
  return sids.length;
}

function toRow(call: LiveCall): LiveCallsTable {
  return {
    CallSid: call.callSid,
    From: call.from ?? null,
    role: call.role,
    state: call.state,
    state_since: toUtcTime(new Date(call.since)),
    QueueSid: call.queueSid ?? null,
    with_call: call.withCall ?? null,
    heard_at: toUtcTime(new Date(call.heardAt)),
  };
}

function fromRow(row: LiveCallsTable): LiveCall {
  return {
    callSid: row.CallSid,
    from: row.From ?? undefined,
    role: row.role,
    state: row.state,
    since: parseUtcTime(row.state_since).getTime(),
    queueSid: row.QueueSid ?? undefined,
    withCall: row.with_call ?? undefined,
    heardAt: parseUtcTime(row.heard_at).getTime(),
  };
}
