import { sql } from 'kysely';
import { FOR_REPORTS } from '../../src/database/database';
import { migrate } from '../../src/database/migrate';
import type { Database } from '../../src/database/tables';
import { insertRows } from '../../src/history/spool-rows';
import { countOutbound } from '../../src/reports/history/count-outbound';
import { readCustomerCalls } from '../../src/reports/history/read-customer-calls';
import { readOperatorCalls } from '../../src/reports/history/read-operator-calls';
import { readVisits, type Visit } from '../../src/reports/history/read-visits';
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
  QUEUE,
} from '../support/call-pieces';
import { clearHistory } from '../support/history-rows';
import { insertKpiFixture } from '../support/kpi-fixture';
import { createOwnDatabase, DIALECTS, type OwnDatabase } from '../support/test-database';

const time = (seconds: number) => new Date(`${at(seconds).replace(' ', 'T')}Z`);
const ms = (seconds: number) => time(seconds).getTime();
const range = (from: number, to: number) => ({ from: time(from), to: time(to) });
const HOUR = range(0, 3600);
/** That of the worked example. */
const DAY = { from: new Date('2026-03-02'), to: new Date('2026-03-03') };

describe.each(DIALECTS)('the readers of history on %s', (dialect) => {
  let own: OwnDatabase;
  let db: Database;
  beforeAll(async () => {
    own = await createOwnDatabase(dialect, FOR_REPORTS);
    db = own.db;
    await migrate(db);
  });
  beforeEach(() => clearHistory(db));
  afterAll(() => own.close());

  it('read the worked example', async () => {
    await insertKpiFixture(db);
    const visits = await collect(readVisits(db, DAY));
    const customers = await collect(readCustomerCalls(db, DAY));
    const operators = await collect(readOperatorCalls(db, DAY));
    expect([visits.length, customers.length, operators.length]).toEqual([13, 14, 2]);
    expect(customers.filter(({ wasQueued }) => !wasQueued)).toHaveLength(1);
    expect(operators.map(({ durationSeconds }) => durationSeconds)).toEqual([1811, 3720]);
    expect(await countOutbound(db, DAY)).toEqual({ attempts: 4, reached: 2 });
    for (const all of [visits, customers]) expect(isInOrder(all)).toBe(true);
  });

  it('tell all that is known of a visit, of a call, and of that of an operator', async () => {
    await insertPieces(db, [
      answer(10, 10),
      exitRow(100, 'redirected-from-bridged', 10),
      end(101, 120),
    ]);
    await insertPieces(db, [operatorEnd(200, 190)]);
    const [visit] = await collect(readVisits(db, HOUR));
    expect(visit).toEqual({
      key: expect.stringContaining('piece-'),
      callSid: CALL,
      caller: '+819012345678',
      queueSid: QUEUE,
      arrivedAt: ms(0),
      waitSeconds: 10,
      answeredAt: ms(10),
      leftAt: ms(100),
      outcome: 'answered',
      isTransfer: true,
      operatorCallSid: OPERATOR_CALL,
      operator: OPERATOR_NUMBER,
      missing: undefined,
      loggedAt: ms(100),
    });
    expect(await collect(readCustomerCalls(db, HOUR))).toEqual([
      {
        callSid: CALL,
        caller: '+819012345678',
        startedAt: ms(-19),
        endedAt: ms(101),
        durationSeconds: 120,
        wasQueued: true,
        loggedAt: ms(101),
      },
    ]);
    expect(await collect(readOperatorCalls(db, HOUR))).toEqual([
      {
        callSid: OPERATOR_CALL,
        operator: OPERATOR_NUMBER,
        operatorName: undefined,
        startedAt: ms(10),
        endedAt: ms(200),
        durationSeconds: 190,
      },
    ]);
  });

  it('read from the beginning of a range to before its end, also times without milliseconds', async () => {
    const calls = [0, 59, 60].map((seconds) => ({ seconds, CallSid: `CA${seconds}` }));
    for (const { seconds, CallSid } of calls) {
      const text = at(seconds).slice(0, 19);
      await sql`insert into enqueue_data (CallSid, QueueResult, QueueTime, ${sql.ref('Time')})
        values (${CallSid}, 'hangup', 5, ${text})`.execute(db);
      await insertPieces(db, [exitRow(seconds, 'hangup', 5, { CallSid: `${CallSid}ms` })]);
    }
    const found = await collect(readVisits(db, range(0, 60)));
    expect(found.map(({ callSid }) => callSid).sort()).toEqual(['CA0', 'CA0ms', 'CA59', 'CA59ms']);
    expect(await collect(readVisits(db, range(60, 60)))).toEqual([]);
  });

  it('read page by page without leaving out or doubling, also many of one moment', async () => {
    const rows = Array.from({ length: 2600 }, (_, index) => [
      exitRow(index < 1300 ? 7 : index, 'hangup', 5, { CallSid: `CA${index}` }),
      end(index < 1300 ? 7 : index, 9, { CallSid: `CA${index}` }),
    ]).flat();
    const late = Array.from({ length: 300 }, (_, index) =>
      answer(index * 5, 5, { CallSid: `CB${index}` }),
    );
    await insertRows(db, [...rows, ...late]);
    const pages = await collectPages(readVisits(db, HOUR));
    const visits = pages.flat();
    expect(pages.length).toBeGreaterThan(2);
    expect(new Set(visits.map(({ key }) => key)).size).toBe(2900);
    expect(visits).toHaveLength(2900);
    expect(isInOrder(visits)).toBe(true);
    const customers = await collect(readCustomerCalls(db, HOUR));
    expect(new Set(customers.map(({ callSid }) => callSid)).size).toBe(2900);
    expect(customers).toHaveLength(2900);
    expect(isInOrder(customers)).toBe(true);
  });

  it('tell a visit once that ends while they read', async () => {
    await insertPieces(db, [answer(1, 1, { CallSid: 'CAtalking' })]);
    await insertRows(
      db,
      Array.from({ length: 1500 }, (_, index) =>
        exitRow(10 + index, 'hangup', 5, { CallSid: `CA${index}` }),
      ),
    );
    const found: Visit[] = [];
    for await (const page of readVisits(db, HOUR)) {
      if (found.length === 0) {
        await insertPieces(db, [exitRow(3000, 'bridged', 1, { CallSid: 'CAtalking' })]);
      }
      found.push(...page);
    }
    const talks = found.filter(({ callSid }) => callSid === 'CAtalking');
    expect(talks.map(({ outcome }) => outcome)).toEqual(['talking']);
  });

  it('tell a second visit that waited as long for the same operator, where the first has no end', async () => {
    await insertPieces(db, [answer(5, 5), answer(100, 5), exitRow(140, 'bridged', 5)]);
    const visits = await collect(readVisits(db, HOUR));
    expect(visits.map(({ arrivedAt, missing }) => [arrivedAt, missing])).toEqual([
      [ms(0), 'enqueue_data'],
      [ms(95), undefined],
    ]);
  });

  it.each([-5, 1e9])('take a length of %d seconds for none that is known', async (length) => {
    await insertPieces(db, [answer(10, length), exitRow(50, 'bridged', length), end(50, length)]);
    await insertPieces(db, [operatorEnd(60, length)]);
    const visits = await collect(readVisits(db, HOUR));
    const unknown = { arrivedAt: ms(10), waitSeconds: undefined, missing: 'QueueTime' };
    expect(visits).toMatchObject([unknown]);
    const noLength = { startedAt: undefined, durationSeconds: undefined };
    const customers = await collect(readCustomerCalls(db, HOUR));
    expect(customers).toMatchObject([{ ...noLength, endedAt: ms(50) }]);
    expect(await collect(readOperatorCalls(db, HOUR))).toMatchObject([noLength]);
  });

  it('let others have their turn between two pages', async () => {
    await insertRows(
      db,
      Array.from({ length: 2500 }, (_, index) =>
        exitRow(index, 'hangup', 5, { CallSid: `CA${index}` }),
      ),
    );
    let turns = 0;
    const count = setInterval(() => {
      turns += 1;
    }, 0);
    const pages = await collectPages(readVisits(db, HOUR));
    clearInterval(count);
    expect(turns).toBeGreaterThanOrEqual(pages.length - 1);
  });

  it('count outbound calls once, and those as reached that somebody took', async () => {
    const call = (CallSid: string, CallStatus: string, seconds: number | null, Direction: string) =>
      end(10, seconds, { CallSid, CallStatus, Direction });
    await insertPieces(db, [
      call('CA1', 'completed', 30, 'outbound-dial'),
      call('CA1', 'completed', 30, 'outbound-dial'),
      call('CA2', 'completed', 0, 'outbound-api'),
      call('CA3', 'busy', null, 'outbound-api'),
      call('CA4', 'completed', 30, 'inbound'),
    ]);
    expect(await countOutbound(db, HOUR)).toEqual({ attempts: 3, reached: 1 });
    expect(await countOutbound(db, range(11, 60))).toEqual({ attempts: 0, reached: 0 });
  });
});

function isInOrder(all: readonly { loggedAt: number }[]): boolean {
  return all.every(({ loggedAt }, index) => loggedAt >= (all[index - 1]?.loggedAt ?? 0));
}

async function collectPages<T>(pages: AsyncIterable<T[]>): Promise<T[][]> {
  const all: T[][] = [];
  for await (const page of pages) all.push(page);
  return all;
}

async function collect<T>(pages: AsyncIterable<T[]>): Promise<T[]> {
  return (await collectPages(pages)).flat();
}
