import { DateTime } from 'luxon';
import type { Database } from '../../database/tables';
import { createReport } from '../figures/create-report';
import type { Period } from '../period';
import { findSpan } from '../read-moment';
import type { Figures } from '../report';
import type { Standard } from '../standard';

/** How many of the same weekday before are looked at. */
export const USUAL_WEEKS = 4;

/** The figures that are set against what is usual. */
export const GLANCE_FIGURES = [
  'offered',
  'answered',
  'abandoned',
  'abandonmentRate',
  'serviceLevel',
  'averageSpeedOfAnswer',
  'longestWait',
] as const;

/** The name of a figure that is set against what is usual. */
export type GlanceFigure = (typeof GLANCE_FIGURES)[number];

/** Figures at a glance; undefined is what there is none of. */
export type Glance = Record<GlanceFigure, number | undefined>;

/** What a weekday is like. */
export interface Usual {
  /** Of how many days this is the mean: of the last four, those on which anybody called. */
  days: number;
  /** From 1, Monday. */
  weekday: number;
  /** The time of day up to which the days count, where the day that is looked at is not over. */
  upTo: Date | undefined;
  /** The mean of the days' figures, for each figure of those days that have it. */
  figures: Glance;
}

/** The figures at a glance; the longest wait is that of the answered and the abandoned. */
export function pickGlance(figures: Figures): Glance {
  const { longestSpeedOfAnswer, longestTimeToAbandon } = figures;
  const longest = [longestSpeedOfAnswer, longestTimeToAbandon].filter((wait) => wait !== undefined);
  return { ...figures, longestWait: longest.length > 0 ? Math.max(...longest) : undefined };
}

/**
 * What is usual on the weekday of a period that is one day, up to the same time of day where that
 * day is today; undefined for any other period, and for a day that is to come.
 */
export async function findUsual(
  db: Database,
  { period, standard, now }: { period: Period; standard: Standard; now: Date },
  options: { signal?: AbortSignal } = {},
): Promise<Usual | undefined> {
  const begin = DateTime.fromJSDate(period.from, { zone: period.zone });
  if (!isOneDay(period, now) || now <= period.from) return undefined;
  const upTo = now < period.to ? now : undefined;
  const end = DateTime.fromJSDate(upTo ?? period.to, { zone: period.zone });
  const days: Glance[] = [];
  for (let weeks = 1; weeks <= USUAL_WEEKS; weeks += 1) {
    const [from, to] = [begin, end].map((time) => time.minus({ weeks }).toJSDate());
    if (!from || !to || from >= to) continue;
    const own = { from, to, zone: period.zone };
    const { total } = await createReport(db, { period: own, standard, by: [], now }, options);
    if (total.calls > 0 || total.offered > 0) days.push(pickGlance(total));
  }
  return { days: days.length, weekday: begin.weekday, upTo, figures: meanOf(days) };
}

function isOneDay({ from, to, zone }: Period, now: Date): boolean {
  const day = DateTime.fromJSDate(from, { zone }).toISODate();
  const span = day === null ? undefined : findSpan(day, zone, now);
  return span?.from.toMillis() === from.getTime() && span.to.toMillis() === to.getTime();
}

function meanOf(days: readonly Glance[]): Glance {
  const mean = (name: GlanceFigure) => {
    const values = days.map((day) => day[name]).filter((value) => value !== undefined);
    if (values.length === 0) return undefined;
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  return Object.fromEntries(GLANCE_FIGURES.map((name) => [name, mean(name)])) as Glance;
}
