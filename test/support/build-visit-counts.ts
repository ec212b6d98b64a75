import fc from 'fast-check';
import type { VisitCounts } from '../../src/reports/figures/service-level';

/** ICMI's worked example: www.icmi.com/Resources/QueueTips/2005/March/Service-Level-Calculations.aspx */
export const ICMI: VisitCounts = {
  ...{ answered: 1000, abandoned: 60, diverted: 0, blocked: 0 },
  ...{ answeredWithin: 860, abandonedWithin: 20, shortAbandoned: 10 },
};

/** No visit at all, or only those that are given. */
export function buildVisitCounts(counts: Partial<VisitCounts> = {}): VisitCounts {
  return {
    ...{ answered: 0, abandoned: 0, diverted: 0, blocked: 0 },
    ...{ answeredWithin: 0, abandonedWithin: 0, shortAbandoned: 0 },
    ...counts,
  };
}

const within = (whole: number) => fc.integer({ min: 0, max: whole });

/** Any counts that can be. */
export const VISIT_COUNTS: fc.Arbitrary<VisitCounts> = fc
  .tuple(fc.nat(50), fc.nat(50), fc.nat(50), fc.nat(50))
  .chain(([answered, abandoned, diverted, blocked]) =>
    fc
      .tuple(within(answered), within(abandoned), within(abandoned))
      .map(([answeredWithin, abandonedWithin, shortAbandoned]) => ({
        ...{ answered, abandoned, diverted, blocked },
        ...{ answeredWithin, abandonedWithin, shortAbandoned },
      })),
  );
