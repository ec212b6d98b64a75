import fc from 'fast-check';
import { UserError } from '../../src/errors';
import { chooseGrouping, parseQuestion, type RawQuestion } from '../../src/reports/question';
import { toIso } from '../../src/reports/show/iso-time';
import type { Standard } from '../../src/reports/standard';
import { userErrorOf } from '../support/user-error';

const STANDARD: Standard = {
  serviceLevel: 'SL6',
  thresholdSeconds: 20,
  abandonmentRate: 'AR2',
  shortAbandonSeconds: 5,
};
/** A Wednesday; in Tokyo it is 18:30. */
const NOW = new Date('2026-03-04T09:30:15.000Z');

function parse(raw: RawQuestion, now = NOW) {
  return parseQuestion(raw, { zone: 'Asia/Tokyo', standard: STANDARD }, now);
}

function periodOf(raw: RawQuestion, now = NOW): [from: string, to: string] {
  const { from, to, zone } = parse(raw, now).period;
  return [toIso(from, zone), toIso(to, zone)];
}

const day = (date: string) => `${date}T00:00:00+09:00`;

describe('The period of parseQuestion', () => {
  const rows: [raw: RawQuestion, from: string, to: string][] = [
    [{}, day('2026-03-04'), day('2026-03-05')],
    [{ from: '', to: ' ' }, day('2026-03-04'), day('2026-03-05')],
    [{ from: 'today' }, day('2026-03-04'), day('2026-03-05')],
    [{ from: 'Yesterday' }, day('2026-03-03'), day('2026-03-04')],
    [{ from: 'this-week' }, day('2026-03-02'), day('2026-03-09')],
    [{ from: 'last-week' }, day('2026-02-23'), day('2026-03-02')],
    [{ from: 'this-month' }, day('2026-03-01'), day('2026-04-01')],
    [{ from: 'last-month' }, day('2026-02-01'), day('2026-03-01')],
    [{ from: 'this-year' }, day('2026-01-01'), day('2027-01-01')],
    [{ from: 'last-year' }, day('2025-01-01'), day('2026-01-01')],
    [{ from: '2026-03-02' }, day('2026-03-02'), day('2026-03-03')],
    [{ from: '2024-02-29' }, day('2024-02-29'), day('2024-03-01')],
    [{ from: '2026-03' }, day('2026-03-01'), day('2026-04-01')],
    [{ from: '2025' }, day('2025-01-01'), day('2026-01-01')],
    [{ from: '2026-03-02', to: '2026-03-04' }, day('2026-03-02'), day('2026-03-04')],
    [{ from: '2026-01', to: '2026-03' }, day('2026-01-01'), day('2026-03-01')],
    [{ from: 'last-month', to: 'today' }, day('2026-02-01'), day('2026-03-04')],
    [{ from: 'today', to: 'now' }, day('2026-03-04'), '2026-03-04T18:30:15+09:00'],
    [{ from: '2026-03-02T09:30' }, '2026-03-02T09:30:00+09:00', day('2026-03-03')],
    [{ from: '2026-03-02 09:30:15' }, '2026-03-02T09:30:15+09:00', day('2026-03-03')],
    [{ from: '2026-03-02T00:30:00Z' }, '2026-03-02T09:30:00+09:00', day('2026-03-03')],
    [{ from: '2026-03-01T19:30-05:00' }, '2026-03-02T09:30:00+09:00', day('2026-03-03')],
    [
      { from: '2026-03-02T09:00', to: '2026-03-02T10:00' },
      '2026-03-02T09:00:00+09:00',
      '2026-03-02T10:00:00+09:00',
    ],
  ];

  it.each(rows)('takes %j from %s up to %s', (raw, from, to) => {
    expect(periodOf(raw)).toEqual([from, to]);
  });

  it('has the days of its own zone', () => {
    expect(periodOf({ zone: 'america/new_york' })).toEqual([
      ...['2026-03-04T00:00:00-05:00', '2026-03-05T00:00:00-05:00'],
    ]);
    expect(parse({ zone: 'utc' }).period.zone).toBe('UTC');
    expect(periodOf({}, new Date('2026-03-04T15:00:00Z'))[0]).toBe(day('2026-03-05'));
  });

  it.each([
    // Clocks go forward, from 02:00 to 03:00.
    ['Europe/Berlin', '2026-03-29', 23, '2026-03-29T02:30', '2026-03-29T03:30:00+02:00'],
    // Clocks go back, from 03:00 to 02:00.
    ['Europe/Berlin', '2026-10-25', 25, '2026-10-25T02:30', '2026-10-25T02:30:00+02:00'],
    ['America/New_York', '2026-11-01', 25, '2026-11-01T01:30', '2026-11-01T01:30:00-04:00'],
    ['Australia/Lord_Howe', '2026-04-05', 24.5, '2026-04-05T01:45', '2026-04-05T01:45:00+11:00'],
    // There is no midnight: the day begins at 01:00.
    ['America/Santiago', '2026-09-06', 23, '2026-09-06T00:30', '2026-09-06T01:30:00-03:00'],
    // Midnight comes twice.
    ['America/Havana', '2026-11-01', 25, '2026-11-01T00:30', '2026-11-01T00:30:00-04:00'],
  ])('in %s on %s has %d hours, and %s is %s', (zone, date, hours, time, exact) => {
    const { from, to } = parse({ zone, from: date }).period;
    expect((to.getTime() - from.getTime()) / 3_600_000).toBe(hours);
    expect(periodOf({ zone, from: time })[0]).toBe(exact);
  });

  it('means the second of two times that are alike where an offset says so', () => {
    expect(periodOf({ zone: 'Europe/Berlin', from: '2026-10-25T02:30+01:00' })[0]).toBe(
      '2026-10-25T02:30:00+01:00',
    );
  });

  it('has days that follow each other without a gap, in every zone', () => {
    const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
    const dates = fc.date({ min: new Date('2000-01-01'), max: new Date('2036-01-01') });
    fc.assert(
      fc.property(zones, dates, (zone, now) => {
        if (Number.isNaN(now.getTime())) return;
        const today = parse({ zone }, now).period;
        expect(today.from <= now && now < today.to).toBe(true);
        expect(parse({ zone }, today.to).period.from).toEqual(today.to);
        expect(parse({ zone }, new Date(today.from.getTime() - 1)).period.to).toEqual(today.from);
      }),
    );
  });
});

