import { FOR_REPORTS } from '../../../src/database/database';
import { migrate } from '../../../src/database/migrate';
import { toUtcTime } from '../../../src/database/utc-time';
import { removeOperator, saveOperator } from '../../../src/operators/operators-table';
import { createReport } from '../../../src/reports/figures/create-report';
import type { Grouping, Report, ReportGroup } from '../../../src/reports/report';
import { ABANDONMENT_RATES, SERVICE_LEVELS, type Standard } from '../../../src/reports/standard';
import { deleteOldLiveCalls } from '../../../src/wallboard/live-calls-table';
import { buildRow } from '../../support/build-row';
import { clearHistory } from '../../support/history-rows';
import { insertKpiFixture, KPI_FIXTURE_NOW } from '../../support/kpi-fixture';
import { createOwnDatabase, DIALECTS, type OwnDatabase } from '../../support/test-database';

const STANDARD: Standard = {
  serviceLevel: 'SL6',
  abandonmentRate: 'AR2',
  thresholdSeconds: 20,
  shortAbandonSeconds: 5,
};

const DAY = {
  from: new Date('2026-03-02T00:00:00Z'),
  to: new Date('2026-03-03T00:00:00Z'),
  zone: 'Etc/UTC',
};

/** As a percentage with two decimals, the way kpis.md prints it. */
const percent = (value: number | undefined) => Number(((value ?? Number.NaN) * 100).toFixed(2));

let own: OwnDatabase;

function report(
  by: Grouping[] = [],
  question: { standard?: Partial<Standard>; period?: Report['period']; now?: Date } = {},
): Promise<Report> {
  const { standard, period = DAY, now = KPI_FIXTURE_NOW } = question;
  return createReport(own.db, { period, standard: { ...STANDARD, ...standard }, by, now });
}

async function groupsBy(by: Grouping, now?: Date): Promise<ReportGroup[]> {
  const { divisions } = await report([by], now ? { now } : {});
  return divisions[0]?.groups ?? [];
}

