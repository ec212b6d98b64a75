import { LONGEST_CALL_MS } from '../history/longest-call';
import type { OperatorCall } from '../history/read-operator-calls';
import type { Visit } from '../history/read-visits';

/** From a beginning to before an end, in milliseconds since 1970. */
export interface Span {
  from: number;
  to: number;
}

/** A call of an operator that has ended, and when in it they talked. */
export interface OperatorTime {
  operator: string | undefined;
  onQueue: Span;
  /** Within `onQueue`, one after another. */
  talks: Span[];
}

/** Puts operators' calls and the talks in them together, whichever are told first. */
export class OperatorTimes {
  #calls: OperatorCall[] = [];
  /** By the call of the operator. */
  readonly #talks = new Map<string, Span[]>();

  addCall(call: OperatorCall): void {
    this.#calls.push(call);
  }

  addVisit({ outcome, operatorCallSid, answeredAt: from, leftAt: to }: Visit): void {
    if (outcome !== 'answered' || operatorCallSid === undefined) return;
    if (from === undefined || to === undefined || to <= from) return;
    const talks = this.#talks.get(operatorCallSid);
    if (talks) talks.push({ from, to });
    else this.#talks.set(operatorCallSid, [{ from, to }]);
  }

  /** Takes out the calls that ended before `time`, when all their talks have been told. */
  takeBefore(time: number): OperatorTime[] {
    const ended = this.#calls.filter(({ endedAt }) => endedAt < time);
    this.#calls = this.#calls.filter(({ endedAt }) => endedAt >= time);
    const times = ended.flatMap((call) => this.#toTime(call));
    this.#forgetBefore(time - LONGEST_CALL_MS);
    return times;
  }

  #toTime({ callSid, operator, startedAt: from, endedAt: to }: OperatorCall): OperatorTime[] {
    const talks = this.#talks.get(callSid) ?? [];
    this.#talks.delete(callSid);
    if (from === undefined) return [];
    return [{ operator, onQueue: { from, to }, talks: joinSpans(talks, { from, to }) }];
  }

  /** Talks of calls whose end was never told. */
  #forgetBefore(time: number): void {
    for (const [callSid, talks] of this.#talks) {
      if (talks.every(({ to }) => to < time)) this.#talks.delete(callSid);
    }
  }
}

/** The time within `bounds` that the spans cover; what two of them cover counts once. */
function joinSpans(spans: readonly Span[], bounds: Span): Span[] {
  const joined: Span[] = [];
  let covered = bounds.from;
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const from = Math.max(span.from, covered);
    const to = Math.min(span.to, bounds.to);
    if (from < to) joined.push({ from, to });
    covered = Math.max(covered, to);
  }
  return joined;
}
