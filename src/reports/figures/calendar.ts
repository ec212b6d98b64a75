import type { Period } from '../period';
import type { Grouping } from '../report';
import { cutPeriod, type Interval, toHourOfDay, toLocalIso, toWeekday } from './intervals';

/** The groupings by time. */
export type CalendarGrouping = Exclude<Grouping, 'operator' | 'queue'>;

/** How the intervals of a period fall into groups. */
export interface Calendar {
  /** One after another, without a gap. */
  intervals: readonly Interval[];
  /** The number of the group that an interval is in. */
  toGroup(interval: number): number;
  /** How many groups there are. */
  groups: number;
  /** Whether a group is made of several intervals; else each interval is a group, in their order. */
  isFolded: boolean;
  describe(group: number): { key: string; interval: Interval | undefined };
}

/** The intervals that a grouping cuts a period into, one by one; none where it is not by time. */
export function cutFor(by: Grouping, period: Period): Iterable<Interval> {
  switch (by) {
    case 'operator':
    case 'queue':
      return [];
    case 'hour-of-day':
      return cutPeriod(period, 'hour');
    case 'weekday':
      return cutPeriod(period, 'day');
    default:
      return cutPeriod(period, by);
  }
}

/** How a grouping by time divides a period that is cut into such intervals. */
export function createCalendar(by: CalendarGrouping, intervals: readonly Interval[]): Calendar {
  switch (by) {
    case 'hour-of-day':
      return fold(intervals, { names: listNumbers(0, 23), nameOf: toHourOfDay });
    case 'weekday':
      return fold(intervals, { names: listNumbers(1, 7), nameOf: toWeekday });
    default:
      return keepApart(intervals);
  }
}

/** The period in one piece. */
export function createWholeCalendar({ from, to }: Period): Calendar {
  return keepApart([{ from: from.getTime(), to: to.getTime(), offsetMs: 0 }]);
}

function keepApart(intervals: readonly Interval[]): Calendar {
  return {
    intervals,
    toGroup: (interval) => interval,
    groups: intervals.length,
    isFolded: false,
    describe(group) {
      const interval = intervals[group] as Interval;
      return { key: toLocalIso(interval), interval };
    },
  };
}

/** Intervals of the same name are one group; every name is a group. */
function fold(
  intervals: readonly Interval[],
  { names, nameOf }: { names: readonly number[]; nameOf: (interval: Interval) => number },
): Calendar {
  return {
    intervals,
    toGroup: (interval) => names.indexOf(nameOf(intervals[interval] as Interval)),
    groups: names.length,
    isFolded: true,
    describe: (group) => ({ key: String(names[group]), interval: undefined }),
  };
}

function listNumbers(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
