import { type Aggregator, collectDefaultMetrics, Registry } from 'prom-client';

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
    tellHowToJoin(registry);
  }
  return registry;
}

/** Of several processes, the server is as old as the first, and as late as the latest. */
function tellHowToJoin(own: Registry): void {
  const join: Readonly<Record<string, Aggregator>> = {
    process_start_time_seconds: 'min',
    nodejs_eventloop_lag_seconds: 'max',
    nodejs_eventloop_lag_mean_seconds: 'max',
    nodejs_eventloop_lag_p50_seconds: 'max',
    nodejs_eventloop_lag_p90_seconds: 'max',
    nodejs_eventloop_lag_p99_seconds: 'max',
  };
  for (const [name, aggregator] of Object.entries(join)) {
    Object.assign(own.getSingleMetric(name) ?? {}, { aggregator });
  }
}
