import {
  type Distribution,
  drawTime,
  PATIENCE,
  TALK,
} from '../../../src/simulator/load/distributions';
import { createRandom } from '../../../src/simulator/random';

function sample(distribution: Distribution, mean: number, seed: number) {
  const random = createRandom(seed);
  const values = Array.from({ length: 40_000 }, () => drawTime(random, distribution, mean));
  values.sort((a, b) => a - b);
  const average = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / values.length;
  const deviation = Math.sqrt(variance);
  const share = (is: (value: number) => boolean) => values.filter(is).length / values.length;
  return { values, average, deviation, share, median: values[20_000] as number };
}

describe.each([1, 2])('drawTime with seed %i', (seed) => {
  it('draws exponential times with their mean, deviation, median and tail', () => {
    const { average, deviation, median, share, values } = sample(PATIENCE, 90, seed);
    expect(average / 90).toBeCloseTo(1, 1.7);
    expect(deviation / 90).toBeCloseTo(1, 1.5);
    expect(median / 90).toBeCloseTo(Math.LN2, 1.7);
    expect(share((value) => value > 270)).toBeCloseTo(Math.exp(-3), 2);
    expect(values[0]).toBeGreaterThanOrEqual(0);
  });

  it.each([0.3, 1, 1.3])(
    'draws log-normal times of variation %d with their mean, deviation and median',
    (variation) => {
      const { average, deviation, median } = sample({ kind: 'log-normal', variation }, 180, seed);
      expect(average / 180).toBeCloseTo(1, 1.7);
      expect(deviation / 180 / variation).toBeCloseTo(1, 1);
      expect(median / 180).toBeCloseTo(1 / Math.sqrt(1 + variation ** 2), 1.7);
    },
  );

  it('draws log-normal times whose logarithms are symmetric and have the normal share around them', () => {
    const { share, median } = sample(TALK, 180, seed);
    const sigma = Math.sqrt(Math.log(2));
    const distance = (value: number) => Math.log(value / median) / sigma;
    expect(share((value) => Math.abs(distance(value)) < 1)).toBeCloseTo(0.6827, 2);
    expect(share((value) => Math.abs(distance(value)) < 2)).toBeCloseTo(0.9545, 2);
  });
});

describe('drawTime', () => {
  it('draws the same times for the same seed, and others for another', () => {
    const draw = (seed: number) => sample(TALK, 60, seed).values.slice(0, 20);
    expect(draw(4)).toEqual(draw(4));
    expect(draw(4)).not.toEqual(draw(5));
  });

  it('draws nothing but numbers from the ends of chance', () => {
    for (const next of [0, 1 - 2 ** -53]) {
      const random = { ...createRandom(1), next: () => next };
      expect(drawTime(random, TALK, 60)).toBeGreaterThan(0);
      expect(Number.isFinite(drawTime(random, TALK, 60))).toBe(true);
      expect(Number.isFinite(drawTime(random, PATIENCE, 60))).toBe(true);
    }
  });
});
