import { FOR_REPORTS } from '../../../src/database/database';
import { insertEventsOnce } from '../../../src/database/dialect';
import { migrate } from '../../../src/database/migrate';
import type { EventTable } from '../../../src/database/tables';
import { toUtcTime } from '../../../src/database/utc-time';
import { findCallStory } from '../../../src/reports/calls/call-story';
import { presentStory } from '../../../src/reports/calls/present-story';
import { tellStory } from '../../../src/reports/calls/tell-story';
import { showTime } from '../../../src/reports/show/show-time';
import { buildRow } from '../../support/build-row';
import { insertKpiFixture, KPI_FIXTURE_NOW } from '../../support/kpi-fixture';
import { createOwnDatabase, DIALECTS, type OwnDatabase } from '../../support/test-database';

const sid = (number: number) => `CA${String(number).padStart(32, '0')}`;
const MIDDAY = Date.UTC(2026, 3, 1, 12);
const at = (second: number) => toUtcTime(new Date(MIDDAY + second * 1000));
const NOW = new Date(MIDDAY + 600_000);

describe.each(DIALECTS)('The story of a call on %s', (dialect) => {
  let own: OwnDatabase;
  beforeAll(async () => {
    own = await createOwnDatabase(dialect, FOR_REPORTS);
    await migrate(own.db);
    await insertKpiFixture(own.db);
    await own.db.updateTable('operators').set({ name: '田中' }).execute();
  });
  afterAll(() => own.close());

  let key = 0;
  async function insert(table: EventTable, columns: Record<string, unknown>) {
    key += 1;
    const { row } = buildRow(table, `key${String(key).padStart(6, '0')}`, columns);
    await insertEventsOnce(own.db, table, [row] as never);
  }
  const live = (columns: {
    CallSid: string;
    From?: string;
    role: 'customer' | 'operator';
    state: 'waiting' | 'ready' | 'talking' | 'left' | 'ended';
    with_call?: string;
  }) =>
    own.db
      .insertInto('live_calls')
      .values({
        ...{ From: '+819012345678', QueueSid: null, with_call: null },
        ...{ state_since: at(0), heard_at: at(0) },
        ...columns,
      })
      .execute();

  /** The lines and the notes of a story, with times in UTC but for the day. */
  async function tell(call: number, { now = NOW, language = 'en' } = {}): Promise<string[]> {
    const story = await findCallStory(own.db, sid(call), now);
    if (!story) return [];
    const { lines, notes } = tellStory(story, { language, zone: 'UTC' });
    return [...lines.map(({ time, text }) => `${time.slice(11)} ${text}`), ...notes];
  }

  it('tells of one who was answered', async () => {
    expect(await tell(1)).toEqual([
      '08:59:48 Call from +819000000001 to +81312345678.',
      '09:00:00 Came to the queue.',
      '09:00:10 Answered by 田中 (+815000000001) after waiting 10 s.',
      '09:03:10 The talk ended after 3 min.',
      '09:03:10 The call ended: 3 min 22 s in all.',
    ]);
  });

  it('tells it in Japanese', async () => {
    expect(await tell(1, { language: 'ja-JP' })).toEqual([
      '08:59:48 +819000000001から+81312345678への電話が始まりました。',
      '09:00:00 待ち列に入りました。',
      '09:00:10 10秒の待ち時間のあと、田中（+815000000001）が応答しました。',
      '09:03:10 通話が終わりました（3分）。',
      '09:03:10 電話が終わりました（全体で3分22秒）。',
    ]);
  });

  it('tells of one who gave up in the queue', async () => {
    expect((await tell(4)).slice(1, 3)).toEqual([
      '09:02:00 Came to the queue.',
      '09:02:18 Hung up after waiting 18 s.',
    ]);
  });

  it('tells of one who hung up while being told of the operator', async () => {
    const [answered, left] = ['2026-03-02 09:50:12.000', '2026-03-02 09:50:14.000'];
    const call = { CallSid: sid(100), QueueTime: 12 };
    await insert('queue_data', { ...call, Time: answered, DequeingCallSid: sid(901) });
    await insert('enqueue_data', { ...call, Time: left });
    await insert('statuscallback_data', { CallSid: sid(100), Time: left });
    expect((await tell(100)).slice(1, 3)).toEqual([
      '09:50:00 Came to the queue.',
      '09:50:14 Hung up after waiting 12 s, just as 田中 (+815000000001) was being connected.',
    ]);
  });

  it('knows no end of a talk that has lasted longer than a call can', async () => {
    const outcomeAt = async (now: string) =>
      (await findCallStory(own.db, sid(12), new Date(now)))?.outcome;
    expect(await outcomeAt('2026-03-03T10:00:00Z')).toBe('talking');
    expect(await outcomeAt('2026-03-03T11:00:00Z')).toBe('end-not-known');
  });

  it('tells of one who never came to the queue', async () => {
    expect(await tell(13)).toEqual([
      '09:54:35 Call from +819000000013 to +81312345678.',
      '09:55:00 The call ended: 25 s in all.',
      'The call never came to the queue: it ended in the menu.',
    ]);
  });

  it.each([
    [8, ['09:31:00 The queue was full: turned away.']],
    [
      9,
      [
        '09:32:00 Came to the queue.',
        '09:33:30 Left the queue after 1 min 30 s without an answer, sent on elsewhere (leave).',
      ],
    ],
    [10, ['09:40:00 Came to the queue.']],
    [11, ['09:45:00 Came to the queue.', '09:45:00 Left the queue by an error (system-error).']],
  ])('tells how call %d left the queue', async (call, lines) => {
    expect((await tell(call)).slice(1, 1 + lines.length)).toEqual(lines);
  });

  it('tells that the operator passed the call on', async () => {
    expect((await tell(10)).at(-2)).toBe(
      '09:42:05 The operator passed the call on after 2 min of talk.',
    );
  });

  it('tells of a talk that is going on, until it can no longer be', async () => {
    const soFar = [
      ' Call from +819000000012 to +81312345678.',
      '09:57:30 Came to the queue.',
      '09:58:00 Answered by an operator after waiting 30 s.',
    ];
    expect(await tell(12, { now: KPI_FIXTURE_NOW })).toEqual([
      ...soFar,
      'The talk is going on now.',
    ]);
    expect(await tell(12)).toEqual([...soFar, 'Nothing is known of how this call ended.']);
  });

  it('tells of two visits, one after the other', async () => {
    const call = { CallSid: sid(101) };
    await insert('enqueue_data', { ...call, Time: at(90), QueueTime: 80, QueueResult: 'leave' });
    await insert('queue_data', {
      ...{ ...call, Time: at(120), QueueTime: 20, DequeingCallSid: sid(902) },
    });
    await insert('enqueue_data', { ...call, Time: at(150), QueueTime: 20, QueueResult: 'bridged' });
    await insert('statuscallback_data', { ...call, Time: at(151), CallDuration: 151 });
    expect(await tell(101)).toEqual([
      '12:00:00 Call from +819012345678 to +815031234567.',
      '12:00:10 Came to the queue.',
      '12:01:30 Left the queue after 1 min 20 s without an answer, sent on elsewhere (leave).',
      '12:01:40 Came to the queue.',
      '12:02:00 Answered by client:op2 after waiting 20 s.',
      '12:02:30 The talk ended after 30 s.',
      '12:02:31 The call ended: 2 min 31 s in all.',
    ]);
  });

  it('tells what lacks, and what is an estimate', async () => {
    const lost = { CallSid: sid(102), From: 'anonymous' };
    await insert('queue_data', { ...lost, Time: at(10), QueueTime: null });
    await insert('statuscallback_data', { ...lost, Time: at(40), CallDuration: null });
    expect(await tell(102)).toEqual([
      ' Call from a withheld number to +815031234567.',
      expect.stringMatching(/^\S* Came to the queue\.$/),
      '12:00:10 Answered by an operator.',
      '12:00:40 The talk ended, at the latest with the call: 30 s at most.',
      '12:00:40 The call ended.',
      'Missing from the record, so that something above is not known or is an estimate: ' +
        'enqueue_data, CallDuration.',
    ]);
    await insert('enqueue_data', { CallSid: sid(103), Time: at(20), QueueResult: 'bridged' });
    expect((await tell(103)).slice(2)).toEqual([
      ' Answered by an operator after waiting 12 s.',
      '12:00:20 The talk ended.',
      'Nothing is known of how this call ended.',
      expect.stringContaining('queue_data'),
    ]);
  });

  it('tells of an operator’s call, and of the customers it took', async () => {
    expect(await tell(901)).toEqual([
      '08:58:00 Call of 田中 (+815000000001), who came to take customers.',
      '09:00:10 Took the call of +819000000001, who had waited 10 s.',
      '09:03:10 The talk ended after 3 min.',
      '09:03:15 Took the call of +819000000002, who had waited 2 min 15 s.',
      '09:05:15 The talk ended after 2 min.',
      '09:40:05 Took the call of +819000000010, who had waited 5 s.',
      '09:42:05 The operator passed the call on after 2 min of talk.',
      '09:50:14 The call of +819012345678 came, but did not become a talk.',
      '10:00:00 The call ended: 1 h 2 min in all.',
      '3 customers, 7 min of talk within 1 h 2 min on the queue (11.29 %).',
    ]);
    expect((await tell(901, { language: 'ja' })).at(-1)).toBe(
      '応対3件、受付1時間2分のうち通話7分（11.29 %）。',
    );
  });

  it('tells of an operator’s call that has not ended', async () => {
    expect(await tell(903, { now: KPI_FIXTURE_NOW })).toEqual([
      ' Call of an operator, who came to take customers.',
      '09:58:00 Took the call of +819000000012, who had waited 30 s.',
      'The talk is going on now.',
    ]);
  });

  it('tells of calls that only the wallboard knows', async () => {
    await live({ CallSid: sid(110), role: 'customer', state: 'waiting' });
    await live({ CallSid: sid(111), role: 'operator', state: 'ready', From: '+815000000001' });
    await live({ CallSid: sid(112), role: 'customer', state: 'ended' });
    expect(await tell(110)).toEqual([
      ' Call from +819012345678.',
      '12:00:00 Came to the queue.',
      'The customer is waiting now.',
    ]);
    expect(await tell(111)).toEqual([
      ' Call of 田中 (+815000000001), who came to take customers.',
      'The operator is waiting for a customer now.',
    ]);
    expect((await tell(112)).slice(0, 2)).toEqual([
      ' Call from +819012345678.',
      '12:00:00 The call ended.',
    ]);
    expect(await tell(110, { now: new Date('2026-04-03') })).toContain(
      'Nothing is known of how this call ended.',
    );
  });

  it('tells of a call that the number made', async () => {
    expect(await tell(802)).toEqual([
      '09:16:00 Call from +81312345678 to +819011110002.',
      '09:16:00 The call ended (no-answer).',
    ]);
  });

  it('is none where nothing is known', async () => {
    expect(await findCallStory(own.db, 'CA0')).toBeUndefined();
  });

  it('has a form for programs', async () => {
    const story = await findCallStory(own.db, sid(4));
    expect(story && presentStory(story, { language: 'en', zone: 'Asia/Tokyo' })).toEqual({
      callSid: sid(4),
      role: 'customer',
      from: '+819000000004',
      to: '+81312345678',
      name: null,
      startedAt: '2026-03-02T18:01:51+09:00',
      endedAt: '2026-03-02T18:02:18+09:00',
      durationSeconds: 27,
      isOver: true,
      now: null,
      path: 'menu > queue',
      outcome: 'abandoned',
      waitedSeconds: 18,
      talkSeconds: null,
      talks: 0,
      events: [
        {
          kind: 'began',
          at: '2026-03-02T18:01:51+09:00',
          text: 'Call from +819000000004 to +81312345678.',
        },
        { kind: 'queued', at: '2026-03-02T18:02:00+09:00', text: 'Came to the queue.' },
        {
          kind: 'abandoned',
          at: '2026-03-02T18:02:18+09:00',
          text: 'Hung up after waiting 18 s.',
        },
        { kind: 'ended', at: '2026-03-02T18:02:18+09:00', text: 'The call ended: 27 s in all.' },
      ],
      notes: [],
      missing: [],
    });
  });
});

describe('A time in a story', () => {
  it('has its offset in the hour that comes twice', () => {
    const show = (time: string) => showTime(new Date(time), 'Europe/Berlin');
    expect(show('2026-10-25T00:30:00Z')).toBe('2026-10-25 02:30:00+02:00');
    expect(show('2026-10-25T01:30:00Z')).toBe('2026-10-25 02:30:00+01:00');
    expect(show('2026-10-25T02:30:00Z')).toBe('2026-10-25 03:30:00');
  });
});
