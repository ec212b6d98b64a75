import { Counter, type Registry } from 'prom-client';

/** A counter with one label, whose values are all known. */
export interface LabelledCounterOptions<T extends string> {
  name: string;
  help: string;
  label: string;
  values: readonly T[];
}

/**
 * Counts by the value of a label. Every value is there from the start, at 0: Prometheus sees an
 * increase only in what it has seen before.
 */
export function createLabelledCounter<T extends string>(
  registry: Registry,
  { name, help, label, values }: LabelledCounterOptions<T>,
): (value: T) => void {
  const counter = new Counter({ name, help, labelNames: [label], registers: [registry] });
  for (const value of values) counter.inc({ [label]: value }, 0);
  return (value) => counter.inc({ [label]: value });
}
