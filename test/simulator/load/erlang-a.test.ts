import {
  predictErlangA,
  predictErlangC,
  type QueueLoad,
} from '../../../src/simulator/load/erlang-a';
import { simulateQueue } from './simulate-queue';

/** Poisson probabilities, summed up from the definition. */
function poisson(mean: number) {
  const probability = (count: number) => {
    let log = -mean + count * Math.log(mean);
    for (let factor = 2; factor <= count; factor += 1) log -= Math.log(factor);
    return Math.exp(log);
  };
  const sum = (from: number, value: (count: number) => number) => {
    let total = 0;
    for (let count = from; count < mean + 60 * Math.sqrt(mean); count += 1) {
      total += value(count) * probability(count);
    }
    return total;
  };
  return { sum };
}

describe('predictErlangA', () => {
  /**
   * A. Mandelbaum and S. Zeltyn, "The Palm/Erlang-A Queue, with Applications to Call Centers", the
   * table that compares models with and without abandonment: 50 agents, 48 calls a minute, one
   * minute of service, two minutes of patience.
   */
  it('gives the published figures of a heavily loaded call centre', () => {
    const figures = predictErlangA({
      callsPerSecond: 48 / 60,
      serviceSeconds: 60,
      operators: 50,
      patienceSeconds: 120,
    });
    expect(figures.abandonmentProbability.toFixed(3)).toBe('0.031');
    expect(figures.meanWaitSeconds.toFixed(1)).toBe('3.7');
    expect(figures.queueLength.toFixed(0)).toBe('3');
    expect(figures.occupancy.toFixed(2)).toBe('0.93');
  });

  describe.each([1, 3, 20, 100, 400])(
    'where patience is as long as service, with %i operators',
    (operators) => {
      // Calls then leave at the same rate, answered or not, so their number is Poisson: M/M/∞.
      const erlangs = operators * 1.05;
      const load = {
        callsPerSecond: erlangs / 300,
        serviceSeconds: 300,
        operators,
        patienceSeconds: 300,
      };
      const figures = predictErlangA(load);
      const { sum } = poisson(erlangs);

      it('finds as many calls waiting as the Poisson distribution has above the operators', () => {
        const queueLength = sum(operators, (calls) => calls - operators);
        expect(figures.queueLength).toBeCloseTo(queueLength, 9);
        expect(figures.waitingProbability).toBeCloseTo(
          sum(operators, () => 1),
          9,
        );
        expect(figures.abandonmentProbability).toBeCloseTo(queueLength / erlangs, 9);
      });
    },
  );

  it.each([
    [0.8, 60, 50, 120],
    [0.8, 60, 40, 120],
    [0.05, 200, 3, 20],
    [2, 10, 200, 600],
    [1000, 100, 100_000, 3600],
  ])(
    'keeps the balance of calls: %d/s, %d s of service, %d operators, %d s of patience',
    (callsPerSecond, serviceSeconds, operators, patienceSeconds) => {
      const load = { callsPerSecond, serviceSeconds, operators, patienceSeconds };
      const figures = predictErlangA(load);
      const { abandonmentProbability, queueLength, occupancy } = figures;
      expect(callsPerSecond * abandonmentProbability).toBeCloseTo(queueLength / patienceSeconds, 9);
      expect(occupancy * operators).toBeCloseTo(
        callsPerSecond * serviceSeconds * (1 - abandonmentProbability),
        4,
      );
      expect(predictErlangA(load, 0).serviceLevel).toBeCloseTo(1 - figures.waitingProbability, 9);
      expect(predictErlangA(load, 1e6).serviceLevel).toBeCloseTo(1 - abandonmentProbability, 9);
    },
  );

  it('comes to Erlang C as patience grows', () => {
    const load = { callsPerSecond: 0.8, serviceSeconds: 60, operators: 50 };
    const limit = predictErlangC(load);
    expect(predictErlangA({ ...load, patienceSeconds: Number.POSITIVE_INFINITY })).toEqual(limit);
    const near = predictErlangA({ ...load, patienceSeconds: 1e9 });
    expect(near.waitingProbability).toBeCloseTo(limit.waitingProbability, 5);
    expect(near.meanWaitSeconds).toBeCloseTo(limit.meanWaitSeconds, 3);
    expect(near.meanWaitOfAnsweredSeconds).toBeCloseTo(limit.meanWaitSeconds, 3);
    expect(near.serviceLevel).toBeCloseTo(limit.serviceLevel, 5);
  });

  it('lets nobody wait where there are operators enough', () => {
    const figures = predictErlangA({
      callsPerSecond: 0.8,
      serviceSeconds: 60,
      operators: 2000,
      patienceSeconds: 120,
    });
    expect(figures.waitingProbability).toBeLessThan(1e-100);
    expect(figures.serviceLevel).toBeCloseTo(1, 12);
    expect(figures.occupancy).toBeCloseTo(48 / 2000, 12);
  });

  it('loses what operators cannot take where far too many call', () => {
    const figures = predictErlangA({
      callsPerSecond: 100,
      serviceSeconds: 1,
      operators: 1,
      patienceSeconds: 3600,
    });
    expect(figures.abandonmentProbability).toBeCloseTo(0.99, 6);
    expect(figures.occupancy).toBeCloseTo(1, 9);
    expect(figures.serviceLevel).toBeCloseTo(0, 9);
  });

  it('says that nothing happens where nobody calls', () => {
    const load = { callsPerSecond: 0, serviceSeconds: 60, operators: 2, patienceSeconds: 60 };
    expect(predictErlangA(load)).toMatchObject({ occupancy: 0, queueLength: 0, serviceLevel: 1 });
  });

  it.each<[string, QueueLoad]>([
    [
      'a small centre',
      { callsPerSecond: 0.05, serviceSeconds: 60, operators: 4, patienceSeconds: 45 },
    ],
    [
      'too few operators',
      { callsPerSecond: 0.2, serviceSeconds: 60, operators: 8, patienceSeconds: 90 },
    ],
  ])('agrees with a simulation of %s', (_, load) => {
    const simulated = simulateQueue(load, { calls: 100_000, withinSeconds: 20, seed: 11 });
    const predicted = predictErlangA(load, 20);
    expect(simulated.waitingProbability).toBeCloseTo(predicted.waitingProbability, 1.7);
    expect(simulated.abandonmentProbability).toBeCloseTo(predicted.abandonmentProbability, 1.9);
    expect(simulated.serviceLevel).toBeCloseTo(predicted.serviceLevel, 1.9);
    for (const name of ['meanWaitSeconds', 'meanWaitOfAnsweredSeconds'] as const) {
      expect(simulated[name] / predicted[name]).toBeGreaterThan(0.97);
      expect(simulated[name] / predicted[name]).toBeLessThan(1.03);
    }
  });

  it.each<Partial<QueueLoad>>([
    { callsPerSecond: -1 },
    { callsPerSecond: Number.POSITIVE_INFINITY },
    { serviceSeconds: 0 },
    { operators: 0 },
    { operators: 1.5 },
    { patienceSeconds: 0 },
    { patienceSeconds: Number.NaN },
  ])('refuses %p', (change) => {
    const load = { callsPerSecond: 1, serviceSeconds: 1, operators: 1, patienceSeconds: 1 };
    expect(() => predictErlangA({ ...load, ...change })).toThrow(RangeError);
  });
});

