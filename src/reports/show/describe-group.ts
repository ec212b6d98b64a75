import { DateTime } from 'luxon';
import { shortenToWidth, textWidth } from '../../text-width';
import type { Period } from '../period';
import type { Grouping, ReportGroup } from '../report';
import type { ReportTexts } from './texts/texts';

/** How much is said of a group. */
export interface GroupOptions {
  texts: ReportTexts;
  period: Period;
  /** The most columns of a terminal that an operator or a queue may take; no limit where undefined. */
  columns: number | undefined;
}

/**
 * What the parts of a report are called: `2026-03-02`, `09:00`, `03-02 09:00` where the period has
 * several days, `Monday`, an operator's name and number. Hours that come twice have their offset behind
 * them.
 */
export function describeGroups(
  by: Grouping,
  groups: readonly ReportGroup[],
  options: GroupOptions,
): string[] {
  if (!groups.some(({ interval }) => interval)) {
    return groups.map((group) => describeGroup(by, group, options));
  }
  const times = groups.map(({ key }) => key.slice(0, LOCAL_TIME));
  const seen = new Set<string>();
  const alike = new Set(times.filter((time) => seen.size === seen.add(time).size));
  const [first, last] = by === 'day' ? DATE : chooseTimeSlice(options);
  return groups.map(({ key }, index) => {
    const label = key.slice(first, last).replace('T', ' ');
    return alike.has(times[index] ?? '') && by !== 'day' ? `${label} ${key.slice(-6)}` : label;
  });
}

/** Of a beginning such as `2026-03-02T09:00:00+09:00`, the parts that are shown. */
const LOCAL_TIME = 16;
const DATE = [0, 10] as const;
const MONTH_TO_MINUTE = [5, LOCAL_TIME] as const;
const HOUR_AND_MINUTE = [11, LOCAL_TIME] as const;

function chooseTimeSlice({ period, columns }: GroupOptions): readonly [number, number] {
  if (isOneDay(period)) return HOUR_AND_MINUTE;
  return columns === undefined ? [0, LOCAL_TIME] : MONTH_TO_MINUTE;
}

function describeGroup(by: Grouping, group: ReportGroup, { texts, columns }: GroupOptions): string {
  const { key } = group;
  switch (by) {
    case 'hour-of-day':
      return `${key.padStart(2, '0')}:00–${String(Number(key) + 1).padStart(2, '0')}:00`;
    case 'weekday':
      return texts.weekdays[Number(key) - 1] ?? key;
    case 'operator':
      return describeOperator(group, { texts, columns });
    default:
      return key === '' ? texts.notKnown : shorten(key, columns);
  }
}

/** Whether a period lies within one day of its zone. */
export function isOneDay({ from, to, zone }: Period): boolean {
  const first = DateTime.fromJSDate(from, { zone });
  return to.getTime() <= first.plus({ days: 1 }).startOf('day').toMillis();
}

function describeOperator(
  { key, name }: ReportGroup,
  { texts, columns }: Omit<GroupOptions, 'period'>,
): string {
  if (name === undefined) return key === '' ? texts.notKnown : shorten(key, columns);
  const left = columns === undefined ? undefined : Math.max(4, columns - textWidth(key) - 1);
  return `${shorten(name, left)} ${key}`;
}

function shorten(text: string, columns: number | undefined): string {
  return columns === undefined ? text : shortenToWidth(text, columns);
}
