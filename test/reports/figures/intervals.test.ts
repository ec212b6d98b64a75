import fc from 'fast-check';
import { DateTime } from 'luxon';
import {
  type IntervalName,
  listIntervals,
  toHourOfDay,
  toLocalIso,
  toWeekday,
} from '../../../src/reports/figures/intervals';
import type { Period } from '../../../src/reports/period';

const HOUR_MS = 3_600_000;
const INTERVALS: IntervalName[] = ['day', 'hour', 'half-hour', 'quarter-hour'];

function buildPeriod(zone: string, from: string, to: string): Period {
  const read = (text: string) => DateTime.fromISO(text, { zone }).toJSDate();
  return { zone, from: read(from), to: read(to) };
}

const list = (period: Period, by: IntervalName) =>
  listIntervals(period, by).map((interval) => toLocalIso(interval));

/** The lengths of the days of a period, in hours. */
const daysOf = (zone: string, from: string, to: string) =>
  listIntervals(buildPeriod(zone, from, to), 'day').map((day) => [
    toLocalIso(day),
    (day.to - day.from) / HOUR_MS,
  ]);

describe('the days of a period', () => {
  it('have 23 hours when the clocks are put forward, and 25 when they are put back', () => {
    expect(daysOf('Europe/Berlin', '2026-03-28', '2026-03-31')).toEqual([
      ['2026-03-28T00:00:00+01:00', 24],
      ['2026-03-29T00:00:00+01:00', 23],
      ['2026-03-30T00:00:00+02:00', 24],
    ]);
    expect(daysOf('Europe/Berlin', '2026-10-25', '2026-10-26')).toEqual([
      ['2026-10-25T00:00:00+02:00', 25],
    ]);
    expect(daysOf('America/New_York', '2026-03-08', '2026-03-09')).toEqual([
      ['2026-03-08T00:00:00-05:00', 23],
    ]);
    expect(daysOf('America/New_York', '2026-11-01', '2026-11-02')).toEqual([
      ['2026-11-01T00:00:00-04:00', 25],
    ]);
  });

  it('have half an hour more or less on Lord Howe Island', () => {
    expect(daysOf('Australia/Lord_Howe', '2026-04-05', '2026-04-06')).toEqual([
      ['2026-04-05T00:00:00+11:00', 24.5],
    ]);
    expect(daysOf('Australia/Lord_Howe', '2026-10-04', '2026-10-05')).toEqual([
      ['2026-10-04T00:00:00+10:30', 23.5],
    ]);
  });

  it('begin at 1:00 where there is no midnight', () => {
    expect(daysOf('America/Santiago', '2026-09-05', '2026-09-08')).toEqual([
      ['2026-09-05T00:00:00-04:00', 24],
      ['2026-09-06T01:00:00-03:00', 23],
      ['2026-09-07T00:00:00-03:00', 24],
    ]);
    expect(daysOf('Asia/Beirut', '2026-03-28', '2026-03-30')).toEqual([
      ['2026-03-28T00:00:00+02:00', 24],
      ['2026-03-29T01:00:00+03:00', 23],
    ]);
  });

  it('go on where the clocks are put back over midnight', () => {
    expect(daysOf('America/Santiago', '2026-04-04', '2026-04-06')).toEqual([
      ['2026-04-04T00:00:00-03:00', 25],
      ['2026-04-05T00:00:00-04:00', 24],
    ]);
    expect(daysOf('America/Havana', '2026-10-31', '2026-11-03')).toEqual([
      ['2026-10-31T00:00:00-04:00', 24],
      ['2026-11-01T00:00:00-04:00', 25],
      ['2026-11-02T00:00:00-05:00', 24],
    ]);
  });

  it('leave out one that a country skipped', () => {
    expect(daysOf('Pacific/Apia', '2011-12-29', '2012-01-01')).toEqual([
      ['2011-12-29T00:00:00-10:00', 24],
      ['2011-12-31T00:00:00+14:00', 24],
    ]);
  });

  it('are cut to the period at both ends', () => {
    const period = buildPeriod('Asia/Tokyo', '2026-03-02T09:30', '2026-03-03T18:00');
    expect(list(period, 'day')).toEqual(['2026-03-02T09:30:00+09:00', '2026-03-03T00:00:00+09:00']);
    expect(listIntervals(period, 'day').at(-1)?.to).toBe(period.to.getTime());
  });
});