describe('predictErlangC', () => {
  /** The other column of the same table. */
  it('gives the published figures of a heavily loaded call centre', () => {
    const figures = predictErlangC({ callsPerSecond: 48 / 60, serviceSeconds: 60, operators: 50 });
    expect(figures.meanWaitSeconds.toFixed(1)).toBe('20.8');
    expect(figures.queueLength.toFixed(0)).toBe('17');
    expect(figures.occupancy.toFixed(2)).toBe('0.96');
  });

  it('is M/M/1 with one operator', () => {
    const figures = predictErlangC({ callsPerSecond: 0.05, serviceSeconds: 10, operators: 1 }, 20);
    expect(figures.waitingProbability).toBeCloseTo(0.5, 12);
    expect(figures.meanWaitSeconds).toBeCloseTo(10, 12);
    expect(figures.serviceLevel).toBeCloseTo(1 - 0.5 * Math.exp(-1), 12);
  });

  it('lets everybody wait for ever where more call than can be answered', () => {
    const figures = predictErlangC({ callsPerSecond: 1, serviceSeconds: 10, operators: 10 });
    expect(figures).toMatchObject({ waitingProbability: 1, occupancy: 1, serviceLevel: 0 });
    expect(figures.meanWaitSeconds).toBe(Number.POSITIVE_INFINITY);
  });
});
