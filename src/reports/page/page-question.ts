import { DateTime } from 'luxon';
import { UserError } from '../../errors';
import type { Period } from '../period';
import { chooseGrouping, parseQuestion, type Question, type QuestionDefaults } from '../question';
import type { Grouping } from '../report';
import type { PageQuery } from './page-query';

/** By what the page divides a period. */
export type PageGrouping = Extract<Grouping, 'hour' | 'day' | 'weekday'>;

/** More bars than these nobody tells apart. */
const MOST_DAYS = 400;

/**
 * The question that the page is asked. As people pick days, `last` is the last day that counts, where
 * `to` is the first moment that does not. Throws a `UserError`, one line for a person.
 */
export function parsePageQuestion(
  query: PageQuery,
  defaults: QuestionDefaults,
  now: Date,
): Question {
  const { last, lang: _lang, number: _number, cursor: _cursor, ...raw } = query;
  if (last === undefined) return parseQuestion(raw, defaults, now);
  if (raw.to !== undefined) throw new UserError('to and last both say where the period ends');
  const end = findDay(last);
  if (!end) throw new UserError('last must be a day, as 2026-03-02');
  const { from = last } = raw;
  const begin = findDay(from);
  if (begin && begin > end) {
    throw new UserError(`last must not be before from: ${last} is before ${from}`);
  }
  return parseQuestion({ ...raw, from, to: end.plus({ days: 1 }).toISODate() }, defaults, now);
}

function findDay(text: string): DateTime<true> | undefined {
  const day = DateTime.fromISO(text, { zone: 'utc' });
  return /^\d{4}-\d\d-\d\d$/.test(text) && day.isValid ? day : undefined;
}

/** By what a period is divided on the page: by hour, by day, or, above a year, by weekday. */
export function choosePageGrouping(period: Period): PageGrouping {
  const { from, to, zone } = period;
  const most = DateTime.fromJSDate(from, { zone }).plus({ days: MOST_DAYS });
  return +most < +to ? 'weekday' : chooseGrouping(period);
}
