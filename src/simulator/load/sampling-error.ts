/** An average of a sample, and how far it may be from the truth. */
export interface Estimate {
  mean: number;
  /**
   * Half the width of the 95 % confidence interval, in the unit of the mean; undefined where the
   * sample is too small to say.
   */
  margin: number | undefined;
}

const FEWEST_BATCHES = 5;
const MOST_BATCHES = 20;
const FEWEST_PER_BATCH = 30;

/** Student's t, two-sided 95 %, from 4 degrees of freedom (5 batches) to 19. */
const STUDENT_T = [
  2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093,
];

/**
 * The average of values in the order of time, with a margin by batch means: neighbours in a queue wait
 * alike, so only the averages of long stretches may be taken for independent.
 * A. M. Law, "Simulation Modeling and Analysis", chapter 9. `undefined` of no values.
 */
export function estimateMean(values: readonly number[]): Estimate | undefined {
  if (values.length === 0) return undefined;
  const batches = Math.min(MOST_BATCHES, Math.floor(values.length / FEWEST_PER_BATCH));
  const means = Array.from({ length: batches }, (_, batch) =>
    average(values.slice(bound(batch), bound(batch + 1))),
  );
  return { mean: average(values), margin: marginOf(means) };

  function bound(batch: number): number {
    return Math.floor((batch * values.length) / batches);
  }
}

/** The average of values that are averages of equally long stretches of time, with its margin. */
export function estimateFromBatches(means: readonly number[]): Estimate | undefined {
  return means.length === 0 ? undefined : { mean: average(means), margin: marginOf(means) };
}

/** The arithmetic mean; `NaN` of no values. */
export function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function marginOf(means: readonly number[]): number | undefined {
  if (means.length < FEWEST_BATCHES) return undefined;
  const mean = average(means);
  const variance = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (means.length - 1);
  const t = STUDENT_T[Math.min(means.length, MOST_BATCHES) - FEWEST_BATCHES] as number;
  return t * Math.sqrt(variance / means.length);
}
