import { DateTime } from 'luxon';
import type { Period } from '../period';
import type { ReportTexts } from './texts/texts';

/** A period in words, without its zone: a day with its weekday, days, or times. */
export function describePeriod({ from, to, zone }: Period, texts: ReportTexts): string {
  const first = DateTime.fromJSDate(from, { zone });
  const end = DateTime.fromJSDate(to, { zone });
  if (!isDayBegin(first) || !isDayBegin(end)) {
    const format = first.hasSame(end, 'day') ? 'HH:mm' : 'yyyy-MM-dd HH:mm';
    return texts.times(first.toFormat('yyyy-MM-dd HH:mm'), end.toFormat(format));
  }
  const last = end.minus({ days: 1 });
  if (first.hasSame(last, 'day')) {
    return texts.day(formatDay(first), texts.weekdays[first.weekday - 1] ?? '');
  }
  const days = Math.round(end.diff(first, 'days').days);
  return texts.days(formatDay(first), formatDay(last), days);
}

function isDayBegin(time: DateTime): boolean {
  return time.startOf('day').toMillis() === time.toMillis();
}

function formatDay(time: DateTime): string {
  return time.toFormat('yyyy-MM-dd');
}
