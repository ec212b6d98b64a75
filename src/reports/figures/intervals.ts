import { IANAZone } from 'luxon';
import type { Period } from '../period';

/** A part of a period, from a beginning to before an end, both in milliseconds since 1970. */
export interface Interval {
  from: number;
  to: number;
  /** How far the zone's clocks are ahead of UTC at the beginning. */
  offsetMs: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** So many of the clock's minutes are an interval of less than a day. */
const STEP_MINUTES = { hour: 60, 'half-hour': 30, 'quarter-hour': 15 } as const;

/** How a period is cut: the groupings that are intervals. */
export type IntervalName = 'day' | keyof typeof STEP_MINUTES;

/**
 * The intervals that a period consists of, one after another, the first and the last cut to it. A
 * day is what the calendar says, be it of 23 or 25 hours; an hour that the clocks go through twice
 * is two intervals, and one that they skip is none.
 */
export function listIntervals(period: Period, by: IntervalName): Interval[] {
  const stretches = listStretches(period);
  const starts =
    by === 'day'
      ? listDayStarts(stretches)
      : stretches.flatMap((stretch) => listStarts(stretch, STEP_MINUTES[by] * MINUTE_MS));
  return starts.map(({ from, offsetMs }, i) => ({
    from,
    to: starts[i + 1]?.from ?? period.to.getTime(),
    offsetMs,
  }));
}

/** The period in parts in which the clocks are not changed. */
function listStretches({ from, to, zone: name }: Period): Interval[] {
  const offsetAt = createOffsets(name);
  const stretches: Interval[] = [];
  let current = { from: from.getTime(), offsetMs: offsetAt(from.getTime()) };
  for (let time = current.from; time < to.getTime(); ) {
    const next = Math.min(time + DAY_MS, to.getTime());
    if (offsetAt(next - 1) !== current.offsetMs) {
      const change = findChange(offsetAt, Math.max(current.from, time - 1), next - 1);
      stretches.push({ ...current, to: change });
      current = { from: change, offsetMs: offsetAt(change) };
    }
    time = next;
  }
  return current.from < to.getTime() ? [...stretches, { ...current, to: to.getTime() }] : stretches;
}

function createOffsets(name: string): (time: number) => number {
  const zone = IANAZone.create(name);
  return (time) => Math.round(zone.offset(time) * MINUTE_MS);
}

/** The first moment with another offset than `before`, no later than `after`, which has one. */
function findChange(offsetAt: (time: number) => number, before: number, after: number): number {
  const offsetMs = offsetAt(before);
  let [low, high] = [before, after];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle) === offsetMs) low = middle;
    else high = middle;
  }
  return high;
}

/** The beginning of a stretch, and each moment in it at which the clocks show a multiple of a step. */
function listStarts(stretch: Interval, stepMs: number): Interval[] {
  const starts = [stretch];
  const { from, to, offsetMs } = stretch;
  const local = from + offsetMs;
  for (let time = from + stepMs - modulo(local, stepMs); time < to; time += stepMs) {
    starts.push({ from: time, to, offsetMs });
  }
  return starts;
}

/** Where clocks are set back over midnight, the day that has begun goes on. */
function listDayStarts(stretches: readonly Interval[]): Interval[] {
  let latest = Number.NEGATIVE_INFINITY;
  return stretches
    .flatMap((stretch) => listStarts(stretch, DAY_MS))
    .filter((start) => {
      const day = toLocalDay(start);
      if (day <= latest) return false;
      latest = day;
      return true;
    });
}

/** The days from 1 January 1970 to the date at an interval's beginning. */
function toLocalDay({ from, offsetMs }: Interval): number {
  return Math.floor((from + offsetMs) / DAY_MS);
}

/** The hour of the day that an interval begins in, 0 to 23. */
export function toHourOfDay({ from, offsetMs }: Interval): number {
  return Math.floor(modulo(from + offsetMs, DAY_MS) / (60 * MINUTE_MS));
}

/** The weekday that an interval begins on, 1 (Monday) to 7. */
export function toWeekday(interval: Interval): number {
  // 1 January 1970 was a Thursday.
  return modulo(toLocalDay(interval) + 3, 7) + 1;
}

/** The beginning of an interval in ISO 8601 with the zone's offset: `2026-03-02T09:00:00+09:00`. */
export function toLocalIso({ from, offsetMs }: Interval): string {
  const local = new Date(from + offsetMs).toISOString().replace(/(\.000)?Z$/, '');
  return `${local}${toIsoOffset(offsetMs)}`;
}

function toIsoOffset(offsetMs: number): string {
  const minutes = Math.floor(Math.abs(offsetMs) / MINUTE_MS);
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${offsetMs < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
