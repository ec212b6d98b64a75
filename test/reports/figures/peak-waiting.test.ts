import fc from 'fast-check';
import { PeakWaiting } from '../../../src/reports/figures/peak-waiting';

function findPeak(waits: readonly (readonly [from: number, to: number])[]): number {
  const waiting = new PeakWaiting();
  for (const [from, to] of waits) waiting.add(from, to);
  return waiting.peak;
}

describe('the peak of those who wait', () => {
  it('is the largest number at the same time', () => {
    const waits = [
      [0, 100],
      [10, 20],
      [15, 30],
      [20, 40],
      [60, 70],
    ] as const;
    expect(findPeak(waits)).toBe(3);
  });

  it('counts one who is answered when another comes as gone', () => {
    const waits = [
      [0, 10],
      [10, 20],
    ] as const;
    expect(findPeak(waits)).toBe(1);
  });

  it('counts nobody who did not wait', () => {
    expect(findPeak([])).toBe(0);
    expect(findPeak([[5, 5]])).toBe(0);
  });

  it('is what counting at every moment finds', () => {
    const wait = fc.tuple(fc.nat(40), fc.nat(15));
    fc.assert(
      fc.property(fc.array(wait, { maxLength: 40 }), (waits) => {
        const sorted = waits.toSorted(([a], [b]) => a - b).map(([at, s]) => [at, at + s] as const);
        const counts = Array.from({ length: 60 }, (_, now) => {
          return sorted.filter(([from, to]) => from <= now && now < to).length;
        });
        expect(findPeak(sorted)).toBe(Math.max(...counts));
      }),
    );
  });
});
