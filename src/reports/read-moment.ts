import { DateTime, type DateTimeUnit } from 'luxon';

/** What a person means by a day, a time or a word: from its beginning up to its end. */
export interface Span {
  from: DateTime;
  /** The same as `from` where it is a point in time. */
  to: DateTime;
}

/** What is said of text that means no time. */
export const MOMENT_FORM =
  'must be a day, as 2026-03-02, a month, a year, a time, as 2026-03-02T09:30, or today, yesterday, ' +
  'this-week, last-week, this-month, last-month, this-year, last-year or now';

const RELATIVE = /^(this|last)-(week|month|year)$/;
const CALENDAR = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/;
const LOCAL = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)$/i;
const EXACT =
  /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-](?:0\d|1[0-4]):?[0-5]\d)$/i;

/**
 * The span that `text` means in a zone, or undefined where it means none. Weeks begin on Monday. Of a
 * local time that comes twice it is the first; one that clocks leave out counts as much later as they
 * go forward.
 */
export function findSpan(text: string, zone: string, now: Date): Span | undefined {
  const here = DateTime.fromJSDate(now, { zone });
  return findByWord(text.toLowerCase(), here) ?? findByCalendar(text, zone) ?? findTime(text, zone);
}

function findByWord(word: string, here: DateTime): Span | undefined {
  if (word === 'now') return { from: here, to: here };
  if (word === 'today') return spanOf(here, 'day');
  if (word === 'yesterday') return spanOf(here.minus({ days: 1 }), 'day');
  const [, which, unit] = RELATIVE.exec(word) ?? [];
  if (unit !== 'week' && unit !== 'month' && unit !== 'year') return undefined;
  return spanOf(which === 'this' ? here : here.startOf(unit).minus({ [unit]: 1 }), unit);
}

function findByCalendar(text: string, zone: string): Span | undefined {
  const [, year, month, day] = CALENDAR.exec(text) ?? [];
  if (year === undefined) return undefined;
  const unit = day !== undefined ? 'day' : month !== undefined ? 'month' : 'year';
  // At noon, which no clock leaves out.
  const at = DateTime.fromObject(
    { year: Number(year), month: Number(month ?? 1), day: Number(day ?? 1), hour: 12 },
    { zone },
  );
  return at.isValid ? spanOf(at, unit) : undefined;
}

function findTime(text: string, zone: string): Span | undefined {
  const local = LOCAL.exec(text);
  const iso = text.replace(/[ t]/, 'T').toUpperCase();
  if (!local && !EXACT.test(iso)) return undefined;
  const at = DateTime.fromISO(iso, { zone });
  if (!at.isValid) return undefined;
  const from = local ? firstOf(at) : at;
  return { from, to: from };
}

function spanOf(at: DateTime, unit: DateTimeUnit): Span {
  const from = firstOf(at.startOf(unit));
  return { from, to: firstOf(from.plus({ [unit]: 1 }).startOf(unit)) };
}

/** Of the points in time that clocks show alike, the first. */
function firstOf(at: DateTime): DateTime {
  return DateTime.min(at, ...at.getPossibleOffsets()) ?? at;
}
