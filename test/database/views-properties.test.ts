import fc from 'fast-check';
import { migrate } from '../../src/database/migrate';
import type { Database } from '../../src/database/tables';
import { parseUtcTime } from '../../src/database/utc-time';
import type { HistoryRow } from '../../src/history/history-event';
import { insertRows } from '../../src/history/spool-rows';
import { answer, at, end, exitRow } from '../support/call-pieces';
import { clearHistory } from '../support/history-rows';
import { createOwnDatabase, DIALECTS, type OwnDatabase } from '../support/test-database';

/** How often each property is tried; more of them find more: `PROPERTY_RUNS=1000 npx jest …`. */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 15);

jest.setTimeout(60_000 + RUNS * 2000);

/** What becomes of a visit: with or without an operator, and whether the call may go on after it. */
const FATES = {
  talked: { result: 'bridged', outcome: 'answered', isAnswered: true, isLast: false },
  moved: {
    result: 'redirected-from-bridged',
    outcome: 'answered',
    isAnswered: true,
    isLast: false,
  },
  left: { result: 'leave', outcome: 'diverted', isAnswered: false, isLast: false },
  refused: { result: 'queue-full', outcome: 'blocked', isAnswered: false, isLast: false },
  gaveUp: { result: 'hangup', outcome: 'abandoned', isAnswered: false, isLast: true },
  hungUp: { result: 'hangup', outcome: 'abandoned', isAnswered: true, isLast: true },
} as const;
type FateName = keyof typeof FATES;
const FATE_NAMES = Object.keys(FATES) as FateName[];

interface Plan {
  /** Waits of one call are not alike. */
  visits: { fate: FateName; gap: number; wait: number; stay: number; operator: number }[];
  startsAt: number;
  /** Which of the call's pieces is lost; a number that is too large loses none. */
  lost: number;
}

/** A visit as it was, in the columns of `seeVisit`. */
interface TrueVisit {
  isAnswered: boolean;
  facts: unknown[];
  pieces: HistoryRow[];
}

interface Call {
  callSid: string;
  visits: TrueVisit[];
  end: HistoryRow;
}

const visit = (fates: readonly FateName[]) =>
  fc.record({
    fate: fc.constantFrom(...fates),
    // Two refusals within a minute would be one that was told twice.
    gap: fc.integer({ min: 61, max: 200 }),
    wait: fc.integer({ min: 0, max: 120 }),
    stay: fc.integer({ min: 2, max: 300 }),
    operator: fc.integer({ min: 0, max: 2 }),
  });

const goesOn = FATE_NAMES.filter((name) => !FATES[name].isLast);

const plan: fc.Arbitrary<Plan> = fc.record({
  visits: fc
    .tuple(fc.array(visit(goesOn), { maxLength: 2 }), visit(FATE_NAMES))
    .map(([first, last]) => [...first, last])
    .filter((visits) => areFarApart(visits.map(({ wait }) => wait))),
  startsAt: fc.integer({ min: 0, max: 3000 }),
  lost: fc.integer({ min: 0, max: 12 }),
});

function areFarApart(waits: readonly number[]): boolean {
  const sorted = [...waits].sort((a, b) => a - b);
  return sorted.every((wait, index) => index === 0 || wait - (sorted[index - 1] ?? 0) > 1);
}

/** Some calls, which pieces are told twice and how much later, and an order. */
const history = fc.record({
  plans: fc.array(plan, { minLength: 1, maxLength: 4 }),
  repeats: fc.array(fc.option(fc.integer({ min: 0, max: 1000 })), { minLength: 40, maxLength: 40 }),
  order: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 80, maxLength: 80 }),
});

function buildCall({ visits, startsAt }: Plan, number: number): Call {
  const callSid = `CA${String(number).padStart(32, '0')}`;
  const common = { CallSid: callSid, From: `+8190000000${number}` };
  let now = startsAt;
  const trueVisits = visits.map(({ fate, gap, wait, stay, operator }): TrueVisit => {
    const { result, outcome, isAnswered } = FATES[fate];
    const isRefused = outcome === 'blocked';
    const arrivedAt = now + gap;
    const answeredAt = arrivedAt + wait;
    now = isRefused ? arrivedAt : isAnswered ? answeredAt + stay : answeredAt;
    const waited = isRefused ? null : wait;
    const DequeingCallSid = `CAoperator${operator}`;
    const isTalk = outcome === 'answered';
    const left = exitRow(now, result, waited, {
      ...common,
      ...(isRefused && { QueueSid: null }),
    });
    return {
      isAnswered,
      facts: [
        ...[callSid, outcome, waited, at(arrivedAt), isTalk ? at(answeredAt) : null, at(now)],
        ...[isTalk ? stay : null, isAnswered ? DequeingCallSid : null],
      ],
      pieces: [
        ...(isAnswered ? [answer(answeredAt, wait, { ...common, DequeingCallSid })] : []),
        left,
      ],
    };
  });
  return { callSid, visits: trueVisits, end: end(now, now - startsAt, common) };
}

