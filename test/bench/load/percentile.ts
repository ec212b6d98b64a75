/** The value that so many per cent of `sorted` do not go beyond; NaN where there is none. */
export function percentile(sorted: ArrayLike<number>, percent: number): number {
  const index = Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1);
  return sorted[index] ?? Number.NaN;
}
