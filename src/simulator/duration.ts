const UNIT_SECONDS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/** The length of time in a text such as `500ms`, `1.5s`, `2m` or `1h`, in seconds. */
export function parseDuration(text: string): number | undefined {
  const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  const unitSeconds = UNIT_SECONDS[unit];
  if (unitSeconds === undefined) return undefined;
  // Rounded to the millisecond, in which clocks count.
  return Math.round(1000 * Number(amount) * unitSeconds) / 1000;
}
