import fc from 'fast-check';
import { computeAbandonmentRate } from '../../../src/reports/figures/abandonment-rate';
import { computeServiceLevel, type VisitCounts } from '../../../src/reports/figures/service-level';
import { FORMULAS } from '../../../src/reports/show/formulas';
import { ABANDONMENT_RATES, SERVICE_LEVELS } from '../../../src/reports/standard';

/** The counts behind the symbols of https://www.icmi.com/Resources/QueueTips/2005/March/Service-Level-Calculations.aspx */
function symbolsOf(visits: VisitCounts): Record<string, number> {
  const { answered: A, abandoned: B, diverted: D, blocked: X } = visits;
  const { answeredWithin: AT, abandonedWithin: BT, shortAbandoned: BS } = visits;
  return { A, B, D, X, O: A + B + D + X, AT, BT, BS };
}

/** What a formula as it is shown comes to: sums in brackets or not, and one division. */
function reckon(formula: string, visits: VisitCounts): number | undefined {
  const symbols = symbolsOf(visits);
  const [above = 0, below = 0] = formula.split('/').map((side) =>
    [...side.matchAll(/([+−]?)\s*([A-Z]+)/g)].reduce((sum, [, sign, name = '']) => {
      const count = symbols[name] ?? Number.NaN;
      return sign === '−' ? sum - count : sum + count;
    }, 0),
  );
  return below === 0 ? undefined : above / below;
}

const visits = fc
  .record({
    ...{ answeredWithin: fc.nat(99), answeredLater: fc.nat(99), diverted: fc.nat(99) },
    ...{ shortAbandoned: fc.nat(99), quick: fc.nat(99), late: fc.nat(99), blocked: fc.nat(99) },
  })
  .map(({ answeredWithin, answeredLater, shortAbandoned, quick, late, diverted, blocked }) => ({
    ...{ answered: answeredWithin + answeredLater, answeredWithin, diverted, blocked },
    ...{ abandoned: shortAbandoned + quick + late, abandonedWithin: shortAbandoned + quick },
    shortAbandoned,
  }));

describe('The formulas that are shown', () => {
  it.each(SERVICE_LEVELS)('are those that are reckoned by: %s', (name) => {
    fc.assert(
      fc.property(visits, (counts) => {
        expect(computeServiceLevel(name, counts)).toEqual(reckon(FORMULAS[name], counts));
      }),
    );
  });

  it.each(ABANDONMENT_RATES)('are those that are reckoned by: %s', (name) => {
    fc.assert(
      fc.property(visits, (counts) => {
        expect(computeAbandonmentRate(name, counts)).toEqual(reckon(FORMULAS[name], counts));
      }),
    );
  });
});
