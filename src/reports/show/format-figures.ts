import type { Unit } from './columns';

/** What stands where there is no figure: not 0, and not 100 %. */
export const NO_FIGURE = '—';

/**
 * `value` times ten to the power of `shift`, to so many decimals, half up. Shifts the decimals as they
 * are written, since 0.01075 × 10,000 is less than 107.5 to a computer.
 */
export function roundHalfUp(value: number, decimals: number, shift = 0): number {
  // What is written with an exponent, as 1e-7, is nothing at any number of decimals we have.
  if (Math.abs(value) < 1e-6) return 0;
  return Number(`${Math.round(Number(`${value}e${decimals + shift}`))}e-${decimals}`);
}

/**
 * A figure as a number for programs: per cent with two decimals, seconds with three; undefined where
 * there is none.
 */
export function roundFigure(value: number | undefined, unit: Unit): number | undefined {
  if (value === undefined || unit === 'count') return value;
  return unit === 'percent' ? roundHalfUp(value, 2, 2) : roundHalfUp(value, 3);
}

/**
 * A figure for people: `1,234`, `33.33`, `1:05`, `1:02:05`, of means with a tenth, `0:38.2`; a dash
 * where there is none. Per cent goes without its sign, which a heading has.
 */
export function formatFigure(value: number | undefined, unit: Unit): string {
  if (value === undefined) return NO_FIGURE;
  switch (unit) {
    case 'count':
      return value.toLocaleString('en-US');
    case 'percent':
      return roundHalfUp(value, 2, 2).toFixed(2);
    case 'seconds':
      return formatDuration(value, 0);
    case 'mean':
      return formatDuration(value, 1);
  }
}

/** The same where no heading stands above it: `33.33 %`. */
export function formatFigureInText(value: number | undefined, unit: Unit): string {
  const text = formatFigure(value, unit);
  return unit === 'percent' && value !== undefined ? `${text} %` : text;
}

/** A length of time as `m:ss` or `h:mm:ss`, with so many decimals of a second. */
export function formatDuration(seconds: number, decimals: 0 | 1): string {
  const whole = roundHalfUp(seconds, decimals);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = roundHalfUp(whole % 60, decimals)
    .toFixed(decimals)
    .padStart(decimals === 0 ? 2 : 4, '0');
  const minutesAndRest = `${String(minutes).padStart(hours > 0 ? 2 : 1, '0')}:${rest}`;
  return hours > 0 ? `${hours}:${minutesAndRest}` : minutesAndRest;
}
