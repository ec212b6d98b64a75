import { DateTime } from 'luxon';
import type { Period } from '../reports/period';
import type { Report } from '../reports/report';
import type { Today } from './board';

/** The day that it is at `now`, in a zone; of 23 or 25 hours where its clocks change. */
export function findToday(now: Date, zone: string): Period {
  const start = DateTime.fromJSDate(now, { zone }).startOf('day');
  return { from: start.toJSDate(), to: start.plus({ days: 1 }).toJSDate(), zone };
}

/** What of a day's report stands on the wallboard. */
export function summarise({ total, standard, madeAt }: Report): Today {
  const { offered, answered, abandoned, serviceLevel } = total;
  return {
    ...{ offered, answered, abandoned, serviceLevel },
    formula: standard.serviceLevel,
    thresholdSeconds: standard.thresholdSeconds,
    madeAt: madeAt.getTime(),
  };
}
