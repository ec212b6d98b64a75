import { sql } from 'kysely';
import { dialectOf } from '../../src/database/dialect';
import { migrate } from '../../src/database/migrate';
import type { Database } from '../../src/database/tables';
import type { Views } from '../../src/database/views';
import {
  answer,
  at,
  CALL,
  end,
  exitRow,
  insertPieces,
  OPERATOR_CALL,
  OPERATOR_NUMBER,
  operatorEnd,
  piece,
  QUEUE,
} from '../support/call-pieces';
import { clearHistory } from '../support/history-rows';
import { insertKpiFixture } from '../support/kpi-fixture';
import { createOwnDatabase, DIALECTS, type OwnDatabase } from '../support/test-database';

/** In the columns of `seeVisits`. Computed by hand. */
const FIXTURE_VISITS = [
  ['01', '09:00:00', 10, '09:00:10', '09:03:10', 180, 'answered', OPERATOR_NUMBER, null],
  ['02', '09:01:00', 135, '09:03:15', '09:05:15', 120, 'answered', OPERATOR_NUMBER, null],
  ['03', '09:01:30', 3, null, '09:01:33', null, 'abandoned', null, null],
  ['04', '09:02:00', 18, null, '09:02:18', null, 'abandoned', null, null],
  ['05', '09:02:10', 60, null, '09:03:10', null, 'abandoned', null, null],
  ['06', '09:10:00', 20, '09:10:20', '09:11:20', 60, 'answered', 'client:op2', null],
  ['07', '09:29:50', 21, '09:30:11', '09:35:11', 300, 'answered', 'client:op2', null],
  ['08', '09:31:00', null, null, '09:31:00', null, 'blocked', null, null],
  ['09', '09:32:00', 90, null, '09:33:30', null, 'diverted', null, null],
  ['10', '09:40:00', 5, '09:40:05', '09:42:05', 120, 'answered', OPERATOR_NUMBER, null],
  ['11', '09:45:00', null, null, '09:45:00', null, 'failed', null, null],
  ['12', '09:57:30', 30, '09:58:00', null, null, 'talking', null, null],
  ['14', '09:50:00', 5, null, '09:50:05', null, 'abandoned', null, null],
];

/** In the columns of `seeCalls`. Computed by hand. */
const FIXTURE_CALLS = [
  ['01', '08:59:48', '09:03:10', 202, 1, 1, 2, 'menu > queue > operator', 'answered'],
  ['02', '09:00:45', '09:05:15', 270, 1, 1, 2, 'menu > queue > operator', 'answered'],
  ['03', '09:01:21', '09:01:33', 12, 1, 1, 1, 'menu > queue', 'abandoned'],
  ['04', '09:01:51', '09:02:18', 27, 1, 1, 1, 'menu > queue', 'abandoned'],
  ['05', '09:01:56', '09:03:10', 74, 1, 1, 1, 'menu > queue', 'abandoned'],
  ['06', '09:09:50', '09:11:20', 90, 1, 1, 2, 'menu > queue > operator', 'answered'],
  ['07', '09:29:40', '09:35:11', 331, 1, 1, 2, 'menu > queue > operator', 'answered'],
  ['08', '09:30:49', '09:31:00', 11, 1, 1, 1, 'menu > queue', 'blocked'],
  ['09', '09:31:50', '09:33:30', 100, 1, 1, 1, 'menu > queue', 'diverted'],
  ['10', '09:39:50', '09:42:05', 135, 1, 1, 2, 'menu > queue > operator', 'answered'],
  ['11', '09:44:52', '09:45:00', 8, 1, 1, 1, 'menu > queue', 'failed'],
  ['12', null, null, null, 1, 1, 2, 'menu > queue > operator', 'talking'],
  ['13', '09:54:35', '09:55:00', 25, 0, 0, 1, 'menu', 'menu'],
  ['14', '09:49:50', '09:50:05', 15, 1, 1, 1, 'menu > queue', 'abandoned'],
];

