import { DateTime } from 'luxon';
import type { Period } from './period';
import { QuestionFault } from './question-fault';
import { findSpan, MOMENT_FORM } from './read-moment';
import { GROUPINGS, type Grouping } from './report';
import { ABANDONMENT_RATES, SERVICE_LEVELS, type Standard } from './standard';
import { findZone, ZONE_FORM } from './zone';

/** What a report is asked for with, as it is typed; empty text is as good as none. */
export interface RawQuestion {
  from?: string | undefined;
  to?: string | undefined;
  zone?: string | undefined;
  by?: string | undefined;
  formula?: string | undefined;
  threshold?: string | undefined;
  abandonment?: string | undefined;
  short?: string | undefined;
}

/** What a report is asked for. */
export interface Question {
  period: Period;
  standard: Standard;
  /** Undefined where it was not said: `chooseGrouping` does then. */
  by: Grouping | undefined;
}

/** What counts where a question does not say. */
export interface QuestionDefaults {
  zone: string;
  standard: Standard;
}

const LONGEST_YEARS = 10;
/** A report is shown whole, and nobody reads more intervals. */
const MOST_INTERVALS = 10_000;
const INTERVAL_MINUTES: Partial<Record<Grouping, number>> = {
  hour: 60,
  'half-hour': 30,
  'quarter-hour': 15,
};
const MINUTE_MS = 60_000;

/**
 * The question that somebody typed; today where no period is named. `from` alone means the day, month
 * or year that it names, or from that time to the end of its day; `from` and `to` mean from where the
 * one begins up to where the other begins. Throws a `QuestionFault`, one line that begins with the name
 * of the parameter at fault.
 */
export function parseQuestion(raw: RawQuestion, defaults: QuestionDefaults, now: Date): Question {
  const zone = parseOne('zone', raw.zone, findZone, ZONE_FORM) ?? defaults.zone;
  const period = parsePeriod(raw, zone, now);
  const by = parseName('by', raw.by, GROUPINGS);
  if (by !== undefined) checkGrouping(by, period);
  return { period, standard: parseStandard(raw, defaults.standard), by };
}

/** How a period is divided where nobody says: by hour up to two days, by day above that. */
export function chooseGrouping({ from, to, zone }: Period): 'hour' | 'day' {
  const twoDaysOn = DateTime.fromJSDate(from, { zone }).plus({ days: 2 }).toMillis();
  return to.getTime() <= twoDaysOn ? 'hour' : 'day';
}

function parsePeriod({ from, to }: RawQuestion, zone: string, now: Date): Period {
  const find = (text: string) => findSpan(text, zone, now);
  const first = parseOne('from', from, find, MOMENT_FORM);
  const last = parseOne('to', to, find, MOMENT_FORM);
  if (last !== undefined && first === undefined)
    throw new QuestionFault('{to} needs a {from} beside it');
  const span = first ?? find('today');
  if (span === undefined) throw new Error(`no day can be told in ${zone}`);
  const end =
    last?.from ?? (span.to > span.from ? span.to : span.from.plus({ days: 1 }).startOf('day'));
  checkPeriod(span.from, end);
  return { from: span.from.toJSDate(), to: end.toJSDate(), zone };
}

function checkPeriod(from: DateTime, to: DateTime): void {
  if (to <= from) throw new QuestionFault(`{to} must be later than {from}: ${show(to)} is not`);
  if (from.year < 1970) throw new QuestionFault('{from} must not be before 1970');
  if (to > from.plus({ years: LONGEST_YEARS })) {
    throw new QuestionFault(`{to} must be at most ${LONGEST_YEARS} years after {from}`);
  }
  if (to.year > 9000) throw new QuestionFault('{to} must be before the year 9000');
}

function show(time: DateTime): string {
  return time.toFormat('yyyy-MM-dd HH:mm');
}

function checkGrouping(by: Grouping, { from, to }: Period): void {
  const minutes = INTERVAL_MINUTES[by];
  if (minutes === undefined) return;
  const most = MOST_INTERVALS * minutes * MINUTE_MS;
  if (to.getTime() - from.getTime() <= most) return;
  const days = Math.floor(most / (24 * 60 * MINUTE_MS));
  throw new QuestionFault(
    `{by} must be day for a period this long: ${by} is for at most ${days} days`,
  );
}

function parseStandard(raw: RawQuestion, standard: Standard): Standard {
  const { formula, threshold, abandonment, short } = raw;
  return {
    serviceLevel:
      parseName('formula', formula?.toUpperCase(), SERVICE_LEVELS) ?? standard.serviceLevel,
    abandonmentRate:
      parseName('abandonment', abandonment?.toUpperCase(), ABANDONMENT_RATES) ??
      standard.abandonmentRate,
    thresholdSeconds: parseSeconds('threshold', threshold, 1) ?? standard.thresholdSeconds,
    shortAbandonSeconds: parseSeconds('short', short, 0) ?? standard.shortAbandonSeconds,
  };
}

function parseSeconds(name: 'threshold' | 'short', text: string | undefined, least: number) {
  const find = (digits: string) => {
    const seconds = /^\d{1,4}$/.test(digits) ? Number(digits) : undefined;
    return seconds !== undefined && seconds >= least && seconds <= 3600 ? seconds : undefined;
  };
  return parseOne(name, text, find, `must be a whole number of seconds from ${least} to 3600`);
}

/** What `find` makes of a parameter; undefined where the parameter is not given. */
function parseOne<T>(
  name: keyof RawQuestion,
  text: string | undefined,
  find: (text: string) => T | undefined,
  form: string,
): T | undefined {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '') return undefined;
  const found = find(trimmed);
  if (found === undefined) throw new QuestionFault(`{${name}} ${form}`);
  return found;
}

function parseName<T extends string>(
  name: keyof RawQuestion,
  text: string | undefined,
  names: readonly T[],
): T | undefined {
  const find = (typed: string) => names.find((candidate) => candidate === typed);
  return parseOne(name, text, find, `must be one of ${names.join(', ')}`);
}
