/** A derived table, on MySQL and SQLite alike, of the whole numbers `n` from 0 up to a power of ten. */
export function numbersSql(digits: number): string {
  const digit = `(${Array.from({ length: 10 }, (_, n) => `SELECT ${n} AS d`).join(' UNION ALL ')})`;
  const places = Array.from({ length: digits }, (_, place) => place);
  const value = places.map((place) => `p${place}.d * ${10 ** place}`).join(' + ');
  const tables = places.map((place) => `${digit} p${place}`).join(' CROSS JOIN ');
  return `(SELECT ${value} AS n FROM ${tables}) numbers`;
}

/** How many digits the numbers below `count` have. */
export function digitsBelow(count: number): number {
  return String(Math.max(1, count - 1)).length;
}
