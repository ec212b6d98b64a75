import { Counter, Gauge, Registry } from 'prom-client';
import type { PoolUse } from '../database/pool-use';
import type { HistoryMeter } from '../history/history-meter';
import type { OnWebhook } from '../http/measure-webhooks';
import type { OnRefused } from '../http/refusal';
import { createHistoryMetrics } from './history-metrics';
import { packFigures } from './joint-figures';
import { createLabelledCounter } from './labelled-counter';
import { createPoolMetrics } from './pool-metrics';
import { getProcessMetrics } from './process-metrics';
import { createSpoolMetrics, type SpoolSource } from './spool-metrics';
import { createWebhookMetrics } from './webhook-metrics';

/** What a server counts. Its parts are handed to those who know of what they count. */
export interface Metrics {
  history: HistoryMeter;
  onWebhook: OnWebhook;
  onRefused: OnRefused;
  /** By where it was found out who calls; `none` where it could not be. */
  onLookup(source: 'database' | 'remembered' | 'none'): void;
  onPinRefused(reason: 'wrong' | 'locked'): void;
  /** Counts a connection that was turned away because too many are open. */
  onDropped(): void;
  /** Looks at a spool each time the figures are read. */
  watchSpool(spool: SpoolSource): void;
  /** Asks how the pool is used each time the figures are read. */
  watchPool(findPoolUse: () => readonly PoolUse[] | undefined): void;
  /** Counts a worker that took the place of one that ended. */
  onWorkerRestart(): void;
  /**
   * The figures as they are, in Prometheus' text format: what fails is left out. A worker's reject where its
   * primary does not answer.
   */
  read(): Promise<string>;
  /** The same, to be put together with those of other processes by `writeFigures`. */
  readFigures(): Promise<string>;
}

/** The metrics of one server of this version. */
export function createMetrics(version: string): Metrics {
  const registry = new Registry();
  new Gauge({
    name: 'minicc_build_info',
    help: 'The version of minicc; always 1.',
    labelNames: ['version'],
    aggregator: 'first',
    registers: [registry],
  }).set({ version }, 1);
  const dropped = new Counter({
    name: 'minicc_connections_dropped_total',
    help: 'Connections that were turned away, as many were open as may be.',
    registers: [registry],
  });
  const restarts = new Counter({
    name: 'minicc_worker_restarts_total',
    help: 'Worker processes that ended and were replaced.',
    registers: [registry],
  });
  const showSpool = createSpoolMetrics(registry);
  const showPool = createPoolMetrics(registry);
  let refreshSpool = async () => {};
  let findPoolUse: () => readonly PoolUse[] | undefined = () => undefined;

  function refreshPool(): void {
    try {
      showPool(findPoolUse());
    } catch {
      showPool(undefined);
    }
  }

  /** Brings everything up to date; gives all that there is to read. */
  async function refresh(): Promise<Registry[]> {
    await refreshSpool();
    refreshPool();
    return [registry, getProcessMetrics()];
  }

  return {
    history: createHistoryMetrics(registry),
    onWebhook: createWebhookMetrics(registry),
    onRefused: createLabelledCounter(registry, {
      name: 'minicc_refusals_total',
      help: 'Requests that were not let in, by reason.',
      label: 'reason',
      values: ['credentials', 'rate', 'signature'],
    }),
    onLookup: createLabelledCounter(registry, {
      name: 'minicc_operator_lookups_total',
      help: 'Callers looked up among the operators, by what answered.',
      label: 'source',
      values: ['database', 'remembered', 'none'],
    }),
    onPinRefused: createLabelledCounter(registry, {
      name: 'minicc_pin_refusals_total',
      help: 'Operators not let in for their PIN, by reason.',
      label: 'reason',
      values: ['wrong', 'locked'],
    }),
    onDropped: () => dropped.inc(),
    watchSpool(spool) {
      refreshSpool = showSpool(spool);
    },
    watchPool(find) {
      findPoolUse = find;
    },
    onWorkerRestart: () => restarts.inc(),
    async read() {
      const texts = await Promise.allSettled((await refresh()).map(textOf));
      return texts.flatMap((text) => (text.status === 'fulfilled' ? [text.value] : [])).join('\n');
    },
    async readFigures() {
      const read = await Promise.allSettled((await refresh()).map((one) => one.getMetricsAsJSON()));
      return packFigures(read.flatMap((one) => (one.status === 'fulfilled' ? one.value : [])));
    },
  };
}

async function textOf(registry: Registry): Promise<string> {
  return registry.metrics();
}
