import fc from 'fast-check';
import type { Unit } from '../../../src/reports/show/columns';
import {
  formatFigure,
  formatFigureInText,
  roundFigure,
} from '../../../src/reports/show/format-figures';

describe('formatFigure', () => {
  const rows: [value: number | undefined, unit: Unit, text: string][] = [
    [0, 'count', '0'],
    [1_234_567, 'count', '1,234,567'],
    [0, 'percent', '0.00'],
    [1, 'percent', '100.00'],
    [1 / 3, 'percent', '33.33'],
    [2 / 3, 'percent', '66.67'],
    [0.125, 'percent', '12.50'],
    // 10,000 times this is 107.49999999999999 to a computer.
    [43 / 4000, 'percent', '1.08'],
    [2901 / 20_000, 'percent', '14.51'],
    [201 / 20_000, 'percent', '1.01'],
    [1e-7, 'percent', '0.00'],
    [0, 'seconds', '0:00'],
    [59.4, 'seconds', '0:59'],
    [59.5, 'seconds', '1:00'],
    [3599.5, 'seconds', '1:00:00'],
    [3725, 'seconds', '1:02:05'],
    [360_000, 'seconds', '100:00:00'],
    [38.2, 'mean', '0:38.2'],
    [38.25, 'mean', '0:38.3'],
    [59.95, 'mean', '1:00.0'],
    [3600 + 5.04, 'mean', '1:00:05.0'],
    [undefined, 'count', '—'],
    [undefined, 'percent', '—'],
    [undefined, 'seconds', '—'],
    [undefined, 'mean', '—'],
  ];

  it.each(rows)('shows %j of %s as %s', (value, unit, text) => {
    expect(formatFigure(value, unit)).toBe(text);
  });

  it('has the sign of per cent in text, and none behind a dash', () => {
    expect([1 / 3, undefined].map((value) => formatFigureInText(value, 'percent'))).toEqual([
      ...['33.33 %', '—'],
    ]);
  });
});

describe('roundFigure', () => {
  it('gives per cent with two decimals, and seconds with three', () => {
    expect([roundFigure(1 / 3, 'percent'), roundFigure(38.2, 'mean')]).toEqual([33.33, 38.2]);
    expect([roundFigure(83 / 3, 'mean'), roundFigure(0.0005, 'seconds')]).toEqual([27.667, 0.001]);
    expect([roundFigure(7, 'count'), roundFigure(undefined, 'percent')]).toEqual([7, undefined]);
  });

  it('rounds every fraction half up, as whole numbers say it is', () => {
    const fractions = fc
      .tuple(fc.nat(1_000_000), fc.integer({ min: 1, max: 1_000_000 }))
      .filter(([part, whole]) => part <= whole);
    fc.assert(
      fc.property(fractions, ([part, whole]) => {
        const hundredths = (BigInt(part) * 20_000n + BigInt(whole)) / (BigInt(whole) * 2n);
        expect(roundFigure(part / whole, 'percent')).toBe(Number(hundredths) / 100);
      }),
      { numRuns: 2000 },
    );
  });
});
