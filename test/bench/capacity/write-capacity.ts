import { writeTable } from '../markdown-table';
import type { Figure } from '../part';
import {
  type CallWebhooks,
  countAbandoned,
  countAnswered,
  countRows,
  countWebhooks,
} from './call-webhooks';

/** What one request costs a server, in milliseconds of one core, by its name. */
export type Costs = Record<keyof CallWebhooks, number>;

/** A call centre in its busiest hour. */
export interface Centre {
  agents: number;
  /** Of their time on the queue, in talks. */
  occupancy: number;
  /** From the answer to the next customer. */
  handleSeconds: number;
  /** Of those who come to the queue. */
  abandonedShare: number;
  /** How often a customer is asked for in the queue: once as they come, and again after each piece of music. */
  waits: number;
  /** What comes in the busiest minutes, of what comes on average in that hour. */
  peak: number;
}

/** What is asked of the servers of a call centre, in a second of its busiest minutes. */
export interface Demand {
  calls: number;
  webhooks: number;
  rows: number;
  /** Cores that do nothing else. */
  cores: number;
}

/** What README.md reckons with. */
export const ASSUMED: Omit<Centre, 'agents'> = {
  occupancy: 0.85,
  handleSeconds: 300,
  abandonedShare: 0.05,
  waits: 2,
  peak: 1.5,
};

const SIZES = [10, 100, 1000, 10_000];

/** Of one worker, as the part `throughput` measured it; undefined where it did not measure all of them. */
export function findCosts(figures: readonly Figure[]): Costs | undefined {
  const costOf = (load: string) =>
    figures.find(({ subject, name }) => subject === `${load}: minicc, 1 worker` && name === 'cpu')
      ?.median;
  const [first, wait, guidance, exit, status] = ['first', 'wait', 'guidance', 'exit', 'status'].map(
    costOf,
  );
  if (first === undefined || wait === undefined) return undefined;
  if (guidance === undefined || exit === undefined || status === undefined) return undefined;
  // A refusal looks at nothing but the password: what it costs is not measured, and is less.
  return { refused: wait, first, wait, guidance, exit, status };
}

/** What a call costs a server, in milliseconds of one core. */
export function costOf(webhooks: CallWebhooks, costs: Costs): number {
  return (Object.keys(webhooks) as (keyof CallWebhooks)[]).reduce(
    (sum, name) => sum + webhooks[name] * costs[name],
    0,
  );
}

/** How much a call centre asks of its servers. */
export function computeDemand(centre: Centre, costs: Costs): Demand {
  const { agents, occupancy, handleSeconds, abandonedShare, waits, peak } = centre;
  const answered = ((agents * occupancy) / handleSeconds) * peak;
  const abandoned = (answered * abandonedShare) / (1 - abandonedShare);
  const perSecond = (of: (webhooks: CallWebhooks) => number) =>
    answered * of(countAnswered(waits)) + abandoned * of(countAbandoned(waits));
  return {
    calls: answered + abandoned,
    webhooks: perSecond(countWebhooks),
    rows: perSecond(countRows),
    cores: perSecond((webhooks) => costOf(webhooks, costs)) / 1000,
  };
}

/** Two digits: what is assumed is no better known than that. */
function roughly(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 2 });
}

/** For README.md: what one core can do, and what call centres of several sizes need. */
export function writeCapacity(costs: Costs): string {
  const call = countAnswered(ASSUMED.waits);
  const costMs = costOf(call, costs);
  const rows = SIZES.map((agents) => {
    const { calls, webhooks, rows, cores } = computeDemand({ ...ASSUMED, agents }, costs);
    return [agents.toLocaleString('en'), ...[calls, webhooks, rows, cores].map(roughly)];
  });
  const head = ['Agents', 'calls/s', 'webhooks/s', 'rows/s', 'cores at work'];
  return [
    `An answered call of ${countWebhooks(call)} webhooks took ${costMs.toFixed(1)} ms of one core: ` +
      `${roughly(1000 / costMs)} calls a second for each core.\n`,
    writeTable(head, rows),
  ].join('\n');
}