describe.each(DIALECTS)('the views on %s', (dialect) => {
  const isSqlite = dialect === 'sqlite';
  let own: OwnDatabase;
  let db: Database;
  beforeAll(async () => {
    own = await createOwnDatabase(dialect);
    db = own.db;
    await migrate(db);
  });
  beforeEach(async () => {
    await clearHistory(db);
    await db.deleteFrom('operators').execute();
    await db.deleteFrom('live_calls').execute();
  });
  afterAll(() => own.close());

  describe('of the worked example', () => {
    beforeEach(() => insertKpiFixture(db));

    it('have a row for each visit to the queue', async () => {
      const rows = (await listVisits(db)).map((row) => [
        row.CallSid.slice(-2),
        clock(row.arrived_at),
        row.waited_seconds,
        clock(row.answered_at),
        clock(row.left_at),
        toNumber(row.talk_seconds),
        ...[row.outcome, row.operator, row.missing],
      ]);
      expect(rows).toEqual(FIXTURE_VISITS);
    });

    it('have a row for each call of a customer', async () => {
      const rows = (await listCalls(db)).map((row) => [
        row.CallSid.slice(-2),
        clock(row.started_at),
        clock(row.ended_at),
        row.duration_seconds,
        ...[row.was_queued, row.visits, row.legs].map(Number),
        ...[row.path, row.outcome],
      ]);
      expect(rows).toEqual(FIXTURE_CALLS);
    });

    it('have a row for each call of an operator that has ended', async () => {
      const rows = await db.selectFrom('operator_calls').selectAll().orderBy('CallSid').execute();
      expect(
        rows.map((row) => [row.operator, clock(row.started_at), row.duration_seconds]),
      ).toEqual([
        [OPERATOR_NUMBER, '08:58:00', 3720],
        ['client:op2', '09:05:00', 1811],
      ]);
    });

    it('count what is not known: one call and its visit have no end', async () => {
      expect(await findGaps(db)).toEqual({
        'visits without an end, a day after their answer': 1,
        'calls without an end, a day after their last row': 1,
      });
    });
  });

  describe('of a visit', () => {
    it.each([
      ['bridged', 'answered'],
      ['redirected-from-bridged', 'answered'],
      ['redirected-from', 'answered'],
      ['hangup', 'abandoned'],
      ['leave', 'diverted'],
      ['redirected', 'diverted'],
      ['queue-full', 'blocked'],
      ['bridging-in-process', 'connecting'],
      ['bridging-in-pro', 'connecting'],
      ['error', 'failed'],
      ['system-error', 'failed'],
      ['something new', 'failed'],
    ])('take %s for %s', async (result, outcome) => {
      await insertPieces(db, [exitRow(30, result, 10)]);
      expect((await listVisits(db)).map((visit) => visit.outcome)).toEqual([outcome]);
    });

    it('that lost its row in queue_data do not know its answer', async () => {
      await insertPieces(db, [exitRow(100, 'bridged', 10), end(100, 110)]);
      expect(await seeVisits(db)).toEqual([
        ['answered', 10, at(90), null, at(100), null, null, 'queue_data'],
      ]);
    });

    it('that lost its row in enqueue_data take the end of the call for its end', async () => {
      await insertPieces(db, [answer(10, 10), end(100, 110), operatorEnd(200, 200)]);
      expect(await seeVisits(db)).toEqual([
        ['answered', 10, at(0), at(10), at(100), 90, OPERATOR_NUMBER, 'enqueue_data'],
      ]);
      expect((await listCalls(db)).map(({ outcome }) => outcome)).toEqual(['answered']);
    });

    it('that lost its row in enqueue_data, in a call that came back, do not know its end', async () => {
      await insertPieces(db, [answer(10, 10), answer(60, 20), exitRow(90, 'bridged', 20)]);
      expect(await seeVisits(db)).toEqual([
        ['answered', 10, at(0), at(10), null, null, null, 'enqueue_data'],
        ['answered', 20, at(40), at(60), at(90), 30, null, null],
      ]);
    });

    it('that lost its row in enqueue_data do not give its answer to one who hung up later', async () => {
      await insertPieces(db, [answer(10, 10), exitRow(200, 'hangup', 50), end(200, 210)]);
      expect(await seeVisits(db)).toEqual([
        ['answered', 10, at(0), at(10), null, null, null, 'enqueue_data'],
        ['abandoned', 50, at(150), null, at(200), null, null, null],
      ]);
    });

    it('whose customer hung up during the announcement count it abandoned', async () => {
      await insertPieces(db, [answer(10, 10), exitRow(12, 'hangup', 10), end(12, 20)]);
      expect(await seeVisits(db)).toEqual([
        ['abandoned', 10, at(0), null, at(12), null, null, null],
      ]);
    });

    it('is one where its answer is logged a moment after its end', async () => {
      await insertPieces(db, [exitRow(12, 'hangup', 10), answer(14, 10)]);
      expect((await seeVisits(db)).map(([outcome]) => outcome)).toEqual(['abandoned']);
    });

    it('is one where its answer has no time', async () => {
      await insertPieces(db, [exitRow(12, 'bridged', 10), answer(null, 10), answer(null, 10)]);
      expect(await seeVisits(db)).toEqual([
        ['answered', 10, at(2), null, at(12), null, null, 'Time'],
      ]);
    });

    it('that is being connected wait for its last word, which is never known once the call is over', async () => {
      await insertPieces(db, [answer(10, 10), exitRow(11, 'bridging-in-process', 10)]);
      const before = await seeVisits(db);
      await insertPieces(db, [end(100, 110)]);
      const after = await seeVisits(db);
      await insertPieces(db, [exitRow(100, 'bridged', 10)]);
      const last = await seeVisits(db);
      const shorten = ([row]: unknown[][]) => [row?.[0], row?.at(-1)];
      expect([before, after, last].map(shorten)).toEqual([
        ['connecting', null],
        ['failed', 'QueueResult'],
        ['answered', null],
      ]);
      expect(last).toHaveLength(1);
    });

    it('without its wait estimate the arrival, and say so', async () => {
      await insertPieces(db, [exitRow(12, 'hangup', null)]);
      expect(await seeVisits(db)).toEqual([
        ['abandoned', null, at(12), null, at(12), null, null, 'QueueTime'],
      ]);
    });

    it('know an operator who was taken out of the table, or who still calls', async () => {
      await insertPieces(db, [answer(10, 10), exitRow(100, 'bridged', 10)]);
      const [unknown] = await seeVisits(db);
      await db
        .insertInto('live_calls')
        .values({
          CallSid: OPERATOR_CALL,
          From: OPERATOR_NUMBER,
          role: 'operator',
          state: 'ready',
          state_since: at(0),
          heard_at: at(0),
          QueueSid: null,
          with_call: null,
        })
        .execute();
      const [live] = await seeVisits(db);
      await db.deleteFrom('live_calls').execute();
      await insertPieces(db, [operatorEnd(300, 300)]);
      const [ended] = await seeVisits(db);
      expect([unknown, live, ended].map((visit) => visit?.[6])).toEqual([
        ...[null, OPERATOR_NUMBER, OPERATOR_NUMBER],
      ]);
    });

    it('keep who has no number', async () => {
      await insertPieces(db, [
        exitRow(10, 'hangup', 10, { From: null }),
        end(10, 20, { From: null }),
        end(30, 5, { CallSid: OPERATOR_CALL, From: 'anonymous' }),
      ]);
      expect((await listVisits(db)).map(({ From }) => From)).toEqual([null]);
      expect((await listCalls(db)).map(({ From }) => From)).toEqual([null, 'anonymous']);
    });
  });

  describe('of two visits in one call', () => {
    it('keep them apart, also where both waited as long for the same operator', async () => {
      await insertPieces(db, [
        ...[answer(5, 5), exitRow(10, 'bridged', 5), answer(16, 5), exitRow(40, 'bridged', 5)],
        end(40, 50),
      ]);
      expect(await seeVisits(db)).toEqual([
        ['answered', 5, at(0), at(5), at(10), 5, null, null],
        ['answered', 5, at(11), at(16), at(40), 24, null, null],
      ]);
      const [call] = await listCalls(db);
      expect([call?.visits, call?.answered_visits, call?.legs].map(Number)).toEqual([2, 2, 2]);
    });

    it('keep the second that was abandoned after an equal wait', async () => {
      await insertPieces(db, [answer(5, 5), exitRow(10, 'bridged', 5), exitRow(16, 'hangup', 5)]);
      expect((await seeVisits(db)).map(([outcome]) => outcome)).toEqual(['answered', 'abandoned']);
    });

    it('lack the second answer where that was lost', async () => {
      await insertPieces(db, [answer(5, 5), exitRow(10, 'bridged', 5), exitRow(90, 'bridged', 20)]);
      expect((await seeVisits(db)).map((visit) => [visit[0], visit[1], visit.at(-1)])).toEqual([
        ['answered', 5, null],
        ['answered', 20, 'queue_data'],
      ]);
    });
  });

  describe('of pieces that are told twice', () => {
    it('count each once, and the first', async () => {
      const pieces = [answer(10, 10), exitRow(100, 'bridged', 10), end(100, 110)];
      const again = [answer(11, 10), exitRow(103, 'bridged', 10), end(104, 111)];
      await insertPieces(db, [...again, ...pieces]);
      expect(await seeVisits(db)).toEqual([
        ['answered', 10, at(0), at(10), at(100), 90, null, null],
      ]);
      expect((await listCalls(db)).map((call) => Number(call.duration_seconds))).toEqual([110]);
      expect(await findGaps(db)).toMatchObject({
        'rows of enqueue_data that repeat another': 1,
        'rows of queue_data that repeat another': 1,
        'rows of statuscallback_data that repeat another, or are not an end': 1,
      });
    });

    it('take no call for ended that only rings', async () => {
      await insertPieces(db, [end(5, null, { CallStatus: 'ringing' })]);
      expect(await listCalls(db)).toEqual([]);
    });
  });

  describe('of calls', () => {
    it('leave out those of operators, and those that the number made', async () => {
      await db.insertInto('operators').values({ telnum: '+8150', name: 'Aiko' }).execute();
      await insertPieces(db, [
        end(10, 5, { CallSid: 'CAlisted', From: '+8150' }),
        end(10, 5, { CallSid: 'CAbrowser', From: 'client:aiko' }),
        operatorEnd(50, 40),
        answer(20, 3),
        end(10, 5, { CallSid: 'CAout', Direction: 'outbound-dial' }),
      ]);
      expect((await listCalls(db)).map(({ CallSid }) => CallSid)).toEqual([CALL]);
      const operators = await db.selectFrom('operator_calls').selectAll().execute();
      expect(operators.map((row) => [row.CallSid, row.operator_name]).sort()).toEqual([
        [OPERATOR_CALL, null],
        ['CAbrowser', null],
        ['CAlisted', 'Aiko'],
      ]);
    });

    it('are known from the queue alone where their end is not', async () => {
      await insertPieces(db, [
        exitRow(10, 'hangup', 10),
        answer(20, 3, { CallSid: 'CAtalking' }),
        exitRow(90, 'bridged', 3, { CallSid: 'CAtalking' }),
      ]);
      const calls = await listCalls(db);
      expect(calls.map((call) => [call.CallSid, call.ended_at, call.outcome])).toEqual([
        [CALL, null, 'abandoned'],
        ['CAtalking', null, 'answered'],
      ]);
    });
  });

  it('count every kind of gap', async () => {
    await insertPieces(db, [
      exitRow(null, 'hangup', 5, { CallSid: 'CAa' }),
      answer(null, 5, { CallSid: 'CAb' }),
      end(null, 5, { CallSid: 'CAc' }),
      exitRow(10, null, 5, { CallSid: 'CAd' }),
      exitRow(10, 'bridged', 5, { CallSid: 'CAe' }),
      answer(10, 5, { CallSid: 'CAf' }),
      end(10, null, { CallSid: 'CAf' }),
      exitRow(10, 'hangup', null, { CallSid: 'CAg' }),
      piece('statuscallback_data', 10, { CallSid: 'CAh', From: 'client:a', CallDuration: null }),
    ]);
    expect(await findGaps(db)).toEqual({
      'rows of enqueue_data without Time': 1,
      'rows of queue_data without Time': 1,
      'rows of statuscallback_data without Time': 1,
      'visits that lack Time': 2,
      'visits that lack QueueResult': 1,
      'visits that lack their row in queue_data': 1,
      'visits that lack their row in enqueue_data': 1,
      'visits that lack QueueTime': 1,
      'visits whose operator is not known': 2,
      'calls without an end, a day after their last row': 3,
      'calls without a duration': 1,
      'calls of operators without a duration': 1,
    });
  });

  it('are read by the index of the time they were logged at', async () => {
    await insertPieces(db, [exitRow(10, 'hangup', 5, { QueueSid: QUEUE })]);
    const views = ['queue_visits_ended', 'queue_visits_unended', 'operator_calls'] as const;
    for (const view of views) {
      const plan = await explainRange(db, view);
      expect(plan).toMatch(
        isSqlite ? /USING INDEX \w+_time \(Time>/ : /"type":"range".*?"key":"Time"/,
      );
      // Nothing is built for it.
      expect(plan).not.toMatch(/DERIVED|MATERIALIZE|CO-ROUTINE|AUTOMATIC/);
    }
  });

  it('look for the answers of a visit among those of its call, not of its operator', async () => {
    const answers = Array.from({ length: 50 }, (_, index) =>
      answer(index, 5, { CallSid: `CA${index}` }),
    );
    await insertPieces(db, answers);
    if (!isSqlite) await sql`analyze table queue_data`.execute(db);
    for (const view of ['queue_visits_ended', 'queue_visits_unended'] as const) {
      const plan = await explainRange(db, view);
      expect(plan).toMatch(isSqlite ? /queue_data_call / : /"key":"CallSid"/);
      expect(plan).not.toMatch(isSqlite ? /queue_data_dequeing_call/ : /"key":"DequeingCallSid"/);
    }
  });
});

/** How the database reads a range of a view. */
async function explainRange(db: Database, view: keyof Views): Promise<string> {
  const explain = sql.raw(dialectOf(db) === 'sqlite' ? 'explain query plan' : 'explain');
  const plan = await sql`${explain} select * from ${sql.table(view)}
    where logged_at >= ${at(0)} and logged_at < ${at(1)}`.execute(db);
  return JSON.stringify(plan.rows);
}

function listVisits(db: Database) {
  return db
    .selectFrom('queue_visits')
    .selectAll()
    .orderBy('CallSid')
    .orderBy('logged_at')
    .execute();
}

function listCalls(db: Database) {
  return db.selectFrom('calls').selectAll().orderBy('CallSid').execute();
}

async function seeVisits(db: Database): Promise<unknown[][]> {
  return (await listVisits(db)).map((visit) => [
    visit.outcome,
    visit.waited_seconds,
    visit.arrived_at,
    visit.answered_at,
    visit.left_at,
    toNumber(visit.talk_seconds),
    visit.operator,
    visit.missing,
  ]);
}

async function findGaps(db: Database): Promise<Record<string, number>> {
  const rows = await db.selectFrom('history_gaps').selectAll().execute();
  const counts = rows.map(({ what, row_count }) => [what, Number(row_count)] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

/** The time of day; MySQL has milliseconds where SQLite keeps what was inserted. */
function clock(time: string | null): string | null {
  return time?.slice(11, 19) ?? null;
}

/** MySQL gives decimals as text. */
function toNumber(value: number | string | null): number | null {
  return value === null ? null : Number(value);
}