/** The values of section 10 of kpis.md. */
describe.each(DIALECTS)('the report on the worked example, in %s', (dialect) => {
  beforeAll(async () => {
    own = await createOwnDatabase(dialect, FOR_REPORTS);
    await migrate(own.db);
    await insertKpiFixture(own.db);
  });
  afterAll(() => own.close());

  it('counts every call and visit once', async () => {
    const { total, peakWaiting, repeatCallers, talkingNow } = await report();
    expect(total).toMatchObject({
      ...{ calls: 13, menuOnly: 1, offered: 11, answered: 5, abandoned: 4, diverted: 1 },
      ...{ blocked: 1, failed: 1, open: 1, shortAbandoned: 1, transfers: 1 },
      ...{ answeredWithin: 3, abandonedWithin: 3 },
    });
    expect({ peakWaiting, repeatCallers, talkingNow }).toEqual({
      peakWaiting: 3,
      repeatCallers: 0,
      talkingNow: 1,
    });
  });

  it('has the service level by each formula', async () => {
    const levels: number[] = [];
    for (const serviceLevel of SERVICE_LEVELS) {
      const { total } = await report([], { standard: { serviceLevel } });
      levels.push(percent(total.serviceLevel));
    }
    expect(levels).toEqual([66.67, 60, 33.33, 50, 44.44, 30]);
  });

  it('has the abandonment rate by each formula', async () => {
    const rates: number[] = [];
    for (const abandonmentRate of ABANDONMENT_RATES) {
      const { total } = await report([], { standard: { abandonmentRate } });
      rates.push(percent(total.abandonmentRate));
    }
    expect(rates).toEqual([36.36, 30, 37.5, 40]);
  });

  it('has lengths of waits and talks', async () => {
    const { total } = await report();
    expect(total).toMatchObject({
      averageSpeedOfAnswer: 38.2,
      medianSpeedOfAnswer: 20,
      ninetiethSpeedOfAnswer: 135,
      longestSpeedOfAnswer: 135,
      averageTimeToAbandon: 21.5,
      averageTimeToAbandonNotShort: 83 / 3,
      longestTimeToAbandon: 60,
      talkTotal: 780,
      averageTalk: 156,
      longestTalk: 300,
    });
    expect(percent(total.blockedRate)).toBe(9.09);
    expect(percent(total.answerRate)).toBe(45.45);
  });

  it('has the operators with their time on the queue, by number', async () => {
    const { total } = await report();
    expect(total).toMatchObject({ timeOnQueue: 5531, timeInTalks: 780 });
    expect(percent(total.occupancy)).toBe(14.1);
    const operators = (await groupsBy('operator')).map(({ key, figures }) => ({
      key,
      ...{ answered: figures.answered, open: figures.open, talk: figures.talkTotal },
      ...{ timeOnQueue: figures.timeOnQueue, occupancy: figures.occupancy },
    }));
    expect(operators).toEqual([
      {
        ...{ key: '+815000000001', answered: 3, open: 0, talk: 420 },
        ...{ timeOnQueue: 3720, occupancy: 420 / 3720 },
      },
      {
        ...{ key: 'client:op2', answered: 2, open: 0, talk: 360 },
        ...{ timeOnQueue: 1811, occupancy: 360 / 1811 },
      },
      {
        ...{ key: '', answered: 0, open: 1, talk: 0 },
        ...{ timeOnQueue: undefined, occupancy: undefined },
      },
    ]);
  });

  it('gives no operator a share of what callers do', async () => {
    const [first] = await groupsBy('operator');
    expect(first?.figures).toMatchObject({
      ...{ offered: 0, abandoned: 0, calls: 0, answeredWithin: 2 },
      ...{ serviceLevel: undefined, abandonmentRate: undefined, answerRate: undefined },
    });
  });

  it('has the half-hours by the beginning of the wait', async () => {
    const groups = await groupsBy('half-hour');
    expect(groups).toHaveLength(48);
    const slots = groups
      .filter(({ figures }) => figures.offered + figures.failed > 0)
      .map(({ key, isFinal, figures: { offered, answered, abandoned, answeredWithin } }) => ({
        ...{ key, isFinal, offered, answered, abandoned, answeredWithin },
      }));
    expect(slots).toEqual([
      {
        ...{ key: '2026-03-02T09:00:00+00:00', isFinal: true },
        ...{ offered: 7, answered: 4, abandoned: 3, answeredWithin: 2 },
      },
      {
        ...{ key: '2026-03-02T09:30:00+00:00', isFinal: false },
        ...{ offered: 4, answered: 1, abandoned: 1, answeredWithin: 1 },
      },
    ]);
  });

  it('spreads operators over the half-hours in which they were on the queue', async () => {
    const times = (await groupsBy('half-hour'))
      .filter(({ figures }) => (figures.timeOnQueue ?? 0) > 0)
      .map(({ key, figures }) => [key.slice(11, 16), figures.timeOnQueue, figures.timeInTalks]);
    expect(times).toEqual([
      ['08:30', 120, 0],
      ['09:00', 1800 + 1500, 360],
      ['09:30', 1800 + 311, 420],
    ]);
  });

  it('is final for intervals that have passed and in which nothing is open', async () => {
    const final = (groups: ReportGroup[]) =>
      groups.filter(({ isFinal }) => isFinal).map(({ key }) => key.slice(11, 13));
    const morning = ['00', '01', '02', '03', '04', '05', '06', '07', '08'];
    expect(final(await groupsBy('hour'))).toEqual(morning);
    const later = new Date('2026-03-02T11:30:00Z');
    expect(final(await groupsBy('hour', later))).toEqual([...morning, '10']);
    expect((await report()).isFinal).toBe(false);
  });

  it('says the same whenever it is read, and a day later that an end was never told', async () => {
    const read = (now: Date) => report(['half-hour', 'operator', 'queue'], { now });
    const [atOnce, aDayLater, aYearLater] = [
      await read(KPI_FIXTURE_NOW),
      await read(new Date('2026-03-03T12:00:00Z')),
      await read(new Date('2027-03-02T10:00:00Z')),
    ];
    const figuresOf = ({ total, divisions }: Report) => [
      total,
      ...divisions.flatMap(({ groups }) => groups.map(({ figures }) => figures)),
    ];
    expect(figuresOf(aYearLater)).toEqual(figuresOf(atOnce));
    expect(aYearLater.total).toMatchObject({ offered: 11, answered: 5, failed: 1, open: 1 });
    const missing = { enqueue_data: 1, statuscallback_data: 1 };
    for (const later of [aDayLater, aYearLater]) {
      expect(later).toMatchObject({ talkingNow: 0, isFinal: false, missing });
      const open = later.divisions[0]?.groups.filter(({ isFinal }) => !isFinal);
      expect(open?.map(({ key }) => key.slice(11, 16))).toEqual(['09:30']);
    }
    expect(atOnce).toMatchObject({ talkingNow: 1, isFinal: false, missing: {} });
  });

  it('has calls that the number made', async () => {
    const { outbound } = await report();
    expect(outbound).toEqual({ attempts: 4, reached: 2, reachRate: 0.5 });
  });

  it('has who waited how long', async () => {
    const { waits } = await report();
    expect(waits).toHaveLength(25);
    expect(waits.at(-1)).toMatchObject({ fromSeconds: 120, toSeconds: undefined, answered: 1 });
    const classes = waits.filter(({ answered, abandoned }) => answered + abandoned > 0);
    expect(
      classes.map(({ fromSeconds, answered, abandoned }) => [fromSeconds, answered, abandoned]),
    ).toEqual([
      ...[
        [0, 1, 2],
        [5, 1, 0],
        [15, 1, 1],
        [20, 1, 0],
      ],
      ...[
        [55, 0, 1],
        [120, 1, 0],
      ],
    ]);
  });

  it('has left of the threshold those who are within it', async () => {
    for (const thresholdSeconds of [8, 20, 60]) {
      const { waits, total } = await report([], { standard: { thresholdSeconds } });
      const left = waits.filter(({ toSeconds = Infinity }) => toSeconds <= thresholdSeconds);
      const sum = (key: 'answered' | 'abandoned') =>
        left.reduce((all, { [key]: count }) => all + count, 0);
      expect([sum('answered'), sum('abandoned')]).toEqual([
        total.answeredWithin,
        total.abandonedWithin,
      ]);
    }
  });

  it('has the queue, and what came to none', async () => {
    const queues = (await groupsBy('queue')).map(({ key, figures }) => [
      key,
      figures.offered,
      figures.blocked,
      figures.failed,
    ]);
    expect(queues).toEqual([
      ['QU00000000000000000000000000000001', 10, 0, 0],
      ['', 1, 1, 1],
    ]);
  });

  it('has every hour of the day and every weekday, also those without a call', async () => {
    const hours = await groupsBy('hour-of-day');
    expect(hours.map(({ key }) => key)).toEqual(Array.from({ length: 24 }, (_, i) => String(i)));
    // One was in the menu from 8:59:48 on, and counts where its wait began.
    expect(hours[9]?.figures).toMatchObject({ offered: 11, answered: 5, calls: 13 });
    expect(hours[8]?.figures).toMatchObject({ offered: 0, calls: 0 });
    const days = await groupsBy('weekday');
    expect(days.map(({ figures }) => figures.offered)).toEqual([11, 0, 0, 0, 0, 0, 0]);
    expect(days.map(({ isFinal }) => isFinal)).toEqual([false, ...Array(6).fill(true)]);
  });

  it('has nothing of another day, but who talks now', async () => {
    const period = { ...DAY, from: new Date('2026-02-01T00:00:00Z'), to: DAY.from };
    const { total, talkingNow, isFinal, peakWaiting } = await report([], { period });
    expect({ talkingNow, isFinal, peakWaiting }).toEqual({
      ...{ talkingNow: 1, isFinal: true, peakWaiting: 0 },
    });
    expect(total).toMatchObject({
      ...{ calls: 0, offered: 0, talkTotal: 0, timeOnQueue: 0 },
      ...{ serviceLevel: undefined, answerRate: undefined, averageTalk: undefined },
      ...{ medianSpeedOfAnswer: undefined, longestTalk: undefined, occupancy: undefined },
    });
  });

  it('tells how far it is', async () => {
    const read: number[] = [];
    const question = { period: DAY, standard: STANDARD, by: [], now: KPI_FIXTURE_NOW };
    await createReport(own.db, question, { onProgress: (visits) => read.push(visits) });
    expect(read.at(-1)).toBe(13);
  });

  it('ends when it is told to', async () => {
    const question = { period: DAY, standard: STANDARD, by: [], now: KPI_FIXTURE_NOW };
    const controller = new AbortController();
    const making = createReport(own.db, question, {
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough')),
    });
    await expect(making).rejects.toThrow('enough');
  });
});

