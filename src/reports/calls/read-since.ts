import { UserError } from '../../errors';
import { findSpan, MOMENT_FORM } from '../read-moment';

const AGO = /^(\d{1,5})\s*(min|h|d|w)$/i;
const MINUTES: Readonly<Record<string, number>> = { min: 1, h: 60, d: 24 * 60, w: 7 * 24 * 60 };

/**
 * The point in time that somebody means: the beginning of what `findSpan` takes, or so long ago as
 * `30min`, `2h`, `3d` or `1w`. Throws a `UserError`, one line that begins with `name`.
 */
export function parseSince(
  text: string,
  { name, zone, now }: { name: string; zone: string; now: Date },
): Date {
  const [, count, unit = ''] = AGO.exec(text.trim()) ?? [];
  const minutes = MINUTES[unit.toLowerCase()];
  if (count !== undefined && minutes !== undefined) {
    return new Date(now.getTime() - Number(count) * minutes * 60_000);
  }
  const span = findSpan(text.trim(), zone, now);
  if (!span) throw new UserError(`${name} ${MOMENT_FORM}, or how long ago, as 2h or 3d`);
  return span.from.toJSDate();
}
