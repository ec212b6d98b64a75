/** A stretch of time, in milliseconds; the end is not part of it. */
export interface Interval {
  from: number;
  to: number;
}

/**
 * How many of the `intervals` are under way, on average, in each of `count` equal parts of `window`.
 */
export function averageUnderWay(
  intervals: readonly Interval[],
  window: Interval,
  count: number,
): number[] {
  const partMs = (window.to - window.from) / count;
  const totals = new Array<number>(count).fill(0);
  if (!(partMs > 0)) return totals;
  for (const { from, to } of intervals) {
    const first = Math.max(0, Math.floor((from - window.from) / partMs));
    for (let part = first; part < count; part += 1) {
      const begins = window.from + part * partMs;
      if (begins >= to) break;
      totals[part] =
        (totals[part] as number) +
        Math.max(0, Math.min(to, begins + partMs) - Math.max(from, begins));
    }
  }
  return totals.map((total) => total / partMs);
}

/** The most of the `intervals` that are under way at once; one of no length never is. */
export function mostUnderWay(intervals: readonly Interval[]): number {
  const real = intervals.filter(({ from, to }) => to > from);
  const starts = real.map(({ from }) => from).sort((a, b) => a - b);
  const ends = real.map(({ to }) => to).sort((a, b) => a - b);
  let most = 0;
  let ended = 0;
  starts.forEach((start, begun) => {
    while ((ends[ended] as number) <= start) ended += 1;
    most = Math.max(most, begun + 1 - ended);
  });
  return most;
}