describe('the hours of a period', () => {
  it('leave out one that is skipped', () => {
    const night = buildPeriod('Europe/Berlin', '2026-03-29T01:00', '2026-03-29T04:00');
    expect(list(night, 'hour')).toEqual(['2026-03-29T01:00:00+01:00', '2026-03-29T03:00:00+02:00']);
  });

  it('have one that is gone through twice in two rows', () => {
    const night = buildPeriod('Europe/Berlin', '2026-10-25T01:00', '2026-10-25T04:00');
    expect(list(night, 'hour')).toEqual([
      '2026-10-25T01:00:00+02:00',
      '2026-10-25T02:00:00+02:00',
      '2026-10-25T02:00:00+01:00',
      '2026-10-25T03:00:00+01:00',
    ]);
  });

  it('have half an hour by itself where the clocks are changed by half an hour', () => {
    const back = buildPeriod('Australia/Lord_Howe', '2026-04-05T01:00', '2026-04-05T03:00');
    expect(list(back, 'hour')).toEqual([
      '2026-04-05T01:00:00+11:00',
      '2026-04-05T01:30:00+10:30',
      '2026-04-05T02:00:00+10:30',
    ]);
    const forward = buildPeriod('Australia/Lord_Howe', '2026-10-04T01:00', '2026-10-04T04:00');
    expect(list(forward, 'hour')).toEqual([
      '2026-10-04T01:00:00+10:30',
      '2026-10-04T02:30:00+11:00',
      '2026-10-04T03:00:00+11:00',
    ]);
  });

  it('begin when the clocks of the zone show them, also 45 minutes off', () => {
    const morning = buildPeriod('Asia/Kathmandu', '2026-03-02T09:00', '2026-03-02T10:00');
    expect(list(morning, 'quarter-hour')).toEqual([
      '2026-03-02T09:00:00+05:45',
      '2026-03-02T09:15:00+05:45',
      '2026-03-02T09:30:00+05:45',
      '2026-03-02T09:45:00+05:45',
    ]);
    expect(list(morning, 'half-hour')).toHaveLength(2);
  });

  it('are of the hour of the day and the weekday that the clocks show', () => {
    const night = buildPeriod('Australia/Lord_Howe', '2026-04-05T01:00', '2026-04-05T03:00');
    expect(listIntervals(night, 'hour').map(toHourOfDay)).toEqual([1, 1, 2]);
    const week = buildPeriod('America/Santiago', '2026-09-04', '2026-09-08');
    expect(listIntervals(week, 'day').map(toWeekday)).toEqual([5, 6, 7, 1]);
    const before1970 = buildPeriod('Asia/Tokyo', '1969-12-29T23:00', '1969-12-30T00:00');
    expect(listIntervals(before1970, 'hour').map(toHourOfDay)).toEqual([23]);
    expect(listIntervals(before1970, 'day').map(toWeekday)).toEqual([1]);
  });
});

const ZONES = [
  ...['Etc/UTC', 'Asia/Tokyo', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'],
  ...['America/Santiago', 'Asia/Beirut', 'America/Havana', 'Asia/Kathmandu', 'Africa/Casablanca'],
  ...['America/St_Johns', 'Pacific/Chatham', 'Pacific/Apia'],
];

describe('the intervals of any period', () => {
  it('cover it exactly, with no gap and nothing twice, under keys that differ', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.constantFrom(...INTERVALS),
        fc.integer({ min: Date.UTC(2008, 0), max: Date.UTC(2030, 0) }),
        fc.integer({ min: 1, max: 9 * 24 * HOUR_MS }),
        (zone, by, start, lengthMs) => {
          const period = { zone, from: new Date(start), to: new Date(start + lengthMs) };
          const intervals = listIntervals(period, by);
          expect(intervals[0]?.from).toBe(start);
          expect(intervals.at(-1)?.to).toBe(start + lengthMs);
          intervals.forEach(({ from, to }, i) => {
            expect(from).toBeLessThan(to);
            if (i > 0) expect(from).toBe(intervals[i - 1]?.to);
          });
          const keys = intervals.map((interval) => toLocalIso(interval));
          expect(new Set(keys).size).toBe(keys.length);
          keys.forEach((key, i) => {
            expect(DateTime.fromISO(key).toMillis()).toBe(intervals[i]?.from);
          });
        },
      ),
      { numRuns: 25 },
    );
  });

  it('are those of its years, one after another, however many it has', () => {
    const year = (zone: string, of: number) => ({
      ...{ zone, from: DateTime.fromObject({ year: of }, { zone }).toJSDate() },
      to: DateTime.fromObject({ year: of + 1 }, { zone }).toJSDate(),
    });
    // Of every length, so that clocks are changed at and around any day of it.
    const days = (from: Date, count: number) => new Date(from.getTime() + count * 24 * HOUR_MS);
    for (const zone of ['Asia/Kathmandu', 'Europe/Berlin']) {
      for (const by of ['day', 'hour'] as const) {
        const [first, second] = [year(zone, 2025), year(zone, 2026)];
        const both = { zone, from: first.from, to: second.to };
        const ofYears = [first, second].flatMap((one) => listIntervals(one, by));
        expect(JSON.stringify(listIntervals(both, by))).toBe(JSON.stringify(ofYears));
        const late = { ...both, from: new Date(both.from.getTime() + 1) };
        const rest = listIntervals(late, by).slice(1);
        expect(JSON.stringify(rest)).toBe(JSON.stringify(ofYears.slice(1)));
      }
      const change = new Date('2026-03-29T01:00:00Z');
      for (let count = 99; count <= 103; count += 1) {
        const around = { zone, from: days(change, -count), to: days(change, 3) };
        const hours = listIntervals(around, 'hour');
        const expected = listIntervals({ ...around, from: days(change, -3) }, 'hour');
        expect(hours.slice(-expected.length + 1)).toEqual(expected.slice(1));
        expect(hours.filter(({ from, to }) => to - from !== HOUR_MS).length).toBeLessThan(3);
      }
    }
  });

  it('show the same date and hour from beginning to end as the calendar says', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.integer({ min: Date.UTC(2012, 0), max: Date.UTC(2030, 0) }),
        (zone, start) => {
          const period = { zone, from: new Date(start), to: new Date(start + 3 * 24 * HOUR_MS) };
          for (const { from, to } of listIntervals(period, 'day')) {
            const first = DateTime.fromMillis(from, { zone });
            const last = DateTime.fromMillis(to - 1, { zone });
            expect(last.toISODate()).toBe(first.toISODate());
          }
          for (const hour of listIntervals(period, 'hour')) {
            const first = DateTime.fromMillis(hour.from, { zone });
            const last = DateTime.fromMillis(hour.to - 1, { zone });
            expect([last.hour, last.offset]).toEqual([first.hour, first.offset]);
            expect(toHourOfDay(hour)).toBe(first.hour);
            expect(toWeekday(hour)).toBe(first.weekday);
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});
