import type { ReportGroup } from '../report';
import type { Standard } from '../standard';
import type { ArrivedVisit } from './arrival-order';
import type { Calendar } from './calendar';
import type { CallEnd, Division } from './division';
import { toFigures } from './figures';
import type { OperatorTime, Span } from './operator-times';
import { Tally } from './tally';

/** What a division by time is made with. */
export interface CalendarDivisionOptions {
  standard: Standard;
  /** An interval that ends later is not final. */
  madeAt: Date;
}

/** A report divided by time: what happened in each interval, or in those that are alike. */
export class CalendarDivision implements Division {
  readonly #calendar: Calendar;
  readonly #options: CalendarDivisionOptions;
  /** By the number of the group; none of one in which nothing happened. */
  readonly #tallies = new Map<number, Tally>();
  readonly #openGroups = new Set<number>();
  #settled = 0;

  constructor(calendar: Calendar, options: CalendarDivisionOptions) {
    this.#calendar = calendar;
    this.#options = options;
  }

  addVisit(visit: ArrivedVisit): void {
    this.#tallyAt(visit.arrivedAt).addVisit(visit, this.#options.standard);
  }

  addCall(time: number, end: CallEnd): void {
    const tally = this.#tallyAt(time);
    tally.calls += 1;
    if (end === 'menu') tally.menuOnly += 1;
  }

  addOperatorTime({ onQueue, talks }: OperatorTime): void {
    this.#spread(onQueue, (tally, lengthMs) => {
      tally.timeOnQueueMs += lengthMs;
    });
    for (const talk of talks) {
      this.#spread(talk, (tally, lengthMs) => {
        tally.timeInTalksMs += lengthMs;
      });
    }
  }

  markOpen(startedAt: number): void {
    this.#openGroups.add(this.#calendar.toGroup(this.#findInterval(startedAt)));
  }

  /** A group of many intervals is not over while the period is not, and takes little room. */
  settleBefore(time: number): void {
    if (this.#calendar.isFolded) return;
    for (; this.#isOver(this.#settled, time); this.#settled += 1) {
      this.#tallies.get(this.#settled)?.answerWaits.settle();
    }
  }

  #isOver(interval: number, time: number): boolean {
    const to = this.#calendar.intervals[interval]?.to;
    return to !== undefined && to <= time;
  }

  *listGroups(): Generator<ReportGroup> {
    const unfinished = this.#listUnfinished();
    for (let group = 0; group < this.#calendar.groups; group += 1) {
      const { key, interval } = this.#calendar.describe(group);
      yield {
        key,
        name: undefined,
        interval: interval && { from: new Date(interval.from), to: new Date(interval.to) },
        isFinal: !unfinished.has(group),
        figures: toFigures(this.#tallies.get(group) ?? new Tally(), this.#options.standard),
      };
    }
  }

  /** The groups whose time has not passed, or in which something is open. */
  #listUnfinished(): Set<number> {
    const { groups, intervals } = this.#calendar;
    const madeAt = this.#options.madeAt.getTime();
    const unfinished = new Set(this.#openGroups);
    for (let i = intervals.length - 1; unfinished.size < groups; i -= 1) {
      const interval = intervals[i];
      if (interval === undefined || interval.to <= madeAt) break;
      unfinished.add(this.#calendar.toGroup(i));
    }
    return unfinished;
  }

  #tallyAt(time: number): Tally {
    return this.#tallyOf(this.#findInterval(time));
  }

  #tallyOf(interval: number): Tally {
    const group = this.#calendar.toGroup(interval);
    const tally = this.#tallies.get(group) ?? new Tally();
    this.#tallies.set(group, tally);
    return tally;
  }

  /** Cuts a span into the intervals that it is in. */
  #spread({ from, to }: Span, add: (tally: Tally, lengthMs: number) => void): void {
    const { intervals } = this.#calendar;
    for (let i = this.#findInterval(from); i < intervals.length; i += 1) {
      const interval = intervals[i];
      if (interval === undefined || interval.from >= to) return;
      const lengthMs = Math.min(to, interval.to) - Math.max(from, interval.from);
      if (lengthMs > 0) add(this.#tallyOf(i), lengthMs);
    }
  }

  /** The number of the last interval that begins no later than `time`; else that of the first. */
  #findInterval(time: number): number {
    const { intervals } = this.#calendar;
    let [low, high] = [0, intervals.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((intervals[middle]?.from ?? 0) <= time) low = middle;
      else high = middle;
    }
    return low;
  }
}
