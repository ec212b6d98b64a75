import type { Unit } from '../show/columns';
import { formatFigure, NO_FIGURE, roundFigure } from '../show/format-figures';

/** Dates, numbers and lengths of time as a reader writes them; a dash where there is none. */
export interface Formats {
  count(value: number): string;
  /** A count that may be a mean: one decimal where it is not whole. */
  mean(value: number | undefined): string;
  /** A fraction of 1, with two decimals: `36.36 %`. */
  percent(rate: number | undefined): string;
  /** A length of time as on a clock: `0:38`, `1:02:03`. */
  length(seconds: number | undefined): string;
  /** A figure by what it is a number of. */
  figure(value: number | undefined, unit: Unit): string;
  time(at: Date): string;
  /** With seconds. */
  exactTime(at: Date): string;
  /** With its weekday. */
  longDate(at: Date): string;
  /** Day and month, as on an axis. */
  shortDate(at: Date): string;
  dateAndTime(at: Date): string;
  /** With year and seconds. */
  longDateAndTime(at: Date): string;
  /** How far a time of the zone is from UTC: `GMT+9`. */
  offset(at: Date): string;
  list(parts: readonly string[]): string;
}

/** Formats of a locale, in which times are those of a zone. */
export function createFormats(locale: string, zone: string): Formats {
  const whole = new Intl.NumberFormat(locale);
  const tenths = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const percents = new Intl.NumberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
  const write = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
    return (at: Date) => format.format(at);
  };
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const offsets = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'shortOffset' });
  const lists = new Intl.ListFormat(locale, { type: 'unit' });
  const percent = (rate: number | undefined) => {
    const rounded = roundFigure(rate, 'percent');
    return rounded === undefined ? NO_FIGURE : percents.format(rounded / 100);
  };
  return {
    count: (value) => whole.format(value),
    mean: (value) => (value === undefined ? NO_FIGURE : tenths.format(value)),
    percent,
    length: (seconds) => formatFigure(seconds, 'seconds'),
    figure(value, unit) {
      if (unit === 'percent') return percent(value);
      return unit === 'count' && value !== undefined
        ? whole.format(value)
        : formatFigure(value, unit);
    },
    time: write(clock),
    exactTime: write({ ...clock, second: '2-digit' }),
    longDate: write({ year: 'numeric', month: 'long', day: 'numeric', weekday: 'short' }),
    shortDate: write({ month: 'numeric', day: 'numeric' }),
    dateAndTime: write({ month: 'short', day: 'numeric', weekday: 'short', ...clock }),
    longDateAndTime: write({
      ...{ year: 'numeric', month: 'long', day: 'numeric', weekday: 'short' },
      ...{ ...clock, second: '2-digit' },
    }),
    offset(at) {
      const parts = offsets.formatToParts(at);
      return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
    },
    list: (parts) => (parts.length === 0 ? NO_FIGURE : lists.format(parts)),
  };
}
