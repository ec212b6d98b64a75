import { LONGEST_CALL_MS } from '../history/longest-call';
import type { CustomerCall } from '../history/read-customer-calls';
import type { OperatorCall } from '../history/read-operator-calls';
import type { Visit } from '../history/read-visits';
import type { Period } from '../period';
import type { Report } from '../report';
import type { Standard } from '../standard';
import { ArrivalOrder, type ArrivedVisit } from './arrival-order';
import { createWholeCalendar } from './calendar';
import { CalendarDivision } from './calendar-division';
import type { CallEnd, Division } from './division';
import { FirstVisits } from './first-visits';
import { type OperatorTime, OperatorTimes, type Span } from './operator-times';
import { PeakWaiting } from './peak-waiting';
import { RepeatCallers } from './repeat-callers';
import { isOpen, isTalking, settleVisit } from './settle-visit';
import { WaitClasses } from './wait-classes';

/** What a census is taken for. */
export interface CensusOptions {
  period: Period;
  standard: Standard;
  now: Date;
}

/**
 * Counts what happened in a period, each thing once and in all divisions at once: customers' calls
 * that were logged in it, and visits and operators' calls, each in the order of their log, both from
 * one longest call before the period to one after it. Takes room for a day of them, however many
 * there are.
 */
export class Census {
  readonly #options: CensusOptions;
  readonly #period: Span;
  readonly #total: CalendarDivision;
  readonly #divisions: Division[];
  readonly #arrivals = new ArrivalOrder();
  readonly #operatorTimes = new OperatorTimes();
  readonly #peak = new PeakWaiting();
  readonly #repeats = new RepeatCallers();
  readonly #firstVisits = new FirstVisits();
  readonly #waits: WaitClasses;
  readonly #missing: Record<string, number> = {};
  #repeatCallers = 0;
  #talkingNow = 0;

  constructor(options: CensusOptions) {
    const { period, standard, now } = options;
    this.#options = options;
    this.#period = { from: period.from.getTime(), to: period.to.getTime() };
    this.#total = new CalendarDivision(createWholeCalendar(period), { standard, madeAt: now });
    this.#divisions = [this.#total];
    this.#waits = new WaitClasses(standard.thresholdSeconds);
  }

  /** Has the same counted in a division, too; before anything is. */
  addDivision(division: Division): void {
    this.#divisions.push(division);
  }

  /** A call that came to the queue counts with its first visit; its end adds nothing to a figure. */
  addCustomerCall({ endedAt, wasQueued, loggedAt }: CustomerCall): void {
    if (endedAt === undefined) this.#addUnendedCall(loggedAt);
    else if (!wasQueued && this.#isWithin(endedAt)) this.#countCall(endedAt, 'menu');
  }

  #addUnendedCall(loggedAt: number): void {
    const mayLast = loggedAt > this.#options.now.getTime() - LONGEST_CALL_MS;
    if (!mayLast && this.#isWithin(loggedAt)) this.#addMissing('statuscallback_data');
  }

  addOperatorCall(call: OperatorCall): void {
    this.#operatorTimes.addCall(call);
    if (call.startedAt === undefined && this.#isWithin(call.endedAt)) {
      this.#addMissing('CallDuration');
    }
  }

  addVisit(told: Visit): void {
    const visit = settleVisit(told, this.#options.now);
    const { arrivedAt } = visit;
    if (isTalking(visit, this.#options.now)) this.#talkingNow += 1;
    this.#operatorTimes.addVisit(visit);
    if (arrivedAt !== undefined) this.#arrivals.add({ ...visit, arrivedAt });
    else if (this.#isWithin(visit.loggedAt)) this.#addMissing(visit.missing ?? 'Time');
  }

  /** Someone who waits now came then. */
  addWaiting(arrivedAt: number): void {
    if (this.#isWithin(arrivedAt)) this.#markOpen(arrivedAt);
  }

  /** All that was logged before `time` has been added; brings to account what it completes. */
  settle(time: number): void {
    const before = time - LONGEST_CALL_MS;
    for (const visit of this.#arrivals.takeBefore(before)) this.#countVisit(visit);
    for (const each of this.#operatorTimes.takeBefore(before)) this.#countOperatorTime(each);
    for (const division of this.#divisions) division.settleBefore(before);
  }

  #countVisit(visit: ArrivedVisit): void {
    const { callSid, arrivedAt, outcome, waitSeconds } = visit;
    const isFirst = this.#firstVisits.isFirst(callSid, arrivedAt);
    const isRepeat = this.#repeats.isRepeat(visit.caller, arrivedAt);
    this.#countWait(visit);
    if (!this.#isWithin(arrivedAt)) return;
    if (isRepeat) this.#repeatCallers += 1;
    if (visit.missing !== undefined) this.#addMissing(visit.missing);
    if ((outcome === 'answered' || outcome === 'abandoned') && waitSeconds !== undefined) {
      this.#waits.add(outcome, waitSeconds);
    }
    for (const division of this.#divisions) division.addVisit(visit);
    if (isOpen(visit)) this.#markOpen(arrivedAt);
    else if (isFirst) this.#countCall(arrivedAt, 'queue');
  }

  #countCall(time: number, end: CallEnd): void {
    for (const division of this.#divisions) division.addCall(time, end);
  }

  /** Those who came before the period and wait in it are among those who wait at the same time. */
  #countWait({ arrivedAt, waitSeconds = 0 }: ArrivedVisit): void {
    const { from, to } = this.#period;
    if (arrivedAt < to) this.#peak.add(Math.max(arrivedAt, from), arrivedAt + waitSeconds * 1000);
  }

  #countOperatorTime({ operator, onQueue, talks }: OperatorTime): void {
    const time = {
      operator,
      onQueue: this.#cut(onQueue),
      talks: talks.map((talk) => this.#cut(talk)).filter(({ from, to }) => from < to),
    };
    if (time.onQueue.from >= time.onQueue.to) return;
    for (const division of this.#divisions) division.addOperatorTime(time);
  }

  /** What of a span is within the period. */
  #cut({ from, to }: Span): Span {
    return { from: Math.max(from, this.#period.from), to: Math.min(to, this.#period.to) };
  }

  #isWithin(time: number): boolean {
    return time >= this.#period.from && time < this.#period.to;
  }

  #markOpen(time: number): void {
    for (const division of this.#divisions) division.markOpen(time);
  }

  #addMissing(piece: string): void {
    this.#missing[piece] = (this.#missing[piece] ?? 0) + 1;
  }

  /** Whether nothing in the period can change. */
  get isFinal(): boolean {
    return this.#whole().isFinal;
  }

  /** The result, when all has been settled. */
  report(): Omit<Report, 'outbound' | 'divisions'> {
    const { period, standard, now } = this.#options;
    const { figures, isFinal } = this.#whole();
    return {
      ...{ period, standard, madeAt: now, isFinal, total: figures },
      peakWaiting: this.#peak.peak,
      repeatCallers: this.#repeatCallers,
      talkingNow: this.#talkingNow,
      waits: this.#waits.list(),
      missing: this.#missing,
    };
  }

  #whole() {
    const [group] = this.#total.listGroups();
    if (!group) throw new Error('a period is one interval at least');
    return group;
  }
}
