/** Making one takes as long as a thousand uses; there is at most one for each zone that is asked for. */
const formats = new Map<string, Intl.DateTimeFormat>();
/** As `03/02/2026, 09:00:00 GMT+09:00`; without an offset where it is 0. */
const SHOWN = /^(\d\d)\/(\d\d)\/(\d+), (\d\d:\d\d:\d\d) GMT(?:([+-]\d\d:\d\d).*)?$/;

/**
 * A point in time as ISO 8601 with the offset of a zone, without fractions that are zero. Many times
 * quicker than luxon: files have thousands of times.
 */
export function toIso(time: Date, zone: string): string {
  const [, month, day, year, clock, offset] = SHOWN.exec(getFormat(zone).format(time)) ?? [];
  if (clock === undefined) throw new Error(`no time can be told in ${zone}`);
  const ms = time.getUTCMilliseconds();
  const fraction = ms === 0 ? '' : `.${String(ms).padStart(3, '0')}`;
  const suffix = zone === 'UTC' ? 'Z' : (offset ?? '+00:00');
  return `${year}-${month}-${day}T${clock}${fraction}${suffix}`;
}

/** A point in time as spreadsheet programs take it for one: `2026-03-02 09:00:00`, by clocks of a zone. */
export function toSheetTime(time: Date, zone: string): string {
  return toIso(time, zone).slice(0, 19).replace('T', ' ');
}

function getFormat(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, hourCycle: 'h23', timeZoneName: 'longOffset' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
  });
  formats.set(zone, format);
  return format;
}
