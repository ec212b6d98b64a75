import fc from 'fast-check';
import pino from 'pino';
import { migrate } from '../../src/database/migrate';
import { type LiveCall, mergeAll } from '../../src/wallboard/live-call';
import { readLiveCalls, writeLiveCalls } from '../../src/wallboard/live-calls-table';
import { createLiveCallsWriter, type LiveCallsWriter } from '../../src/wallboard/live-calls-writer';
import { eventually } from '../support/running-server';
import { createOwnDatabase, DIALECTS, type OwnDatabase } from '../support/test-database';
import { buildLiveCall, pieces, START, sid } from './build-live-call';

const LONG_AGO = new Date(0);
const DAY_MS = 24 * 60 * 60_000;

describe.each(DIALECTS)('live_calls on %s', (dialect) => {
  let own: OwnDatabase;
  let logLines: Record<string, unknown>[];
  let written: number;
  const writers: LiveCallsWriter[] = [];

  beforeEach(async () => {
    own = await createOwnDatabase(dialect);
    logLines = [];
    written = 0;
  });
  afterEach(async () => {
    for (const writer of writers.splice(0)) await writer.stop();
    await own.close();
  });

  function openWriter(now = START): LiveCallsWriter {
    const log = pino({}, { write: (line: string) => logLines.push(JSON.parse(line)) });
    const writer = createLiveCallsWriter({
      db: own.db,
      log,
      now: () => new Date(now),
      onWritten: () => {
        written += 1;
      },
    });
    writers.push(writer);
    return writer;
  }

  const rows = () => own.db.selectFrom('live_calls').selectAll().orderBy('CallSid').execute();
  const there = async () =>
    sortByName(await readLiveCalls(own.db, { since: LONG_AGO, most: 1000 }));

  it('holds what is known of each call, in whatever order it was written', async () => {
    await migrate(own.db);
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 4 }), async (batches) => {
        await own.db.deleteFrom('live_calls').execute();
        for (const batch of batches) await writeLiveCalls(own.db, [...mergeAll(batch).values()]);
        const known = [...mergeAll(batches.flat()).values()];
        expect(await there()).toEqual(sortByName(known.filter(({ state }) => state !== 'ended')));
        expect((await rows()).length).toBe(known.length);
      }),
      { numRuns: 25 },
    );
  });

  it('is written soon, many calls at once', async () => {
    await migrate(own.db);
    const calls = [...Array(150).keys()].map((number) => buildLiveCall({ callSid: sid(number) }));
    const writer = openWriter();
    for (const call of calls) writer.hear([call]);
    await eventually(async () => (await rows()).length === 150);
    expect(written).toBe(1);
    expect(await there()).toEqual(calls);
  });

  it('is written by several servers, of which none knows what the other heard', async () => {
    await migrate(own.db);
    const [here, elsewhere] = [openWriter(), openWriter()];
    const ended = buildLiveCall({ state: 'ended', since: START + 9000, heardAt: START + 9000 });
    const talking = buildLiveCall({ callSid: sid(2), state: 'talking', heardAt: START + 1000 });
    here.hear([ended, buildLiveCall({ callSid: sid(2) })]);
    elsewhere.hear([buildLiveCall({ heardAt: START + 9500 }), talking]);
    await eventually(() => written === 2);
    expect(await rows()).toMatchObject([
      { CallSid: sid(1), state: 'ended' },
      { CallSid: sid(2), state: 'talking' },
    ]);
  });

  it('is made up for when the database is back, with the latest of each call', async () => {
    const writer = openWriter();
    writer.hear([buildLiveCall()]);
    await eventually(() => logLines.length > 0);
    writer.hear([buildLiveCall({ state: 'talking', heardAt: START + 1000 })]);
    expect(logLines).toMatchObject([
      { msg: 'live_calls cannot be written; the wallboard is late' },
    ]);
    await migrate(own.db);
    await eventually(() => written > 0);
    expect(await there()).toMatchObject([{ callSid: sid(1), state: 'talking' }]);
    expect(logLines).toMatchObject([{}, { msg: 'live_calls is written again' }]);
  });

  it('is written but for a call that the database refuses', async () => {
    await migrate(own.db);
    const refused = buildLiveCall({ callSid: sid(2), role: null as never });
    const writer = openWriter();
    writer.hear([buildLiveCall(), refused, buildLiveCall({ callSid: sid(3) })]);
    await eventually(() => written > 0);
    expect(await rows()).toMatchObject([{ CallSid: sid(1) }, { CallSid: sid(3) }]);
    expect(logLines).toMatchObject([
      { msg: 'a call is left out of live_calls, which refuses it', callSid: sid(2) },
    ]);
  });

  it('loses what is older than a day, but for calls of operators', async () => {
    await migrate(own.db);
    const old = [...Array(450).keys()].map((number) => buildLiveCall({ callSid: sid(number) }));
    const ofOperator = buildLiveCall({ callSid: sid(8888), role: 'operator', state: 'ended' });
    await writeLiveCalls(own.db, [...old, ofOperator]);
    const now = START + DAY_MS + 1;
    const writer = openWriter(now);
    for (let second = 0; (await rows()).length > 2 && second < 9; second += 1) {
      const before = written;
      writer.hear([buildLiveCall({ callSid: sid(9999), heardAt: now + second })]);
      await eventually(() => written > before);
    }
    await eventually(async () => (await rows()).length === 2);
    expect(await rows()).toMatchObject([{ CallSid: sid(8888) }, { CallSid: sid(9999) }]);
  });

  it('has the last word when the server stops', async () => {
    await migrate(own.db);
    const writer = openWriter();
    writer.hear([buildLiveCall()]);
    await writer.stop();
    expect(await there()).toEqual([buildLiveCall()]);
  });
});

function sortByName(calls: readonly LiveCall[]): LiveCall[] {
  return [...calls].sort((a, b) => (a.callSid < b.callSid ? -1 : 1));
}
