/** The middle of several values, and how far they lie apart. */
export interface Spread {
  median: number;
  least: number;
  most: number;
}

/** Median, least and most; all NaN where there are no values. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  const middle = (sorted.length - 1) / 2;
  const median = (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2;
  return { median, least: at(0), most: at(sorted.length - 1) };
}

/** As `1,234 (1,100–1,300)`, with so many digits after the point. A value that is none prints as “—”. */
export function formatSpread({ median, least, most }: Spread, digits = 0): string {
  if (Number.isNaN(median)) return '—';
  const format = (value: number) =>
    value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return least === most ? format(median) : `${format(median)} (${format(least)}–${format(most)})`;
}
