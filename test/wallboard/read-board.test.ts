import { FOR_REPORTS } from '../../src/database/database';
import { migrate } from '../../src/database/migrate';
import type { EventTable } from '../../src/database/tables';
import { toUtcTime } from '../../src/database/utc-time';
import { saveOperator } from '../../src/operators/operators-table';
import type { LiveCall } from '../../src/wallboard/live-call';
import { writeLiveCalls } from '../../src/wallboard/live-calls-table';
import { readBoard } from '../../src/wallboard/read-board';
import { buildRow } from '../support/build-row';
import { createOwnDatabase, DIALECTS, type OwnDatabase } from '../support/test-database';
import { buildLiveCall, START, sid } from './build-live-call';

const AIKO = '+815012345678';

describe.each(DIALECTS)('the board on %s', (dialect) => {
  let own: OwnDatabase;

  beforeAll(async () => {
    own = await createOwnDatabase(dialect, FOR_REPORTS);
    await migrate(own.db);
    await saveOperator(own.db, { telnum: AIKO, name: 'Aiko Tanaka' });
  });
  afterEach(async () => {
    for (const table of ['live_calls', ...TABLES] as const)
      await own.db.deleteFrom(table).execute();
  });
  afterAll(() => own.close());

  const read = (seconds = 60) =>
    readBoard(own.db, { now: START + seconds * 1000, today: undefined, queue: 'none' });
  const write = (...calls: Partial<LiveCall>[]) => writeLiveCalls(own.db, calls.map(buildLiveCall));

  async function record(table: EventTable, seconds: number, columns: Record<string, unknown> = {}) {
    const Time = toUtcTime(new Date(START + seconds * 1000));
    const { row } = buildRow(table, `${table}${seconds}`, { CallSid: sid(1), Time, ...columns });
    await own.db
      .insertInto(table as 'queue_data')
      .values(row as never)
      .execute();
  }

  const operator = { callSid: sid(2), from: AIKO, role: 'operator', state: 'ready' } as const;

  it('is empty where nobody calls', async () => {
    expect(await read()).toEqual({
      madeAt: START + 60_000,
      waiting: { count: 0, longestSince: undefined, source: 'minicc', ours: undefined },
      ...{ lost: 0, operators: [], talking: 0, today: undefined, twilio: undefined },
    });
  });

  it('counts who waits, and names who is on the queue', async () => {
    const nameless = { ...operator, callSid: sid(3), from: '+815099990001' };
    const browser = { ...operator, callSid: sid(4), from: 'client:hana' };
    await write({}, { callSid: sid(5), since: START + 5000 }, operator, nameless, browser);
    const board = await read();
    expect(board.waiting).toMatchObject({ count: 2, longestSince: START });
    expect(board.operators.map(({ name, state }) => [name, state])).toEqual([
      ['…0001', 'ready'],
      ['Aiko Tanaka', 'ready'],
      ['hana', 'ready'],
    ]);
  });

  it('takes nobody to wait of whom a later row says that they were answered', async () => {
    await write({}, operator);
    await record('queue_data', 20, { DequeingCallSid: sid(2) });
    expect(await read()).toMatchObject({
      waiting: { count: 0 },
      talking: 1,
      operators: [{ name: 'Aiko Tanaka', state: 'talking', talkingSince: START + 20_000 }],
    });
  });

  it.each<[EventTable, Record<string, unknown>]>([
    ['enqueue_data', { QueueResult: 'hangup' }],
    ['statuscallback_data', { CallStatus: 'completed' }],
  ])(
    'takes nobody to wait or to talk of whom a later row of %s is there',
    async (table, columns) => {
      await write({}, operator);
      await record(table, 20, columns);
      expect(await read()).toMatchObject({ waiting: { count: 0 }, talking: 0 });
      await write({ state: 'talking', heardAt: START + 10_000, withCall: sid(2) });
      expect(await read()).toMatchObject({ talking: 0, operators: [{ state: 'ready' }] });
    },
  );

  it('takes who came again to wait, whatever was before', async () => {
    await record('enqueue_data', 20, { QueueResult: 'leave' });
    await write({ since: START + 30_000, heardAt: START + 40_000 });
    expect((await read()).waiting).toMatchObject({ count: 1, longestSince: START + 30_000 });
  });

  it('takes no call to be over of which Twilio says that it rings', async () => {
    await write({});
    await record('statuscallback_data', 20, { CallStatus: 'ringing' });
    expect((await read()).waiting.count).toBe(1);
  });

  it('does not count for ever whose end was lost, and says so', async () => {
    await write({}, operator);
    expect(await read(16 * 60)).toMatchObject({ waiting: { count: 0 }, operators: [], lost: 2 });
    expect((await read(24 * 3600 + 1)).lost).toBe(0);
  });

  it('puts together many calls', async () => {
    const numbers = [...Array(1200).keys()];
    await write(...numbers.map((number) => ({ callSid: sid(number) })));
    await record('statuscallback_data', 20, { CallSid: sid(1199) });
    expect((await read()).waiting.count).toBe(1199);
  });
});

const TABLES = ['enqueue_data', 'queue_data', 'statuscallback_data'] as const;
