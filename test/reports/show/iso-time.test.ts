import fc from 'fast-check';
import { DateTime } from 'luxon';
import { toIso, toSheetTime } from '../../../src/reports/show/iso-time';

describe('toIso', () => {
  it.each([
    ['2026-03-02T00:00:00Z', 'Asia/Tokyo', '2026-03-02T09:00:00+09:00'],
    ['2026-03-02T00:00:00.050Z', 'Asia/Kathmandu', '2026-03-02T05:45:00.050+05:45'],
    ['2026-03-02T00:00:00Z', 'America/New_York', '2026-03-01T19:00:00-05:00'],
    ['2026-03-02T00:00:00Z', 'Europe/London', '2026-03-02T00:00:00+00:00'],
    ['2026-03-02T00:00:00Z', 'UTC', '2026-03-02T00:00:00Z'],
    ['2026-10-25T00:30:00Z', 'Europe/Berlin', '2026-10-25T02:30:00+02:00'],
    ['2026-10-25T01:30:00Z', 'Europe/Berlin', '2026-10-25T02:30:00+01:00'],
  ])('gives %s in %s as %s', (time, zone, iso) => {
    expect(toIso(new Date(time), zone)).toBe(iso);
  });

  it('gives the same as luxon, in every zone', () => {
    const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
    const times = fc.date({
      ...{ min: new Date('1975-01-01'), max: new Date('2060-01-01'), noInvalidDate: true },
    });
    fc.assert(
      fc.property(zones, times, (zone, time) => {
        const iso = DateTime.fromJSDate(time, { zone }).toISO({ suppressMilliseconds: true });
        expect(toIso(time, zone)).toBe(iso);
      }),
    );
  });
});

it('toSheetTime gives what clocks show, without fractions and offset', () => {
  const time = new Date('2026-11-21T23:46:15.250Z');
  expect(toSheetTime(time, 'Asia/Tokyo')).toBe('2026-11-22 08:46:15');
  expect(toSheetTime(time, 'UTC')).toBe('2026-11-21 23:46:15');
});
