import type { ExchangeEvent } from '../../src/simulator/events';
import { ifItHappens } from '../../src/simulator/if-it-happens';
import { createRandom, type Random } from '../../src/simulator/random';
import type { Person } from './person';
import type { Scenario } from './scenario';

/** Who answers. */
export const DAY_OPERATORS: readonly string[] = [1, 2, 3, 4, 5, 6].map(
  (digit) => `+81501111000${digit}`,
);

/** How busy a day is. */
export interface DayOptions {
  customers: number;
  hours: number;
  /** Who calls when, and what they do, follows from it. */
  seed: number;
}

/** Where a day goes by. */
export type DayScenario = Pick<Scenario, 'exchange' | 'customer' | 'operator' | 'wait'>;

/** What a customer has in mind. */
interface CustomerPlan {
  arrivesAtSeconds: number;
  /** The keys for the menu, one after another; none where they say nothing. */
  keys: readonly string[];
  givesUpInMenu: boolean;
  patienceSeconds: number;
  talkSeconds: number;
  operatorEndsTalk: boolean;
  /** How long after their first call they call again; undefined where they do not. */
  callsAgainAfterSeconds: number | undefined;
}

/** How long everybody thinks, on average, before they press a key. */
const THINKING_SECONDS = 6;
const PATIENCE_SECONDS = 300;
/** Who calls again does so within the hour. */
const AGAIN_SHARE = 0.1;
const AGAIN_SECONDS = 3600;
const TALK_SECONDS = 140;
/** Operators work for one or two hours, and are away for a quarter of an hour. */
const SHIFT_SECONDS = { least: 3600, most: 7200 };
const BREAK_SECONDS = 900;
const REDIAL_SECONDS = 20;

/** Lets a day go by, until the last customer has gone. */
export async function liveThroughDay(scenario: DayScenario, options: DayOptions): Promise<void> {
  const random = createRandom(options.seed);
  const plans = Array.from({ length: options.customers }, () => planCustomer(random, options));
  const shifts = DAY_OPERATORS.map(() => planShifts(random, options));
  const day = new Day(scenario);
  await Promise.all([
    ...plans.map((plan) => day.beCustomer(plan)),
    ...DAY_OPERATORS.map((number, index) => day.beOperator(number, shifts[index] ?? [])),
  ]);
}

class Day {
  readonly #scenario: DayScenario;
  readonly #startsAt: number;
  readonly #operators: readonly Person[];

  constructor(scenario: DayScenario) {
    this.#scenario = scenario;
    this.#startsAt = scenario.exchange.clock.now();
    this.#operators = DAY_OPERATORS.map((number) => scenario.operator(number));
  }

  async beCustomer(plan: CustomerPlan): Promise<void> {
    const customer = this.#scenario.customer();
    await this.#until(plan.arrivesAtSeconds);
    await this.#call(customer, plan);
    if (plan.callsAgainAfterSeconds === undefined) return;
    await this.#scenario.wait(plan.callsAgainAfterSeconds);
    await this.#call(customer, plan);
  }

  async #call(customer: Person, plan: CustomerPlan): Promise<void> {
    const since = this.#scenario.exchange.transcript.events.length;
    customer.calls();
    const { sid } = customer.call;
    await customer.hears('menu');
    await this.#scenario.wait(THINKING_SECONDS);
    if (plan.givesUpInMenu) return customer.hangsUp();
    for (const key of plan.keys) {
      customer.presses(key);
      await this.#scenario.wait(THINKING_SECONDS);
    }
    const isOver = (event: ExchangeEvent) => event.type === 'ended' && event.call === sid;
    const answer = await this.#within(plan.patienceSeconds, since, (event) => {
      return isOver(event) || (event.type === 'bridged' && event.calls[0] === sid);
    });
    if (answer?.type !== 'bridged') return customer.hangsUp();
    const end = await this.#within(plan.talkSeconds, since, isOver);
    if (end) return;
    const ender = plan.operatorEndsTalk ? this.#operatorOn(answer.calls[1]) : customer;
    ender?.hangsUp();
  }

  async beOperator(number: string, shifts: readonly (readonly [number, number])[]) {
    const operator = this.#operators.find((candidate) => candidate.number === number);
    for (const [startsAtSeconds, endsAtSeconds] of shifts) {
      await this.#until(startsAtSeconds);
      while (operator && this.#leftUntil(endsAtSeconds) > 0) {
        const since = this.#scenario.exchange.transcript.events.length;
        operator.calls();
        const { sid } = operator.call;
        await this.#within(this.#leftUntil(endsAtSeconds), since, (event) => {
          return event.type === 'ended' && event.call === sid;
        });
        operator.hangsUp();
        await this.#scenario.wait(REDIAL_SECONDS);
      }
    }
  }

  #operatorOn(callSid: string): Person | undefined {
    const { calls } = this.#scenario.exchange;
    const number = calls.find(({ sid }) => sid === callSid)?.from;
    return this.#operators.find((operator) => operator.number === number);
  }

  #leftUntil(seconds: number): number {
    return seconds - (this.#scenario.exchange.clock.now() - this.#startsAt) / 1000;
  }

  async #until(seconds: number): Promise<void> {
    await this.#scenario.wait(this.#leftUntil(seconds));
  }

  /** The event, or undefined where it does not happen in time. */
  #within(
    seconds: number,
    since: number,
    matches: (event: ExchangeEvent) => boolean,
  ): Promise<ExchangeEvent | undefined> {
    const { exchange } = this.#scenario;
    return ifItHappens(exchange.waitFor(matches, { since, withinSeconds: seconds }));
  }
}

function planCustomer(random: Random, { hours }: DayOptions): CustomerPlan {
  const arrivesAtSeconds = 3600 * hours * random.next();
  const intent = random.next();
  return {
    arrivesAtSeconds,
    keys: intent < 0.8 ? ['1'] : intent < 0.87 ? ['2'] : intent < 0.94 ? ['8', '1'] : [],
    givesUpInMenu: random.next() < 0.03,
    patienceSeconds: exponential(random, PATIENCE_SECONDS),
    talkSeconds: exponential(random, TALK_SECONDS),
    operatorEndsTalk: random.next() < 0.15,
    callsAgainAfterSeconds: random.next() < AGAIN_SHARE ? AGAIN_SECONDS * random.next() : undefined,
  };
}

/** From and until when, in seconds since the day began. */
function planShifts(random: Random, { hours }: DayOptions): (readonly [number, number])[] {
  const shifts: (readonly [number, number])[] = [];
  const end = 3600 * hours;
  let start = BREAK_SECONDS * random.next();
  while (start < end) {
    const length = SHIFT_SECONDS.least + (SHIFT_SECONDS.most - SHIFT_SECONDS.least) * random.next();
    shifts.push([start, Math.min(start + length, end)]);
    start += length + BREAK_SECONDS;
  }
  return shifts;
}

function exponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random.next());
}
