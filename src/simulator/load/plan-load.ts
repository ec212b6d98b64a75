import { createRandom, type Random } from '../random';
import { type Distribution, drawExponential, drawTime, PATIENCE, TALK } from './distributions';

/** Which calls come, and who is there to take them. */
export interface LoadOptions {
  /** On average; calls come at random, as a Poisson process. */
  callsPerSecond: number;
  /** For how long calls come. */
  forSeconds: number;
  /** The numbers that operators dial in from. */
  operators: readonly string[];
  talkSeconds: number;
  /** How long customers are ready to wait, on average; `Infinity` where nobody gives up. */
  patienceSeconds: number;
  /** The same seed gives the same customers. */
  seed: number;
  /** `TALK` by default. */
  talkDistribution?: Distribution | undefined;
  /** `PATIENCE` by default. */
  patienceDistribution?: Distribution | undefined;
  /** Numbers that no customer has, besides those of the operators. */
  reservedNumbers?: readonly string[] | undefined;
}

/** Somebody who calls once. */
export interface PlannedCustomer {
  /** E.164; no two customers have the same. */
  number: string;
  /** When they call, from the start. */
  arrivalSeconds: number;
  talkSeconds: number;
  patienceSeconds: number;
}

/** Who calls when; `customers` in the order in which they call. */
export interface LoadPlan {
  customers: readonly PlannedCustomer[];
  operators: readonly string[];
  forSeconds: number;
}

/**
 * Draws the customers of a load run. Throws a `RangeError` where a number makes no sense.
 *
 * Each customer takes the same share of chance whatever the means are, so that runs with the same
 * seed and other means or other operators have customers who correspond.
 */
export function planLoad(options: LoadOptions): LoadPlan {
  checkOptions(options);
  const { callsPerSecond, forSeconds, operators, talkSeconds, patienceSeconds } = options;
  const { talkDistribution = TALK, patienceDistribution = PATIENCE } = options;
  const random = createRandom(options.seed);
  const taken = new Set([...operators, ...(options.reservedNumbers ?? [])]);
  const customers: PlannedCustomer[] = [];
  let arrivalSeconds = 0;
  for (;;) {
    arrivalSeconds += drawExponential(random, 1 / callsPerSecond);
    if (arrivalSeconds >= forSeconds) return { customers, operators, forSeconds };
    const talk = drawTime(random, talkDistribution, talkSeconds);
    const patience = drawTime(random, patienceDistribution, 1);
    customers.push({
      number: drawNumber(random, taken),
      arrivalSeconds,
      talkSeconds: talk,
      patienceSeconds: Number.isFinite(patienceSeconds)
        ? patience * patienceSeconds
        : Number.POSITIVE_INFINITY,
    });
  }
}

/** A Japanese mobile number that is not yet `taken`, and now is. */
function drawNumber(random: Random, taken: Set<string>): string {
  for (;;) {
    const number = `+8190${10_000_000 + Math.floor(random.next() * 90_000_000)}`;
    if (taken.has(number)) continue;
    taken.add(number);
    return number;
  }
}

/** So many calls that numbers for them would be hard to find, or no machine could hold them. */
const MOST_CALLS = 1_000_000;

function checkOptions(options: LoadOptions): void {
  for (const name of ['callsPerSecond', 'forSeconds', 'talkSeconds'] as const) {
    const value = options[name];
    if (!(value > 0 && Number.isFinite(value))) {
      throw new RangeError(`${name} has to be a number above 0, not ${value}.`);
    }
  }
  if (!(options.patienceSeconds > 0)) {
    throw new RangeError(`patienceSeconds has to be above 0, not ${options.patienceSeconds}.`);
  }
  if (options.callsPerSecond * options.forSeconds > MOST_CALLS) {
    throw new RangeError(`A run can have ${MOST_CALLS} calls, not more.`);
  }
  if (new Set(options.operators).size < options.operators.length) {
    throw new RangeError('Two operators cannot have the same number.');
  }
}
