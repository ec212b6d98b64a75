import type { Database } from '../../src/database/tables';
import { toUtcTime } from '../../src/database/utc-time';
import type { HistoryRow } from '../../src/history/history-event';
import { saveOperator } from '../../src/operators/operators-table';
import { createRandom, type Random } from '../../src/simulator/random';
import { buildRow } from './build-row';

const DAY_MS = 24 * 3_600_000;
/** Calls in each hour of a day, from nine in the morning on. */
const CALLS_BY_HOUR = [24, 40, 46, 33, 30, 42, 36, 27, 16];
const OPENS_AT_HOURS = 9;

/** Who answers; the last one has no name. */
export const BUSY_OPERATORS: readonly { telnum: string; name: string | null }[] = [
  { telnum: '+815011110001', name: '田中 愛子' },
  { telnum: '+815011110002', name: '佐藤 健一' },
  { telnum: '+815011110003', name: '鈴木 さくら' },
  { telnum: '+815011110004', name: null },
];

/** Someone on the queue, for a day. */
interface Shift {
  telnum: string;
  callSid: string;
  beganAt: number;
  endsAt: number;
  freeAt: number;
}

/**
 * Fills a database with the history of a busy day up to `now`, and of the same weekday in the four
 * weeks before; `midnight` is when the day begins. Who calls when follows from the seed.
 */
export async function insertBusyWeeks(
  db: Database,
  { midnight, now, seed }: { midnight: Date; now: Date; seed: number },
): Promise<void> {
  const random = createRandom(seed);
  for (const operator of BUSY_OPERATORS) await saveOperator(db, operator);
  const days = [0, 1, 2, 3, 4].map((weeks) =>
    makeDay(random, midnight.getTime() - weeks * 7 * DAY_MS),
  );
  const told = days
    .flatMap(({ rows }) => rows)
    .filter(({ row }) => String(row.Time) <= toUtcTime(now));
  for (const table of ['enqueue_data', 'queue_data', 'statuscallback_data'] as const) {
    const own = told.filter((row) => row.table === table).map(({ row }) => row);
    for (let start = 0; start < own.length; start += 200) {
      await db
        .insertInto(table)
        .values(own.slice(start, start + 200) as never)
        .execute();
    }
  }
  const onQueue = (days[0]?.shifts ?? []).filter(({ endsAt }) => endsAt > now.getTime());
  for (const { callSid, telnum, beganAt } of onQueue) {
    await db
      .insertInto('live_calls')
      .values({
        ...{ CallSid: callSid, From: telnum, role: 'operator', state: 'ready' },
        ...{ state_since: toUtcTime(new Date(beganAt)), heard_at: toUtcTime(now) },
      })
      .execute();
  }
}

function makeDay(random: Random, midnight: number): { shifts: Shift[]; rows: HistoryRow[] } {
  const opensAt = midnight + OPENS_AT_HOURS * 3_600_000;
  const shifts = BUSY_OPERATORS.map(({ telnum }, index): Shift => {
    const beganAt = opensAt + index * 900_000;
    const endsAt = opensAt + (9 - index * 0.25) * 3_600_000;
    return { telnum, callSid: random.sid('CA'), beganAt, endsAt, freeAt: beganAt };
  });
  const arrivals = CALLS_BY_HOUR.flatMap((calls, hour) =>
    Array.from(
      { length: Math.round(calls * (0.8 + random.next() * 0.4)) },
      () => opensAt + Math.floor((hour + random.next()) * 3_600_000),
    ),
  ).sort((a, b) => a - b);
  const queueSid = 'QU00000000000000000000000000000001';
  const rows = arrivals.flatMap((at) => makeCall(random, at, { shifts, queueSid }));
  return { shifts, rows: [...rows, ...shifts.map((shift) => makeShift(random, shift))] };
}

function makeCall(
  random: Random,
  beganAt: number,
  { shifts, queueSid }: { shifts: Shift[]; queueSid: string },
): HistoryRow[] {
  const call = {
    CallSid: random.sid('CA'),
    From:
      random.next() < 0.06
        ? 'anonymous'
        : `+8190${String(Math.floor(random.next() * 1e8)).padStart(8, '0')}`,
  };
  const row = (table: HistoryRow['table'], at: number, columns: object) =>
    buildRow(table, random.uuid(), { ...call, Time: toUtcTime(new Date(at)), ...columns });
  const end = (at: number) =>
    row('statuscallback_data', at, { CallDuration: Math.round((at - beganAt) / 1000) });
  const arrivedAt = beganAt + 12_000;
  const kind = random.next();
  if (kind < 0.09) return [end(arrivedAt)];
  const leaves = (at: number, QueueResult: string, QueueTime: number | null) => [
    row('enqueue_data', at, { QueueResult, QueueTime, QueueSid: queueSid }),
    end(at + 400),
  ];
  if (kind < 0.1) return leaves(arrivedAt, 'queue-full', null);
  if (kind < 0.115) return leaves(arrivedAt + 40_000, 'leave', 40);
  const patienceSeconds = Math.ceil(-Math.log(1 - random.next()) * 140);
  const [shift] = [...shifts].sort((a, b) => a.freeAt - b.freeAt);
  const waitSeconds = Math.ceil(Math.max(0, (shift?.freeAt ?? 0) - arrivedAt) / 1000) + 3;
  const answeredAt = arrivedAt + waitSeconds * 1000;
  if (!shift || waitSeconds > patienceSeconds || answeredAt > shift.endsAt) {
    return leaves(arrivedAt + patienceSeconds * 1000, 'hangup', patienceSeconds);
  }
  const talkSeconds = Math.ceil(20 - Math.log(1 - random.next()) * 300);
  const leftAt = answeredAt + talkSeconds * 1000;
  shift.freeAt = leftAt + 15_000;
  const columns = { QueueTime: waitSeconds, QueueSid: queueSid, DequeingCallSid: shift.callSid };
  return [row('queue_data', answeredAt, columns), ...leaves(leftAt, 'bridged', waitSeconds)];
}

function makeShift(
  random: Random,
  { telnum, callSid, beganAt, endsAt, freeAt }: Shift,
): HistoryRow {
  const endedAt = Math.max(endsAt, freeAt);
  return buildRow('statuscallback_data', random.uuid(), {
    CallSid: callSid,
    From: telnum,
    Time: toUtcTime(new Date(endedAt)),
    CallDuration: Math.round((endedAt - beganAt) / 1000),
  });
}