/** Takes a piece away for good. */
function lose(call: Call, lost: number): Call {
  const all = [...call.visits.flatMap(({ pieces }) => pieces), call.end];
  const gone = all[lost];
  const visits = call.visits.map((one) => ({
    ...one,
    pieces: one.pieces.filter((piece) => piece !== gone),
  }));
  return { ...call, visits };
}

/** The same event under another key, a moment later. */
function repeat({ table, row }: HistoryRow, delayMs: number): HistoryRow {
  const Time = new Date(parseUtcTime(row.Time as string).getTime() + delayMs);
  const later = Time.toISOString().replace('T', ' ').replace('Z', '');
  return { table, row: { ...row, EventKey: `z${row.EventKey}`, Time: later } } as HistoryRow;
}

describe('the views of random calls, whose pieces are lost, told twice, and in any order', () => {
  const owns: OwnDatabase[] = [];
  beforeAll(async () => {
    for (const dialect of DIALECTS) {
      const own = await createOwnDatabase(dialect);
      owns.push(own);
      await migrate(own.db);
    }
  });
  afterAll(async () => {
    for (const own of owns) await own.close();
  });

  it('are the same on both databases, whatever the order, and however often a piece is told', () =>
    fc.assert(
      fc.asyncProperty(history, async ({ plans, repeats, order }) => {
        const calls = plans.map((one, index) => lose(buildCall(one, index), one.lost));
        const lostEnds = plans.map(({ lost }, index) => lost === countPieces(plans[index] as Plan));
        const pieces = calls.flatMap((call, index) => [
          ...call.visits.flatMap((one) => one.pieces),
          ...(lostEnds[index] ? [] : [call.end]),
        ]);
        const again = pieces.flatMap((piece, index) => {
          const delay = repeats[index % repeats.length];
          return delay == null ? [] : [repeat(piece, delay)];
        });
        const shuffled = [...pieces, ...again]
          .map((piece, index) => ({ piece, place: order[index % order.length] ?? 0 }))
          .sort((a, b) => a.place - b.place)
          .map(({ piece }) => piece);
        const seen = [];
        for (const { db } of owns) {
          seen.push(await see(db, pieces), await see(db, shuffled));
        }
        for (const other of seen) expect(other).toEqual(seen[0]);
      }),
      { numRuns: RUNS },
    ));

  it('are of visits that were, as they were but for what they say is missing', () =>
    fc.assert(
      fc.asyncProperty(fc.array(plan, { minLength: 1, maxLength: 4 }), async (plans) => {
        const calls = plans.map((one, index) => lose(buildCall(one, index), one.lost));
        const pieces = calls.flatMap((call) => [
          ...call.visits.flatMap((one) => one.pieces),
          call.end,
        ]);
        const [{ db }] = owns as [OwnDatabase];
        const { visits } = await see(db, pieces);
        const known = calls.flatMap((call) => call.visits.filter((one) => one.pieces.length > 0));
        expect(visits).toHaveLength(known.length);
        for (const { facts, pieces: kept, isAnswered } of known) {
          const row = findVisit(visits, kept.at(-1));
          // What is flagged has the right call and wait; what is not flagged is right altogether.
          expect([row?.[0], row?.[2]]).toEqual([facts[0], facts[2]]);
          if (row?.at(-1) !== null) continue;
          // Who hung up during the announcement looks like who hung up before it, if its row is lost.
          const isHidden = facts[1] === 'abandoned' && isAnswered && kept.length === 1;
          const [told, was] = [row.slice(0, -2), facts].map((all) =>
            isHidden ? [...all.slice(0, 3), all[5]] : all,
          );
          expect(told).toEqual(was);
        }
        const whole = plans.every(({ lost }, index) => lost >= countPieces(plans[index] as Plan));
        if (whole) expect(visits.filter((row) => row.at(-1) !== null)).toEqual([]);
      }),
      { numRuns: RUNS },
    ));
});

/** Those of the visits; the next number is the end of the call. */
function countPieces({ visits }: Plan): number {
  return visits.reduce((count, { fate }) => count + (FATES[fate].isAnswered ? 2 : 1), 0);
}

function findVisit(visits: unknown[][], piece: HistoryRow | undefined): unknown[] | undefined {
  return visits.find((visit) => visit.at(-2) === piece?.row.EventKey);
}

async function see(db: Database, pieces: readonly HistoryRow[]) {
  await clearHistory(db);
  await insertRows(db, pieces);
  const visits = await db
    .selectFrom('queue_visits')
    .selectAll()
    .orderBy('CallSid')
    .orderBy('arrived_at')
    .execute();
  const calls = await db.selectFrom('calls').selectAll().orderBy('CallSid').execute();
  return {
    visits: visits.map((row) => [
      ...[row.CallSid, row.outcome, row.waited_seconds, row.arrived_at, row.answered_at],
      ...[row.left_at, row.talk_seconds === null ? null : Number(row.talk_seconds)],
      ...[row.DequeingCallSid, row.visit_key, row.missing],
    ]),
    calls: calls.map((row) => [
      ...[row.CallSid, row.From, row.started_at, row.ended_at, row.duration_seconds],
      ...[Number(row.visits), Number(row.answered_visits), Number(row.legs)],
      ...[row.path, row.outcome, Number(row.was_queued), row.logged_at],
    ]),
  };
}
