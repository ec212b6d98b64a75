import type { Response } from 'express';
import { DateTime } from 'luxon';
import { RequestError } from '../../errors';
import { REPORT_LANGUAGES, type ReportLanguage } from '../show/texts/texts';
import type { ReportsOptions } from './reports-options';

/** The parameter that names the language of headings. */
export const LANGUAGE_PARAMETER = 'lang';

/** The language that was asked for, or else the owner's. Throws a `RequestError` for any other. */
export function readLanguage(
  text: string | undefined,
  { language }: Pick<ReportsOptions, 'language'>,
): ReportLanguage {
  if (text === undefined) return language.startsWith('ja') ? 'ja' : 'en';
  const found = REPORT_LANGUAGES.find((candidate) => candidate === text);
  if (found) return found;
  throw new RequestError(400, `lang must be one of ${REPORT_LANGUAGES.join(', ')}`);
}

/** What times a file is of, if not of all. */
export interface FilePeriod {
  from?: Date | undefined;
  to?: Date | undefined;
  zone: string;
}

/** Has a browser keep the answer as a file that is named after what it holds, of which period. */
export function announceCsv(response: Response, what: string, period: FilePeriod): void {
  const name = [what, ...nameTimes(period)].join('_');
  response.set({
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}.csv"`,
  });
}

/** The first and the last day, or one alone; with times, where they are not whole days. */
function nameTimes({ from, to, zone }: FilePeriod): string[] {
  if (!from || !to) return [];
  const [first, end] = [from, to].map((time) => DateTime.fromJSDate(time, { zone })) as [
    DateTime,
    DateTime,
  ];
  if ([first, end].some((time) => !time.equals(time.startOf('day')))) {
    return [first, end].map((time) => time.toFormat("yyyy-MM-dd'T'HHmm"));
  }
  const days = [first, end.minus({ days: 1 })].map((time) => time.toFormat('yyyy-MM-dd'));
  return [...new Set(days)];
}
