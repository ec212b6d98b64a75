import { listResidentMib } from '../process-tree';
import { spreadOf } from '../spread';

/** What each process of a server held, resident, as it went on. */
export interface MemorySeries {
  pid: number;
  samples: { seconds: number; mib: number }[];
}

/** What became of the memory of a process. */
export interface MemoryTrend {
  pid: number;
  samples: number;
  mostMib: number;
  /** In the middle of the first and of the last quarter of what was sampled after the warm-up. */
  firstMib: number;
  lastMib: number;
  /** Of the line that is closest to all samples after the warm-up. */
  mibPerHour: number;
}

/** V8 takes what it needs in this share of the time. */
const WARM_UP_SHARE = 0.15;

/** Looks at all processes of a server again and again, until it is told to end. */
export function watchMemory(root: number, everyMs: number): { end(): MemorySeries[] } {
  const series = new Map<number, MemorySeries>();
  const startedAt = performance.now();
  const look = () => {
    const seconds = (performance.now() - startedAt) / 1000;
    for (const [pid, mib] of listResidentMib(root)) {
      const its = series.get(pid) ?? { pid, samples: [] };
      its.samples.push({ seconds, mib });
      series.set(pid, its);
    }
  };
  look();
  const timer = setInterval(look, everyMs);
  return {
    end() {
      clearInterval(timer);
      look();
      return [...series.values()];
    },
  };
}

/** Tells whether a process grew; figures are NaN where there are no samples for them. */
export function findTrend({ pid, samples }: MemorySeries): MemoryTrend {
  const warm = samples.slice(Math.floor(samples.length * WARM_UP_SHARE));
  const quarter = Math.max(1, Math.floor(warm.length / 4));
  const medianOf = (some: typeof samples) => spreadOf(some.map(({ mib }) => mib)).median;
  return {
    pid,
    samples: samples.length,
    mostMib: Math.max(...samples.map(({ mib }) => mib)),
    firstMib: medianOf(warm.slice(0, quarter)),
    lastMib: medianOf(warm.slice(-quarter)),
    mibPerHour: 3600 * slopeOf(warm),
  };
}

/** Of the least-squares line, in MiB for each second. */
function slopeOf(samples: MemorySeries['samples']): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(samples.map((one) => one.seconds)), mean(samples.map((one) => one.mib))];
  const above = samples.reduce((sum, one) => sum + (one.seconds - x) * (one.mib - y), 0);
  const below = samples.reduce((sum, one) => sum + (one.seconds - x) ** 2, 0);
  return above / below;
}