describe('parseQuestion', () => {
  it('leaves to others what is not said', () => {
    expect(parse({ by: '' })).toMatchObject({ standard: STANDARD, by: undefined });
  });

  it('takes a standard and a division', () => {
    const raw = { formula: 'sl1', threshold: '30', abandonment: 'AR4', short: '0', by: 'queue' };
    expect(parse(raw)).toMatchObject({
      standard: {
        serviceLevel: 'SL1',
        thresholdSeconds: 30,
        abandonmentRate: 'AR4',
        shortAbandonSeconds: 0,
      },
      by: 'queue',
    });
  });

  const WHEN =
    'must be a day, as 2026-03-02, a month, a year, a time, as 2026-03-02T09:30, or today, ' +
    'yesterday, this-week, last-week, this-month, last-month, this-year, last-year or now';
  const rows: [raw: RawQuestion, fault: string][] = [
    ...['x', '2026-13', '2026-02-29', '2026-3-2', '02.03.2026', '2026-03-02T25:00', '-1'].map(
      (from): [RawQuestion, string] => [{ from }, `from ${WHEN}`],
    ),
    [{ from: '2026-03-02T09:30+99:99' }, `from ${WHEN}`],
    [{ from: 'today', to: 'tomorrow' }, `to ${WHEN}`],
    [{ to: '2026-03-02' }, 'to needs a from beside it'],
    [
      { from: '2026-03-02', to: '2026-03-01' },
      'to must be later than from: 2026-03-01 00:00 is not',
    ],
    [
      { from: '2026-03-02', to: '2026-03-02' },
      'to must be later than from: 2026-03-02 00:00 is not',
    ],
    [{ from: '1969-12-31' }, 'from must not be before 1970'],
    [{ from: '0000' }, 'from must not be before 1970'],
    [{ from: '2015', to: '2026' }, 'to must be at most 10 years after from'],
    [{ from: '9999' }, 'to must be before the year 9000'],
    [{ zone: 'JST' }, 'zone must be a time zone by its IANA name, as Asia/Tokyo or UTC'],
    [
      { by: 'minute' },
      'by must be one of day, hour, half-hour, quarter-hour, hour-of-day, weekday, operator, queue',
    ],
    [
      { from: '2025', by: 'quarter-hour' },
      'by must be day for a period this long: quarter-hour is for at most 104 days',
    ],
    [{ formula: 'SL7' }, 'formula must be one of SL1, SL2, SL3, SL4, SL5, SL6'],
    [{ abandonment: 'SL1' }, 'abandonment must be one of AR1, AR2, AR3, AR4'],
    ...['0', '3601', '-1', '2.5', '20s'].map((threshold): [RawQuestion, string] => [
      { threshold },
      'threshold must be a whole number of seconds from 1 to 3600',
    ]),
    [{ short: '3601' }, 'short must be a whole number of seconds from 0 to 3600'],
  ];

  it.each(rows)('refuses %j', (raw, fault) => {
    expect(() => parse(raw)).toThrow(userErrorOf(fault));
  });

  it('takes ten years, and a year by hour', () => {
    expect(periodOf({ from: '2016', to: '2026' })[0]).toBe(day('2016-01-01'));
    expect(parse({ from: '2024', by: 'hour' }).by).toBe('hour');
  });

  it('answers any text, or refuses it in one line', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('2026-03-02', 'now', '2026', 'SL1', '9'));
    const names = ['from', 'to', 'zone', 'by', 'formula', 'threshold', 'abandonment', 'short'];
    const raws = fc.dictionary(fc.constantFrom(...names), text);
    fc.assert(
      fc.property(raws, (raw) => {
        try {
          const { from, to } = parse(raw).period;
          return from < to;
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          return new RegExp(`^(${names.join('|')}) [^\n]+$`).test(error.message);
        }
      }),
    );
  });
});

describe('chooseGrouping', () => {
  it.each([
    [{ from: 'today' }, 'hour'],
    [{ from: '2026-03-02', to: '2026-03-04' }, 'hour'],
    [{ from: '2026-10-24', to: '2026-10-26', zone: 'Europe/Berlin' }, 'hour'],
    [{ from: '2026-03-02', to: '2026-03-05' }, 'day'],
    [{ from: '2026-03' }, 'day'],
  ])('divides %j by %s', (raw, grouping) => {
    expect(chooseGrouping(parse(raw).period)).toBe(grouping);
  });
});
