import { isValidPhoneNumber } from 'libphonenumber-js/max';
import { type LoadOptions, planLoad } from '../../../src/simulator/load/plan-load';

const options: LoadOptions = {
  callsPerSecond: 2,
  forSeconds: 1000,
  operators: ['+815011110001', '+815011110002'],
  talkSeconds: 120,
  patienceSeconds: 60,
  seed: 1,
};

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('planLoad', () => {
  const { customers } = planLoad(options);

  it('lets about as many call as the rate says, in order, within the time', () => {
    expect(customers.length).toBeGreaterThan(2000 - 3 * Math.sqrt(2000));
    expect(customers.length).toBeLessThan(2000 + 3 * Math.sqrt(2000));
    const arrivals = customers.map(({ arrivalSeconds }) => arrivalSeconds);
    expect(arrivals).toEqual([...arrivals].sort((a, b) => a - b));
    expect(arrivals.at(-1)).toBeLessThan(1000);
  });

  it('lets as many call in one second as a Poisson process does: mean and variance are the rate', () => {
    const counts = new Array<number>(1000).fill(0);
    for (const { arrivalSeconds } of customers) {
      const second = Math.floor(arrivalSeconds);
      counts[second] = (counts[second] as number) + 1;
    }
    const variance = mean(counts.map((count) => (count - mean(counts)) ** 2));
    expect(variance / mean(counts)).toBeCloseTo(1, 0.8);
  });

  it('gives talk and patience their means, within three standard errors', () => {
    const error = 3 / Math.sqrt(customers.length);
    const talk = mean(customers.map(({ talkSeconds }) => talkSeconds)) / 120;
    const patience = mean(customers.map(({ patienceSeconds }) => patienceSeconds)) / 60;
    expect(Math.abs(talk - 1)).toBeLessThan(error);
    expect(Math.abs(patience - 1)).toBeLessThan(error);
  });

  it('gives each customer a number of their own, which could be one', () => {
    const numbers = customers.map(({ number }) => number);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.filter((number) => !isValidPhoneNumber(number))).toEqual([]);
  });

  it('gives no customer a number that is reserved or an operator’s', () => {
    const numbers = customers.map(({ number }) => number);
    const again = planLoad({
      ...options,
      operators: numbers.slice(0, 2),
      reservedNumbers: numbers.slice(2, 10),
    });
    const taken = new Set(numbers.slice(0, 10));
    expect(again.customers.filter(({ number }) => taken.has(number))).toEqual([]);
  });

  it('plans the same for the same seed, and otherwise for another', () => {
    expect(planLoad(options)).toEqual(planLoad(options));
    expect(planLoad({ ...options, seed: 2 }).customers).not.toEqual(customers);
  });

  it('lets the same customers call at the same times where means or operators are others', () => {
    const others = planLoad({
      ...options,
      operators: ['+815011110003'],
      talkSeconds: 240,
      patienceSeconds: 30,
    }).customers;
    expect(others.map(({ number, arrivalSeconds }) => ({ number, arrivalSeconds }))).toEqual(
      customers.map(({ number, arrivalSeconds }) => ({ number, arrivalSeconds })),
    );
    expect(others[5]?.talkSeconds).toBeCloseTo(2 * (customers[5]?.talkSeconds as number), 9);
    expect(others[5]?.patienceSeconds).toBeCloseTo(
      (customers[5]?.patienceSeconds as number) / 2,
      9,
    );
  });

  it('knows patience without end', () => {
    const patient = planLoad({ ...options, patienceSeconds: Number.POSITIVE_INFINITY });
    expect(new Set(patient.customers.map(({ patienceSeconds }) => patienceSeconds))).toEqual(
      new Set([Number.POSITIVE_INFINITY]),
    );
  });

  it.each<Partial<LoadOptions>>([
    { callsPerSecond: 0 },
    { callsPerSecond: Number.NaN },
    { forSeconds: -1 },
    { forSeconds: Number.POSITIVE_INFINITY },
    { talkSeconds: 0 },
    { patienceSeconds: 0 },
    { callsPerSecond: 1e6 },
    { operators: ['+815011110001', '+815011110001'] },
  ])('refuses %p', (change) => {
    expect(() => planLoad({ ...options, ...change })).toThrow(RangeError);
  });
});