describe.each(DIALECTS)('a report, in %s', (dialect) => {
  const CallSid = 'CA00000000000000000000000000000077';
  const now = new Date('2026-04-02T00:00:00Z');
  const period = { from: new Date('2026-04-01T00:00:00Z'), to: now, zone: 'Etc/UTC' };

  beforeAll(async () => {
    own = await createOwnDatabase(dialect, FOR_REPORTS);
    await migrate(own.db);
  });
  afterEach(async () => {
    await clearHistory(own.db);
    await own.db.deleteFrom('live_calls').execute();
  });
  afterAll(() => own.close());

  type Waiting = { CallSid: string; state_since: string; role?: 'customer' | 'operator' };

  async function insertWaiting({ role = 'customer', ...columns }: Waiting): Promise<void> {
    const { state_since: heard_at } = columns;
    await own.db
      .insertInto('live_calls')
      .values({
        ...{ role, state: 'waiting', From: '+819012345678', QueueSid: null, with_call: null },
        ...{ heard_at, ...columns },
      })
      .execute();
  }

  async function insert(...rows: ReturnType<typeof buildRow>[]): Promise<void> {
    for (const { table, row } of rows) {
      await own.db
        .insertInto(table as 'queue_data')
        .values(row as never)
        .execute();
    }
  }

  const DATE = '2026-04-01';
  const at = (time: string) => toUtcTime(new Date(`${DATE}T${time}Z`));

  it('is not final while somebody waits who came in its time', async () => {
    await insertWaiting({ CallSid, state_since: at('23:58:00') });
    const { isFinal, divisions } = await report(['hour'], { period, now });
    expect(isFinal).toBe(false);
    const open = divisions[0]?.groups.filter((group) => !group.isFinal);
    expect(open?.map(({ key }) => key)).toEqual(['2026-04-01T23:00:00+00:00']);
  });

  it('is final when what became of those who waited is on record', async () => {
    await insertWaiting({ CallSid, state_since: at('23:58:00') });
    await insert(
      buildRow('enqueue_data', 'e', { CallSid, Time: at('23:59:00'), QueueTime: 60 }),
      buildRow('statuscallback_data', 's', { CallSid, Time: at('23:59:00') }),
    );
    expect((await report([], { period, now })).isFinal).toBe(true);
  });

  it('does not know the time on the queue before any call of an operator has ended', async () => {
    const operator = 'CA00000000000000000000000000000078';
    await insert(
      buildRow('queue_data', 'q', { CallSid, Time: at('10:00:12'), DequeingCallSid: operator }),
      buildRow('enqueue_data', 'e', { CallSid, Time: at('10:05:00'), QueueResult: 'bridged' }),
      buildRow('statuscallback_data', 's', { CallSid, Time: at('10:05:00') }),
    );
    const readTimes = async () => {
      const { total, divisions } = await report(['hour', 'operator'], { period, now });
      const [hours = [], operators = []] = divisions.map(({ groups }) => groups);
      const figures = [total, hours[9], hours[10], operators[0]].map((one) =>
        one && 'figures' in one ? one.figures : one,
      );
      return figures.map((one) => [one?.answered, one?.timeOnQueue, one?.timeInTalks]);
    };
    const notKnown = [1, undefined, undefined];
    expect(await readTimes()).toEqual([notKnown, [0, 0, 0], notKnown, notKnown]);
    const From = 'client:op1';
    await insert(
      buildRow('statuscallback_data', 'o', {
        ...{ CallSid: operator, From, Time: at('10:10:00'), CallDuration: 900 },
      }),
    );
    const known = [1, 600, 288];
    expect(await readTimes()).toEqual([[1, 900, 288], [0, 300, 0], known, [1, 900, 288]]);
  });

  it('is not held up by who waited before their last visit was told, or by operators', async () => {
    await insertWaiting({ CallSid, state_since: at('23:58:00') });
    await insert(buildRow('statuscallback_data', 's', { CallSid, Time: at('23:59:30') }));
    const operator = { CallSid: 'CA00000000000000000000000000000078', role: 'operator' } as const;
    await insertWaiting({ ...operator, state_since: at('23:58:00') });
    expect((await report([], { period, now })).isFinal).toBe(true);
  });

  it('does not change any more when it is final: a call counts where it is known', async () => {
    const menu = 'CA00000000000000000000000000000079';
    const queued = { CallSid, QueueTime: 60, QueueResult: 'leave' };
    const readHours = async () => {
      const { divisions } = await report(['hour'], { period, now: new Date(`${DATE}T11:05:00Z`) });
      const [, ...hours] = (divisions[0]?.groups ?? []).slice(8, 12);
      return hours.map(({ isFinal, figures: { calls, menuOnly } }) => [isFinal, calls, menuOnly]);
    };
    const nothing = [
      [true, 0, 0],
      [true, 0, 0],
      [false, 0, 0],
    ];
    expect(await readHours()).toEqual(nothing);
    // Both have been in the menu since 9:59.
    await insert(buildRow('enqueue_data', 'e', { ...queued, Time: at('11:03:00') }));
    const one = [...nothing.slice(0, 2), [false, 1, 0]];
    expect(await readHours()).toEqual(one);
    await insert(
      buildRow('statuscallback_data', 's', { CallSid, Time: at('11:04:00'), CallDuration: 3900 }),
      buildRow('statuscallback_data', 'm', {
        ...{ CallSid: menu, Time: at('11:04:30'), CallDuration: 3930 },
      }),
    );
    expect(await readHours()).toEqual([...nothing.slice(0, 2), [false, 2, 1]]);
  });

  it('counts a call that comes to the queue again once, where it came first', async () => {
    await insert(
      buildRow('enqueue_data', 'e', {
        ...{ CallSid, QueueTime: 30, QueueResult: 'leave', Time: at('09:59:00') },
      }),
      buildRow('enqueue_data', 'f', {
        ...{ CallSid, QueueTime: 10, QueueResult: 'hangup', Time: at('10:05:00') },
      }),
    );
    const { total, divisions } = await report(['hour'], { period, now });
    expect(total).toMatchObject({ calls: 1, offered: 2 });
    expect(divisions[0]?.groups[9]?.figures.calls).toBe(1);
  });

  it('does not count a call before it is known what became of its first visit', async () => {
    await insert(buildRow('queue_data', 'q', { CallSid, QueueTime: 10, Time: at('23:50:00') }));
    expect((await report([], { period, now })).total).toMatchObject({ calls: 0, open: 1 });
    await insert(
      buildRow('enqueue_data', 'e', {
        ...{ CallSid, QueueTime: 10, QueueResult: 'bridged', Time: '2026-04-02 00:01:00.000' },
      }),
    );
    expect((await report([], { period, now })).total).toMatchObject({ calls: 1, open: 0 });
  });

  it('is final while a call goes on whose visit has ended, and says when its end is not told', async () => {
    await insert(
      buildRow('enqueue_data', 'e', { CallSid, Time: at('23:59:00'), QueueResult: 'leave' }),
    );
    const told = await report([], { period, now });
    expect({ isFinal: told.isFinal, calls: told.total.calls, missing: told.missing }).toEqual({
      ...{ isFinal: true, calls: 1, missing: {} },
    });
    const later = new Date('2026-04-04T00:00:00Z');
    const { isFinal, missing, total } = await report([], { period, now: later });
    expect({ isFinal, missing, calls: total.calls }).toEqual({
      ...{ isFinal: true, calls: 1 },
      missing: { statuscallback_data: 1 },
    });
  });

  it('says how many calls of operators lack their length, and needs none of customers', async () => {
    await insert(
      buildRow('statuscallback_data', 'o', {
        ...{ CallSid, From: 'client:op1', CallDuration: null, Time: at('12:00:00') },
      }),
      buildRow('statuscallback_data', 'm', {
        ...{ CallSid: 'CA2', CallDuration: null, Time: at('12:00:00') },
      }),
    );
    const { total, missing } = await report([], { period, now });
    expect({ calls: total.calls, menuOnly: total.menuOnly, missing }).toEqual({
      ...{ calls: 1, menuOnly: 1, missing: { CallDuration: 1 } },
    });
  });

  it('is the same after an operator is removed', async () => {
    const telnum = '+815011112222';
    await saveOperator(own.db, { telnum, name: null });
    const call = { CallSid: 'CA9', Time: at('12:00:00') };
    await insert(
      buildRow('statuscallback_data', 'o', { ...call, From: telnum, CallDuration: 600 }),
    );
    await insertWaiting({ CallSid: 'CA9', state_since: at('11:50:00'), role: 'operator' });
    await insertWaiting({ CallSid, state_since: at('11:50:00') });
    while ((await deleteOldLiveCalls(own.db, new Date('2027-04-01T00:00:00Z'))) > 0);
    const readAll = () => report(['hour', 'operator'], { period, now });
    const before = await readAll();
    await removeOperator(own.db, telnum);
    expect(await readAll()).toEqual(before);
    expect(before.total).toMatchObject({ calls: 0, timeOnQueue: 600 });
  });

  it('counts those who wait past midnight on the day they came, and at both among those who wait', async () => {
    await insert(
      buildRow('enqueue_data', 'a', {
        ...{ CallSid, QueueTime: 120, Time: '2026-04-01 00:01:00.000' },
      }),
      buildRow('enqueue_data', 'b', {
        ...{ CallSid: 'CA2', QueueTime: 30, Time: '2026-04-01 00:01:00.000' },
      }),
    );
    const { total, peakWaiting, repeatCallers } = await report([], { period, now });
    expect({ abandoned: total.abandoned, peakWaiting, repeatCallers }).toEqual({
      ...{ abandoned: 1, peakWaiting: 2, repeatCallers: 1 },
    });
  });

  it('finds what was logged long after it began', async () => {
    const answered = { CallSid, QueueTime: 10, QueueSid: 'QU1' };
    await insert(
      buildRow('queue_data', 'q', {
        ...answered,
        DequeingCallSid: 'CA9',
        Time: '2026-04-01 23:50:10.000',
      }),
      buildRow('enqueue_data', 'e', {
        ...answered,
        QueueResult: 'bridged',
        Time: '2026-04-02 22:50:10.000',
      }),
    );
    const { total } = await report([], { period, now: new Date('2026-04-03T00:00:00Z') });
    expect(total).toMatchObject({ answered: 1, talkTotal: 23 * 3600, open: 0 });
  });

  it('is measured inclusively within the threshold and exclusively below the short abandon', async () => {
    const waits = [4, 5, 20, 21];
    await insert(
      ...waits.map((QueueTime, i) =>
        buildRow('enqueue_data', `e${i}`, { CallSid: `CA${i}`, QueueTime, Time: at('12:00:00') }),
      ),
    );
    const { total } = await report([], { period, now });
    expect(total).toMatchObject({ abandoned: 4, abandonedWithin: 3, shortAbandoned: 1 });
  });

  it('keeps a wait that is not known out of what is measured by waits', async () => {
    await insert(
      buildRow('enqueue_data', 'e', { CallSid, QueueTime: null, Time: at('12:00:00') }),
      buildRow('enqueue_data', 'f', { CallSid: 'CA2', QueueTime: 8, Time: at('13:00:00') }),
    );
    const { total, missing } = await report([], { period, now });
    expect(total).toMatchObject({
      ...{ abandoned: 2, abandonedWithin: 1, shortAbandoned: 0, averageTimeToAbandon: 8 },
    });
    expect(missing).toMatchObject({ QueueTime: 1 });
  });

  it('takes a talk whose end overtook its beginning for one of no length', async () => {
    const pieces = { CallSid, QueueTime: 8, QueueSid: 'QU1' };
    const DequeingCallSid = 'CA9';
    await insert(
      buildRow('enqueue_data', 'e', { ...pieces, QueueResult: 'bridged', Time: at('12:00:08') }),
      buildRow('queue_data', 'q', { ...pieces, DequeingCallSid, Time: at('12:00:08.500') }),
    );
    const { total } = await report([], { period, now });
    expect(total).toMatchObject({ answered: 1, talkTotal: 0, longestTalk: 0, averageTalk: 0 });
  });

  it('has names of operators who have one', async () => {
    await own.db.insertInto('operators').values({ telnum: '+815011112222', name: 'Aki' }).execute();
    await insert(
      buildRow('statuscallback_data', 'o', {
        ...{ CallSid, From: '+815011112222', CallDuration: 600, Time: at('12:00:00') },
      }),
    );
    const { divisions, total } = await report(['operator'], { period, now });
    expect(divisions[0]?.groups).toMatchObject([
      { key: '+815011112222', name: 'Aki', figures: { timeOnQueue: 600, occupancy: 0 } },
    ]);
    expect(total.calls).toBe(0);
  });
});
