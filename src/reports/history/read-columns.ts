import { parseUtcTime, type UtcTime } from '../../database/utc-time';

/** A stored time in milliseconds since 1970; undefined where there is none, or none that is one. */
export function readTime(time: UtcTime | null): number | undefined {
  if (time === null) return undefined;
  const ms = parseUtcTime(time).getTime();
  return Number.isNaN(ms) ? undefined : ms;
}

/** A stored number, which MySQL gives as text where it has decimals; undefined where there is none. */
export function readNumber(value: number | string | null): number | undefined {
  return value === null ? undefined : Number(value);
}

/** A stored time; undefined where there is none, or none that is one. */
export function readDate(time: UtcTime | null): Date | undefined {
  const ms = readTime(time);
  return ms === undefined ? undefined : new Date(ms);
}
