import { createRandom } from '../../src/simulator/random';

describe('chance', () => {
  it('is the same for the same seed, and another for another', () => {
    const draw = (seed: number) => {
      const random = createRandom(seed);
      return [random.next(), random.hex(8), random.sid('CA'), random.uuid()];
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(8)).not.toEqual(draw(7));
  });

  it('lies between 0 and 1, evenly', () => {
    const random = createRandom(1);
    const numbers = Array.from({ length: 10_000 }, () => random.next());
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThan(1);
    expect(numbers.reduce((sum, number) => sum + number) / numbers.length).toBeCloseTo(0.5, 1);
  });

  it('gives identifiers of the right shape', () => {
    const random = createRandom(1);
    expect(random.sid('QU')).toMatch(/^QU[0-9a-f]{32}$/);
    expect(random.uuid()).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(random.hex(0)).toBe('');
  });
});
