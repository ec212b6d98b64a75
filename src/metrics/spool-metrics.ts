import { Gauge, type Registry } from 'prom-client';
import type { SpoolState } from '../history/spool-rows';
import { readBounded } from '../http/read-bounded';

/** Where the figures of a spool come from; either may fail. */
export interface SpoolSource {
  readState(): Promise<SpoolState>;
  /** Why nothing can be kept, or undefined where it can. */
  findFault(): Promise<string | undefined>;
}

interface SpoolReading {
  state: SpoolState | undefined;
  isUsable: boolean;
}

const READ_TIMEOUT_MS = 1000;

/** Shows the spool as it is when it is asked for; gives what brings the figures up to date. */
export function createSpoolMetrics(
  registry: Registry,
): (spool: SpoolSource) => () => Promise<void> {
  const createGauge = (name: string, help: string) => {
    const gauge = new Gauge({ name: `minicc_spool_${name}`, help, registers: [registry] });
    // Until somebody has looked, 0 would be a guess.
    gauge.remove();
    return (value: number | undefined) => (value === undefined ? gauge.remove() : gauge.set(value));
  };
  const showUsable = createGauge('usable', 'Whether rows can be kept in the spool, 1 or 0.');
  const showRows = createGauge('rows', 'Rows that wait in the spool for the database.');
  const showOldest = createGauge('oldest_age_seconds', 'How long the oldest of them has waited.');
  const showSetAside = createGauge('set_aside_rows', 'Rows set aside, for a person to look at.');

  return (spool) => {
    const read = readBounded(() => readSpool(spool), { timeoutMs: READ_TIMEOUT_MS });
    return async () => {
      const { state, isUsable = false } = (await read()) ?? {};
      showUsable(isUsable ? 1 : 0);
      showRows(state?.rows);
      showOldest(state && (state.oldestSeconds ?? 0));
      showSetAside(state?.setAside);
    };
  };
}

async function readSpool(spool: SpoolSource): Promise<SpoolReading> {
  const [state, fault] = await Promise.allSettled([spool.readState(), spool.findFault()]);
  return {
    state: state.status === 'fulfilled' ? state.value : undefined,
    isUsable: fault.status === 'fulfilled' && fault.value === undefined,
  };
}
