/**
 * A point in time as `YYYY-MM-DD HH:MM:SS.mmm`, always UTC: the one form that sorts, compares and
 * reads alike in MySQL (`DATETIME(3)`) and SQLite (`TEXT`). NULL in rows that others inserted so.
 */
export type UtcTime = string;

/** A point in time as it is stored. */
export function toUtcTime(time: Date): UtcTime {
  return time.toISOString().replace('T', ' ').replace('Z', '');
}

/** A stored point in time. */
export function parseUtcTime(time: UtcTime): Date {
  return new Date(`${time.replace(' ', 'T')}Z`);
}
