import { collectDefaultMetrics, Registry } from 'prom-client';

/** Gauges whose names say that they are counters; the same figures are there by type. */
const MISNAMED = [
  'nodejs_active_resources_total',
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
];

let registry: Registry | undefined;

/**
 * The figures of this process: CPU, memory, event loop, garbage collection. The process has them
 * once, whatever number of servers is in it; its observers cannot be taken away again.
 */
export function getProcessMetrics(): Registry {
  if (!registry) {
    registry = new Registry();
    collectDefaultMetrics({ register: registry });
    for (const name of MISNAMED) registry.removeSingleMetric(name);
  }
  return registry;
}
