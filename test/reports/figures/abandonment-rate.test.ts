import fc from 'fast-check';
import { computeAbandonmentRate } from '../../../src/reports/figures/abandonment-rate';
import { ABANDONMENT_RATES } from '../../../src/reports/standard';
import { buildVisitCounts, ICMI, VISIT_COUNTS } from '../../support/build-visit-counts';

describe('the abandonment rate', () => {
  it('has short abandons, the diverted and the blocked as each formula says', () => {
    const counts = { ...ICMI, diverted: 100, blocked: 40 };
    const rates = ABANDONMENT_RATES.map((name) => computeAbandonmentRate(name, counts));
    expect(rates).toEqual([60 / 1200, 50 / 1190, 50 / 1050, 60 / 1160]);
  });

  it('is a fraction of 1', () => {
    fc.assert(
      fc.property(VISIT_COUNTS, fc.constantFrom(...ABANDONMENT_RATES), (counts, name) => {
        const rate = computeAbandonmentRate(name, counts) ?? 0;
        expect(rate >= 0 && rate <= 1).toBe(true);
      }),
    );
  });

  it('is none without a call', () => {
    for (const name of ABANDONMENT_RATES) {
      expect(computeAbandonmentRate(name, buildVisitCounts())).toBeUndefined();
    }
  });
});
