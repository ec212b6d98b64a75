import type { ReportGroup } from '../report';
import type { ArrivedVisit } from './arrival-order';
import type { OperatorTime } from './operator-times';

/** How far a customer's call came. */
export type CallEnd = 'menu' | 'queue';

/** One way to divide a report, while it is being counted. */
export interface Division {
  addVisit(visit: ArrivedVisit): void;
  /** A customer's call that began to wait then, or ended in the menu. */
  addCall(time: number, end: CallEnd): void;
  addOperatorTime(time: OperatorTime): void;
  /** Something that began then has not ended. */
  markOpen(startedAt: number): void;
  /** No more visits come that arrived before `time`. */
  settleBefore(time: number): void;
  /** Every group, in the order of a table. */
  listGroups(): Iterable<ReportGroup>;
}
