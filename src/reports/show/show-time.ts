import { DateTime } from 'luxon';

/**
 * A time as a clock of `zone` shows it, `2026-03-02 09:00:10`; of the hour that comes twice, with the
 * offset, which tells the two apart.
 */
export function showTime(time: Date, zone: string): string {
  const local = DateTime.fromJSDate(time, { zone });
  const isTwice = local.getPossibleOffsets().length > 1;
  return local.toFormat(isTwice ? 'yyyy-MM-dd HH:mm:ssZZ' : 'yyyy-MM-dd HH:mm:ss');
}
