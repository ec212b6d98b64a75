import { type LiveCall, mergeAll } from '../../src/wallboard/live-call';
import { FRESH_MS, reconcile } from '../../src/wallboard/reconcile';
import { tellNow } from '../../src/wallboard/tell-now';
import { buildLiveCall, START, sid } from './build-live-call';

const NOW = START + 60_000;
const READ_AT = NOW - 5000;
const ours = (...calls: LiveCall[]) => tellNow(mergeAll(calls), NOW);
const waiting = (number: number, since = START) => buildLiveCall({ callSid: sid(number), since });
const twilio = (members: Record<number, number>, readAt = READ_AT, size?: number) => ({
  readAt,
  size: size ?? Object.keys(members).length,
  members: Object.entries(members).map(([number, since]) => ({
    callSid: sid(Number(number)),
    since,
  })),
});

describe('who waits', () => {
  it('is by our own events where Twilio said nothing', () => {
    expect(reconcile(ours(waiting(1), waiting(2, START - 5000)), undefined, NOW)).toEqual({
      ...{ count: 2, longestSince: START - 5000, source: 'minicc', ours: undefined },
    });
  });

  it('is by Twilio where both agree', () => {
    expect(reconcile(ours(waiting(1)), twilio({ 1: START - 700 }), NOW)).toEqual({
      ...{ count: 1, longestSince: START - 700, source: 'twilio', ours: undefined },
    });
  });

  it('is by Twilio where we know of others, with our own number beside it', () => {
    expect(reconcile(ours(waiting(1), waiting(2)), twilio({ 2: START }), NOW)).toEqual({
      ...{ count: 1, longestSince: START, source: 'twilio', ours: 2 },
    });
    expect(reconcile(ours(), twilio({ 7: START }), NOW)).toMatchObject({ count: 1, ours: 0 });
  });

  it('is also who came since Twilio was asked, and not who has left since', () => {
    const came = waiting(3, READ_AT + 1000);
    const left = buildLiveCall({ callSid: sid(4), state: 'left', heardAt: READ_AT + 1000 });
    const gone = buildLiveCall({ callSid: sid(5), state: 'ended', heardAt: READ_AT + 2000 });
    const reading = twilio({ 1: START, 4: START - 1, 5: START - 2 });
    expect(reconcile(ours(waiting(1), came, left, gone), reading, NOW)).toEqual({
      ...{ count: 2, longestSince: START, source: 'twilio', ours: undefined },
    });
  });

  it('is who Twilio lists, though we believed long ago that they had left', () => {
    const left = buildLiveCall({ state: 'left', heardAt: START });
    expect(reconcile(ours(left), twilio({ 1: START }), NOW)).toMatchObject({ count: 1, ours: 0 });
  });

  it('is as many as Twilio counts, where they are too many to list', () => {
    expect(reconcile(ours(), twilio({ 1: START }, READ_AT, 1500), NOW).count).toBe(1500);
  });

  it('is by our own events where Twilio’s word is old', () => {
    const reading = (age: number) => twilio({ 1: START, 2: START }, NOW - age);
    expect(reconcile(ours(waiting(1)), reading(FRESH_MS), NOW).source).toBe('twilio');
    expect(reconcile(ours(waiting(1)), reading(FRESH_MS + 1), NOW)).toEqual({
      ...{ count: 1, longestSince: START, source: 'minicc', ours: undefined },
    });
  });
});
