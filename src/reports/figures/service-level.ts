import type { ServiceLevelName } from '../standard';
import { toFraction } from './fraction';

/** The visits that service level and abandonment rate are reckoned from. */
export interface VisitCounts {
  answered: number;
  abandoned: number;
  diverted: number;
  blocked: number;
  /** Within the threshold, as the next. */
  answeredWithin: number;
  abandonedWithin: number;
  shortAbandoned: number;
}

type Formula = (visits: VisitCounts) => number | undefined;

const FORMULAS: Readonly<Record<ServiceLevelName, Formula>> = {
  SL1: (v) => toFraction(v.answeredWithin + v.abandonedWithin, v.answered + v.abandoned),
  SL2: (v) => toFraction(v.answeredWithin, v.answered),
  SL3: (v) => toFraction(v.answeredWithin, v.answered + v.abandoned),
  SL4: (v) => toFraction(v.answeredWithin, v.answered + v.abandoned - v.abandonedWithin),
  SL5: (v) => toFraction(v.answeredWithin + v.shortAbandoned, v.answered + v.abandoned),
  SL6: (v) => toFraction(v.answeredWithin, countOffered(v) - v.shortAbandoned),
};

/** The service level by that formula, as a fraction of 1; undefined where it has nothing to measure. */
export function computeServiceLevel(
  name: ServiceLevelName,
  visits: VisitCounts,
): number | undefined {
  return FORMULAS[name](visits);
}

/** How many came to the queue, whatever became of them but a failure. */
export function countOffered({ answered, abandoned, diverted, blocked }: VisitCounts): number {
  return answered + abandoned + diverted + blocked;
}
