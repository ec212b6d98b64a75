import fc from 'fast-check';
import { FOR_REPORTS } from '../../../src/database/database';
import { insertEventsOnce } from '../../../src/database/dialect';
import { migrate } from '../../../src/database/migrate';
import type { EventTable } from '../../../src/database/tables';
import { toUtcTime } from '../../../src/database/utc-time';
import { formatCallCursor, parseCallCursor } from '../../../src/reports/calls/call-cursor';
import type { CallLine } from '../../../src/reports/calls/call-line';
import { type CallFilter, listCalls, readCalls } from '../../../src/reports/calls/list-calls';
import { buildRow } from '../../support/build-row';
import { insertKpiFixture, KPI_FIXTURE_NOW } from '../../support/kpi-fixture';
import { createOwnDatabase, DIALECTS, type OwnDatabase } from '../../support/test-database';
import { userErrorOf } from '../../support/user-error';

const sid = (number: number) => `CA${String(number).padStart(32, '0')}`;
const numberOf = ({ callSid }: { callSid: string }) => Number(callSid.slice(2));
const at = (second: number) => toUtcTime(new Date(Date.UTC(2026, 3, 1) + second * 1000));

describe.each(DIALECTS)('A list of calls on %s', (dialect) => {
  let own: OwnDatabase;
  beforeAll(async () => {
    own = await createOwnDatabase(dialect, FOR_REPORTS);
    await migrate(own.db);
  });
  afterAll(() => own.close());
  afterEach(async () => {
    for (const table of [
      'enqueue_data',
      'queue_data',
      'statuscallback_data',
      'operators',
    ] as const) {
      await own.db.deleteFrom(table).execute();
    }
  });

  let key = 0;
  async function insert(table: EventTable, ...list: Record<string, unknown>[]) {
    const rows = list.map((columns) => {
      key += 1;
      return buildRow(table, `key${String(key).padStart(6, '0')}`, columns).row;
    });
    await insertEventsOnce(own.db, table, rows as never);
  }
  const ring = (call: number, second: number, columns: Record<string, unknown> = {}) =>
    insert('statuscallback_data', { CallSid: sid(call), Time: at(second), ...columns });
  const ringMany = (count: number, findFrom: (call: number) => string) =>
    insert(
      'statuscallback_data',
      ...Array.from({ length: count }, (_, call) => ({
        ...{ CallSid: sid(call), Time: at(call), From: findFrom(call) },
      })),
    );
  const answer = (call: number, second: number) =>
    insert('queue_data', { CallSid: sid(call), Time: at(second), DequeingCallSid: sid(9999) });
  const leave = (call: number, second: number, QueueResult: string) =>
    insert('enqueue_data', { CallSid: sid(call), Time: at(second), QueueResult });

  /** The numbers of the calls of each page, with what happens before the next is asked for. */
  async function page(
    limit: number,
    filter: CallFilter = {},
    between: (pageIndex: number) => Promise<void> = async () => {},
  ): Promise<number[][]> {
    const pages: number[][] = [];
    let cursor: string | undefined;
    do {
      const { calls, next } = await listCalls(own.db, { ...filter, cursor, limit });
      pages.push(calls.map(numberOf));
      cursor = next;
      if (cursor) await between(pages.length);
    } while (cursor);
    return pages;
  }

  it('has the calls of the fixture, the newest first, as the view has them', async () => {
    await insertKpiFixture(own.db);
    const { calls, next } = await listCalls(own.db, { limit: 100 }, { now: KPI_FIXTURE_NOW });
    const view = await own.db
      .selectFrom('calls')
      .select(['CallSid', 'path', 'outcome', 'visits', 'duration_seconds'])
      .orderBy('logged_at', 'desc')
      .orderBy('CallSid', 'desc')
      .execute();
    expect(next).toBeUndefined();
    expect(calls).toHaveLength(14);
    expect(
      calls.map(({ callSid, path, outcome, visits, durationSeconds = null }) => [
        ...[callSid, path, outcome, visits, durationSeconds],
      ]),
    ).toEqual(
      view.map(({ CallSid, path, outcome, visits, duration_seconds }) => [
        ...[CallSid, path, outcome, Number(visits), duration_seconds],
      ]),
    );
  });

  it('tells what is known of a call', async () => {
    await insertKpiFixture(own.db);
    await own.db
      .updateTable('operators')
      .set({ name: '田中' })
      .where('telnum', '=', '+815000000001')
      .execute();
    const { calls } = await listCalls(own.db, { limit: 100 }, { now: KPI_FIXTURE_NOW });
    const find = (call: number) => calls.find((line) => numberOf(line) === call);
    const answered: CallLine = {
      callSid: sid(1),
      from: '+819000000001',
      to: '+81312345678',
      startedAt: new Date('2026-03-02T08:59:48Z'),
      endedAt: new Date('2026-03-02T09:03:10Z'),
      durationSeconds: 202,
      loggedAt: new Date('2026-03-02T09:03:10Z'),
      path: 'menu > queue > operator',
      outcome: 'answered',
      visits: 1,
      waitedSeconds: 10,
      talkSeconds: 180,
      operators: ['田中'],
      missing: [],
    };
    expect(find(1)).toEqual(answered);
    expect(find(6)).toMatchObject({ operators: ['client:op2'] });
    expect(find(4)).toMatchObject({
      ...{ path: 'menu > queue', outcome: 'abandoned', waitedSeconds: 18 },
      ...{ talkSeconds: undefined, operators: [] },
    });
    expect(find(8)).toMatchObject({ outcome: 'blocked', visits: 1, waitedSeconds: undefined });
    expect(find(12)).toMatchObject({
      ...{ outcome: 'talking', startedAt: undefined, endedAt: undefined, talkSeconds: undefined },
      waitedSeconds: 30,
    });
    expect(find(13)).toMatchObject({ path: 'menu', outcome: 'menu', visits: 0 });
  });

  it('knows no end of a talk that has lasted longer than a call can', async () => {
    await answer(1, 0);
    await leave(2, 1, 'bridged');
    await answer(3, 2);
    await leave(3, 5, 'hangup');
    const outcomes = async (second: number) => {
      const now = new Date(Date.UTC(2026, 3, 1) + second * 1000);
      const { calls } = await listCalls(own.db, { limit: 9 }, { now });
      return calls.map((call) => [numberOf(call), call.outcome]);
    };
    const young = await outcomes(60);
    expect(young).toContainEqual([1, 'talking']);
    expect(await outcomes(25 * 3600)).toEqual(young);
    const old = young.map(([call, outcome]) => [call, call === 1 ? 'end-not-known' : outcome]);
    expect(await outcomes(25 * 3600 + 0.5)).toEqual(old);
  });

  it('adds up the visits of a call, and names what lacks', async () => {
    await leave(1, 90, 'leave');
    await answer(1, 200);
    await leave(1, 260, 'bridged');
    await ring(1, 260);
    await leave(2, 400, 'bridged');
    await ring(2, 400);
    const { calls } = await listCalls(own.db, { limit: 2 });
    expect(calls).toMatchObject([
      { visits: 1, outcome: 'answered', talkSeconds: undefined, missing: ['queue_data'] },
      { visits: 2, outcome: 'answered', waitedSeconds: 24, talkSeconds: 60, missing: [] },
    ]);
  });

  it('goes on behind a cursor, also among calls of the same moment', async () => {
    for (const call of [1, 2, 3, 4, 5]) await ring(call, 10);
    await ring(6, 5);
    await ring(7, 20);
    expect(await page(2)).toEqual([[7, 5], [4, 3], [2, 1], [6]]);
    expect(await page(7)).toEqual([[7, 5, 4, 3, 2, 1, 6]]);
  });

  it('gives no call twice and leaves none out that ends, or comes, while somebody pages', async () => {
    for (const call of [1, 2, 3, 4, 5, 6]) await ring(call, call * 10);
    await answer(7, 15);
    await answer(11, 16);
    await leave(8, 25, 'leave');
    await leave(9, 35, 'leave');
    const pages = await page(3, {}, async (pageIndex) => {
      if (pageIndex !== 1) return;
      await leave(7, 100, 'bridged');
      await ring(7, 100);
      await ring(8, 110);
      await answer(9, 115);
      await leave(11, 116, 'bridged');
      await answer(11, 118);
      await ring(10, 120);
    });
    expect(pages).toEqual([[6, 5, 4], [9, 3, 8], [2, 11, 7], [1]]);
    expect((await page(10)).flat()).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 11, 1]);
  });

  it('does so, too, where a row is of a time that is yet to come', async () => {
    for (const call of [1, 2, 3]) await ring(call, call * 10);
    await answer(7, 15);
    await insert('statuscallback_data', { CallSid: sid(20), Time: '2999-01-01 00:00:00.000' });
    const pages: number[][] = [];
    const readPage = async (cursor?: string) => {
      const { calls, next } = await listCalls(
        own.db,
        { cursor, limit: 2 },
        { now: new Date(Date.UTC(2026, 3, 1, 0, 1)) },
      );
      pages.push(calls.map(numberOf));
      return next;
    };
    const next = await readPage();
    await ring(7, 100);
    await readPage(next);
    expect(pages).toEqual([
      [20, 3],
      [2, 7],
    ]);
  });

  it('shows every call once, whatever happens between its pages', async () => {
    const moves = fc.array(fc.tuple(fc.nat(9), fc.boolean()), { maxLength: 6 });
    const property = fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(moves, { minLength: 3, maxLength: 3 }),
      async (limit, between) => {
        for (let call = 0; call < 10; call += 1) {
          await (call % 2 ? ring(call, call * 10) : answer(call, call * 10));
        }
        let second = 1000;
        const pages = await page(limit, {}, async (pageIndex) => {
          for (const [call, isNew] of between[pageIndex % 3] ?? []) {
            second += 1;
            await ring(isNew ? 100 + second : call, second);
          }
        });
        await own.db.deleteFrom('statuscallback_data').execute();
        await own.db.deleteFrom('queue_data').execute();
        expect(pages.flat()).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
      },
    );
    await fc.assert(property, { numRuns: 4 });
  });

  it('keeps to its time, with its beginning and without its end', async () => {
    for (const call of [1, 2, 3, 4]) await ring(call, call * 10);
    await answer(5, 25);
    const from = new Date(Date.UTC(2026, 3, 1, 0, 0, 20));
    const to = new Date(Date.UTC(2026, 3, 1, 0, 0, 40));
    const pages = await page(1, { from, to }, () => ring(5, 50));
    expect(pages).toEqual([[3], [5], [2]]);
  });

  it.each([
    ['+819012345678', [1]],
    ['090-1234-5678', [1]],
    ['０９０　１２３４', [3, 1]],
    ['+8190', [3, 1]],
    ['345', [3, 2, 1]],
    ['5678', [1]],
    ['0312', [2]],
    ['999', []],
  ])('finds calls of %s', async (number, calls) => {
    await ring(1, 10, { From: '+819012345678' });
    await ring(2, 20, { From: '+81312345679' });
    await ring(3, 30, { From: '+819012340345' });
    await ring(4, 40, { From: 'anonymous' });
    const found = await listCalls(own.db, { number, country: 'JP', limit: 10 });
    expect(found.calls.map(numberOf)).toEqual(calls);
  });

  it('pages through a search, over many calls of others', async () => {
    await ringMany(700, (call) => (call % 300 === 0 ? '+819012345678' : '+81312345679'));
    expect(await page(1, { number: '5678' })).toEqual([[600], [300], [0]]);
  });

  it.each(['12', 'abc', '090%', '', '+', "123'"])('refuses to look for %j', async (number) => {
    await expect(listCalls(own.db, { number, limit: 1 })).rejects.toThrow(
      userErrorOf('number must be a telephone number, or at least 3 digits of one'),
    );
  });

  it.each([0, 1001, 1.5, Number.NaN])('refuses a page of %d calls', async (limit) => {
    await expect(listCalls(own.db, { limit })).rejects.toThrow(
      userErrorOf('limit must be a whole number from 1 to 1000'),
    );
  });

  it.each([
    '',
    'x',
    Buffer.from('[]').toString('base64url'),
    formatCallCursor({ asOf: "2026-01-01'--", at: at(1), callSid: sid(1) }),
    formatCallCursor({ asOf: at(1), at: '2026-99-01 00:00:00', callSid: sid(1) }),
  ])('refuses the cursor %j', async (cursor) => {
    await expect(listCalls(own.db, { cursor, limit: 1 })).rejects.toThrow(
      userErrorOf('cursor must be one that a list of calls has given'),
    );
  });

  it('can be paged through where others stored times of no form that we have', async () => {
    await ring(1, 1);
    if (dialect === 'sqlite') {
      for (const [call, Time] of [
        [2, '2026-04-02'],
        [3, '2026-04-01T00:00:09Z'],
        [4, 'nine'],
      ] as const) {
        await insert('statuscallback_data', { CallSid: sid(call), Time });
      }
    }
    expect((await page(1)).flat()).toEqual(dialect === 'sqlite' ? [2, 1] : [1]);
  });

  it('is read whole, page by page', async () => {
    await ringMany(620, () => '+819012345678');
    const sizes: number[] = [];
    for await (const calls of readCalls(own.db, {})) sizes.push(calls.length);
    expect(sizes).toEqual([500, 120]);
  });

  it('stops when it is told to', async () => {
    await ring(1, 1);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(listCalls(own.db, { limit: 1 }, { signal })).rejects.toThrow('enough');
  });
});

describe('A cursor', () => {
  it('is text for an address, and reads back', () => {
    const cursor = { asOf: at(5), at: at(1), callSid: sid(1) };
    expect(formatCallCursor(cursor)).toMatch(/^[\w-]+$/);
    expect(parseCallCursor(formatCallCursor(cursor))).toEqual(cursor);
  });
});
