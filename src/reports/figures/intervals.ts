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
  return [...cutPeriod(period, by)];
}

/** The same, one by one, none of which takes long to find. */
export function* cutPeriod(period: Period, by: IntervalName): Generator<Interval> {
  let last: Start | undefined;
  for (const start of by === 'day' ? listDays(period) : listSteps(period, STEP_MINUTES[by])) {
    if (last) yield { ...last, to: start.from };
    last = start;
  }
  if (last) yield { ...last, to: period.to.getTime() };
}

/** The beginning of an interval. */
type Start = Omit<Interval, 'to'>;

/** A part of a period in which the clocks are not changed. */
interface Stretch extends Interval {
  /** Whether it goes on where the one before it had to end because it was long. */
  isRest: boolean;
}

/** To find out whether a stretch ends takes time for each of its days. */
const LONGEST_STRETCH_MS = 100 * DAY_MS;

function* listStretches({ from, to, zone }: Period): Generator<Stretch> {
  const offsetAt = createOffsets(zone);
  const end = to.getTime();
  let current = { from: from.getTime(), offsetMs: offsetAt(from.getTime()), isRest: false };
  for (let time = current.from; time < end; ) {
    const next = Math.min(time + DAY_MS, end);
    if (offsetAt(next - 1) !== current.offsetMs) {
      const change = findChange(offsetAt, Math.max(current.from, time - 1), next - 1);
      yield { ...current, to: change };
      current = { from: change, offsetMs: offsetAt(change), isRest: false };
    } else if (next - current.from > LONGEST_STRETCH_MS) {
      // At `next` itself the clocks may show something else.
      yield { ...current, to: next - 1 };
      current = { ...current, from: next - 1, isRest: true };
    }
    time = next;
  }
  if (current.from < end) yield { ...current, to: end };
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

function* listSteps(period: Period, minutes: number): Generator<Start> {
  for (const stretch of listStretches(period)) yield* listStarts(stretch, minutes * MINUTE_MS);
}

/** The beginning of a stretch, and each moment in it at which the clocks show a multiple of a step. */
function* listStarts({ from, to, offsetMs, isRest }: Stretch, stepMs: number): Generator<Start> {
  if (!isRest) yield { from, offsetMs };
  const past = modulo(from + offsetMs, stepMs);
  const first = isRest && past === 0 ? from : from + stepMs - past;
  for (let time = first; time < to; time += stepMs) yield { from: time, offsetMs };
}

/** Where clocks are set back over midnight, the day that has begun goes on. */
function* listDays(period: Period): Generator<Start> {
  let latest = Number.NEGATIVE_INFINITY;
  for (const start of listSteps(period, DAY_MS / MINUTE_MS)) {
    const day = toLocalDay(start);
    if (day > latest) yield start;
    latest = Math.max(latest, day);
  }
}

/** The days from 1 January 1970 to the date at an interval's beginning. */
function toLocalDay({ from, offsetMs }: Start): number {
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
