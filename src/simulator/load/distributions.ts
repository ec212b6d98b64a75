import type { Random } from '../random';

/** How lengths of time are spread around their mean. */
export type Distribution =
  | { kind: 'exponential' }
  /** `variation` is the standard deviation in units of the mean. */
  | { kind: 'log-normal'; variation: number };

/**
 * How long people talk. Call centres find log-normal talk (L. Brown et al., "Statistical Analysis of
 * a Telephone Call Center: A Queueing-Science Perspective", JASA 100, 2005); with the variation of
 * an exponential time, it stays as near to Erlang's models as a log-normal time can.
 */
export const TALK: Distribution = { kind: 'log-normal', variation: 1 };

/** How long people are ready to wait, as Erlang A has it. */
export const PATIENCE: Distribution = { kind: 'exponential' };

/** An exponential time: the gap between Poisson arrivals, or patience. In the unit of `mean`. */
export function drawExponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random.next());
}

/** A log-normal time by its mean and its standard deviation in units of the mean. */
function drawLogNormal(random: Random, mean: number, variation: number): number {
  const variance = Math.log1p(variation ** 2);
  return mean * Math.exp(Math.sqrt(variance) * drawNormal(random) - variance / 2);
}

/** A time with this distribution and mean; always a positive number, or 0. */
export function drawTime(random: Random, distribution: Distribution, mean: number): number {
  return distribution.kind === 'exponential'
    ? drawExponential(random, mean)
    : drawLogNormal(random, mean, distribution.variation);
}

/** By Box and Muller's transform; the second number it would give is let go, to keep no state. */
function drawNormal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
  return radius * Math.cos(2 * Math.PI * random.next());
}
