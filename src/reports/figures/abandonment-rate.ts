import type { AbandonmentRateName } from '../standard';
import { toFraction } from './fraction';
import { countOffered, type VisitCounts } from './service-level';

type Formula = (visits: VisitCounts) => number | undefined;

const FORMULAS: Readonly<Record<AbandonmentRateName, Formula>> = {
  AR1: (v) => toFraction(v.abandoned, countOffered(v)),
  AR2: (v) => toFraction(v.abandoned - v.shortAbandoned, countOffered(v) - v.shortAbandoned),
  AR3: (v) =>
    toFraction(v.abandoned - v.shortAbandoned, v.answered + v.abandoned - v.shortAbandoned),
  AR4: (v) => toFraction(v.abandoned, countOffered(v) - v.blocked),
};

/** The abandonment rate by that formula, as a fraction of 1; undefined where nobody counts for it. */
export function computeAbandonmentRate(
  name: AbandonmentRateName,
  visits: VisitCounts,
): number | undefined {
  return FORMULAS[name](visits);
}
