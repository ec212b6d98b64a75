import fc from 'fast-check';
import { computeServiceLevel, countOffered } from '../../../src/reports/figures/service-level';
import { SERVICE_LEVELS } from '../../../src/reports/standard';
import { buildVisitCounts, ICMI, VISIT_COUNTS } from '../../support/build-visit-counts';

describe('the service level', () => {
  it("is what ICMI's example says, and 81.9 % by our own formula", () => {
    const levels = SERVICE_LEVELS.map((name) => computeServiceLevel(name, ICMI) ?? 0);
    const rounded = levels.map((level) => (level * 100).toFixed(1));
    expect(rounded).toEqual(['83.0', '86.0', '81.1', '82.7', '82.1', '81.9']);
  });

  it('counts those against us who were blocked or diverted in SL6 alone', () => {
    const counts = { ...ICMI, diverted: 100, blocked: 40 };
    expect(computeServiceLevel('SL6', counts)).toBe(860 / 1190);
    for (const name of ['SL1', 'SL2', 'SL3', 'SL4', 'SL5'] as const) {
      expect(computeServiceLevel(name, counts)).toBe(computeServiceLevel(name, ICMI));
    }
  });

  it('is a fraction of 1, and by no formula that ICMI names less than by SL3', () => {
    fc.assert(
      fc.property(VISIT_COUNTS, fc.constantFrom(...SERVICE_LEVELS), (counts, name) => {
        const level = computeServiceLevel(name, counts);
        if (level === undefined) return;
        const least = name === 'SL6' ? 0 : (computeServiceLevel('SL3', counts) ?? 0);
        expect(level).toBeGreaterThanOrEqual(least);
        expect(level).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is none without a call, and without one that counts', () => {
    for (const name of SERVICE_LEVELS) {
      expect(computeServiceLevel(name, buildVisitCounts())).toBeUndefined();
    }
    const quick = buildVisitCounts({ abandoned: 2, abandonedWithin: 2, shortAbandoned: 2 });
    for (const name of ['SL2', 'SL4', 'SL6'] as const) {
      expect(computeServiceLevel(name, quick)).toBeUndefined();
    }
  });
});

describe('the offered', () => {
  it('are the answered, abandoned, diverted and blocked', () => {
    const counts = buildVisitCounts({ answered: 1, abandoned: 2, diverted: 4, blocked: 8 });
    expect(countOffered(counts)).toBe(15);
  });
});
