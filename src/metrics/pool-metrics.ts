import { Gauge, type Registry } from 'prom-client';
import type { HostState, PoolUse } from '../database/pool-use';

const STATES: readonly HostState[] = ['writable', 'read-only', 'down'];

/** Shows how the connections to the database are used, by host; nothing where there is no pool. */
export function createPoolMetrics(
  registry: Registry,
): (pool: readonly PoolUse[] | undefined) => void {
  const createGauge = <L extends string>(name: string, help: string, ...labelNames: L[]) =>
    new Gauge({ name: `minicc_database_${name}`, help, labelNames, registers: [registry] });
  const state = new Gauge({
    name: 'minicc_database_host_state',
    help: 'The state that a host is in, 1 or 0.',
    labelNames: ['host', 'state'],
    // Workers that do not agree on it are not added up.
    aggregator: 'max',
    registers: [registry],
  });
  const limit = createGauge('connections_limit', 'Connections that a host may have.', 'host');
  const open = createGauge('connections_open', 'Connections to a host that are open.', 'host');
  const inUse = createGauge('connections_in_use', 'Those of them that are at work.', 'host');
  const awaited = createGauge('connections_awaited', 'Requests that wait for one, to any host.');
  // Without a pool there is nothing of which 0 could be said.
  awaited.remove();

  return (pool) => {
    // A host that is gone from the pool must not stay here with its last figures.
    for (const gauge of [state, limit, open, inUse]) gauge.reset();
    awaited.remove();
    if (!pool) return;
    for (const { host, ...use } of pool) {
      for (const one of STATES) state.set({ host, state: one }, one === use.state ? 1 : 0);
      limit.set({ host }, use.limit);
      open.set({ host }, use.open);
      inUse.set({ host }, use.inUse);
    }
    awaited.set(pool.reduce((sum, { waiting }) => sum + waiting, 0));
  };
}
