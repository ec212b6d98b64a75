import fc from 'fast-check';
import { FOR_REPORTS } from '../../../src/database/database';
import { migrate } from '../../../src/database/migrate';
import { parseUtcTime, toUtcTime } from '../../../src/database/utc-time';
import type { HistoryRow } from '../../../src/history/history-event';
import { insertRows } from '../../../src/history/spool-rows';
import { createReport } from '../../../src/reports/figures/create-report';
import { GROUPINGS, type Report } from '../../../src/reports/report';
import type { Standard } from '../../../src/reports/standard';
import { answer, end, exitRow, operatorEnd } from '../../support/call-pieces';
import { clearHistory } from '../../support/history-rows';
import { createOwnDatabase, DIALECTS, type OwnDatabase } from '../../support/test-database';

const PERIOD = {
  ...{ from: new Date('2026-03-02T09:00:00Z'), to: new Date('2026-03-02T12:00:00Z') },
  zone: 'Asia/Kolkata',
};
const STANDARD: Standard = {
  ...{ serviceLevel: 'SL6', thresholdSeconds: 20 },
  ...{ abandonmentRate: 'AR2', shortAbandonSeconds: 5 },
};
const NOW = new Date('2026-03-05T00:00:00Z');
const OPERATORS = 3;

const FATES = ['bridged', 'redirected', 'hangup', 'leave', 'queue-full', 'error'] as const;
const visit = fc.record({
  fate: fc.constantFrom(...FATES),
  waitSeconds: fc.nat(40),
  talkSeconds: fc.nat(300),
  isAnswered: fc.boolean(),
  operator: fc.nat(OPERATORS - 1),
});
/** A customer's call: when it begins, and what befalls it; every now and then a piece is lost, or doubled. */
const call = fc.record({
  beginSecond: fc.integer({ min: -600, max: 11_000 }),
  visits: fc.array(visit, { maxLength: 3 }),
  lost: fc.option(fc.nat(6), { freq: 5 }),
  doubled: fc.option(fc.nat(6), { freq: 3 }),
});
type Call = typeof call extends fc.Arbitrary<infer T> ? T : never;

/** The rows of a call, in the order in which they are told. */
function tell({ beginSecond, visits, lost, doubled }: Call, index: number): HistoryRow[] {
  const own = { CallSid: `CAcall${index}`, From: `+8190${index % 20}` };
  const rows: HistoryRow[] = [];
  let second = beginSecond + 5;
  for (const { fate, waitSeconds, talkSeconds, isAnswered, operator } of visits) {
    const isTurnedAway = fate === 'queue-full' || fate === 'error';
    const isTalk = fate === 'bridged' || (fate === 'redirected' && isAnswered);
    if (isTurnedAway) {
      rows.push(exitRow(second, fate, 0, { ...own, QueueSid: null }));
      continue;
    }
    second += waitSeconds;
    const columns = { ...own, DequeingCallSid: `CAoperator${operator}` };
    if (isTalk) rows.push(answer(second, waitSeconds, columns));
    if (isTalk) second += talkSeconds;
    rows.push(exitRow(second, fate, waitSeconds, own));
    second += 20;
  }
  rows.push(end(second, second - beginSecond, own));
  const again = rows.filter((_row, place) => place === doubled).map(repeat);
  return [...rows.filter((_row, place) => place !== lost), ...again];
}

/** Told again, two seconds later. */
function repeat({ table, row }: HistoryRow): HistoryRow {
  const Time = toUtcTime(new Date(parseUtcTime(String(row.Time)).getTime() + 2000));
  return { table, row: { ...row, EventKey: `again-${row.EventKey}`, Time } } as HistoryRow;
}

function tellOperators(): HistoryRow[] {
  return Array.from({ length: OPERATORS }, (_, index) =>
    operatorEnd(10_000 + index * 500, 9_000, {
      ...{ CallSid: `CAoperator${index}`, From: `+81500000000${index}` },
    }),
  );
}

/** A day of calls, and places by which its rows are put into another order. */
const day = fc.record({
  calls: fc.array(call, { minLength: 25, maxLength: 40 }),
  places: fc.infiniteStream(fc.nat()),
});

describe.each(DIALECTS)('A report on %s', (dialect) => {
  let own: OwnDatabase;
  beforeAll(async () => {
    own = await createOwnDatabase(dialect, FOR_REPORTS);
    await migrate(own.db);
  });
  afterAll(() => own.close());

  async function report(rows: readonly HistoryRow[]): Promise<Report> {
    await clearHistory(own.db);
    await insertRows(own.db, rows);
    const question = { period: PERIOD, standard: STANDARD, by: GROUPINGS, now: NOW };
    return createReport(own.db, question);
  }

  it('is the same in whatever order its rows came', async () => {
    let offered = 0;
    const property = fc.asyncProperty(day, async ({ calls, places }) => {
      const rows = [...calls.flatMap(tell), ...tellOperators()];
      const shuffled = rows
        .map((row) => ({ row, place: Number(places.next().value) }))
        .sort((a, b) => a.place - b.place)
        .map(({ row }) => row);
      const first = await report(rows);
      offered += first.total.offered;
      expect(await report(shuffled)).toEqual(first);
      expect(await report(rows.reverse())).toEqual(first);
    });
    // To make a day smaller takes minutes.
    await fc.assert(property, { numRuns: 4, endOnFailure: true });
    expect(offered).toBeGreaterThan(20);
  });
});
