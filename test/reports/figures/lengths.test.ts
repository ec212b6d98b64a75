import fc from 'fast-check';
import { RankedLengths } from '../../../src/reports/figures/lengths';

function buildLengths(values: readonly number[]): RankedLengths {
  const lengths = new RankedLengths();
  for (const value of values) lengths.add(value);
  return lengths;
}

describe('lengths', () => {
  it('have a median and a 90th percentile by nearest rank', () => {
    expect(buildLengths([15, 20, 35, 40, 50]).ranks()).toEqual({ median: 35, ninetieth: 50 });
    expect(buildLengths([4, 1, 3, 2]).ranks()).toEqual({ median: 2, ninetieth: 4 });
    expect(buildLengths([7]).ranks()).toEqual({ median: 7, ninetieth: 7 });
  });

  it('have none of it of none', () => {
    const none = buildLengths([]);
    expect(none.ranks()).toEqual({ median: undefined, ninetieth: undefined });
    expect(none.longest).toBeUndefined();
  });

  it('rank as their sorted list does, before and after they are settled', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { minLength: 1, maxLength: 60 }), (values) => {
        const sorted = values.toSorted((a, b) => a - b);
        const atRank = (percent: number) => sorted[Math.ceil((values.length * percent) / 100) - 1];
        const expected = { median: atRank(50), ninetieth: atRank(90) };
        const lengths = buildLengths(values);
        expect(lengths.ranks()).toEqual(expected);
        lengths.settle();
        expect(lengths.ranks()).toEqual(expected);
        expect(lengths).toMatchObject({ count: values.length, longest: sorted.at(-1) });
      }),
    );
  });
});
