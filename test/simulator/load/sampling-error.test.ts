import { drawExponential } from '../../../src/simulator/load/distributions';
import { estimateFromBatches, estimateMean } from '../../../src/simulator/load/sampling-error';
import { createRandom } from '../../../src/simulator/random';

describe('estimateMean', () => {
  it('gives a margin that holds the truth nineteen times in twenty', () => {
    const random = createRandom(1);
    let held = 0;
    for (let run = 0; run < 1000; run += 1) {
      const sample = Array.from({ length: 300 }, () => drawExponential(random, 10));
      const { mean, margin } = estimateMean(sample) as { mean: number; margin: number };
      if (Math.abs(mean - 10) <= margin) held += 1;
    }
    expect(held).toBeGreaterThan(925);
    expect(held).toBeLessThan(975);
  });

  it('gives a wider margin where neighbours are alike, as in a queue', () => {
    const random = createRandom(2);
    const steps = Array.from({ length: 60 }, () => drawExponential(random, 10));
    const alike = steps.flatMap((value) => new Array<number>(20).fill(value));
    const shuffled = alike
      .map((value) => ({ value, key: random.next() }))
      .sort((a, b) => a.key - b.key)
      .map(({ value }) => value);
    const margin = (values: number[]) => estimateMean(values)?.margin as number;
    expect(margin(alike)).toBeGreaterThan(2 * margin(shuffled));
  });

  it('gives no margin for few values, and nothing for none', () => {
    expect(estimateMean([1, 2, 3])).toEqual({ mean: 2, margin: undefined });
    expect(estimateMean(new Array<number>(149).fill(1))?.margin).toBeUndefined();
    expect(estimateMean(new Array<number>(150).fill(1))?.margin).toBe(0);
    expect(estimateMean([])).toBeUndefined();
  });
});

describe('estimateFromBatches', () => {
  it('takes Student’s t for as many batches as there are', () => {
    // Deviation √2.5, t = 2.776: a textbook sample of five.
    const margin = 2.776 * Math.sqrt(2.5 / 5);
    expect(estimateFromBatches([1, 2, 3, 4, 5])).toEqual({ mean: 3, margin });
  });

  it('gives no margin for four batches, and nothing for none', () => {
    expect(estimateFromBatches([1, 2, 3, 4])).toEqual({ mean: 2.5, margin: undefined });
    expect(estimateFromBatches([])).toBeUndefined();
  });
});
