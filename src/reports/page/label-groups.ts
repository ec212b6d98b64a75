import type { ReportGroup } from '../report';
import type { PageGrouping } from './page-question';
import type { Words } from './words';

/** What a row of a table is called, and the bar that is drawn from it. */
export interface GroupLabel {
  long: string;
  short: string;
}

/** Labels for the intervals of a period, or for weekdays, in their order. */
export function labelGroups(
  groups: readonly ReportGroup[],
  by: PageGrouping,
  words: Words,
): GroupLabel[] {
  const { formats, reportTexts } = words;
  if (by === 'weekday') {
    return groups.map(({ key }) => {
      const long = reportTexts.weekdays[Number(key) - 1] ?? key;
      return { long, short: words.language === 'ja' ? long.slice(0, 1) : long.slice(0, 3) };
    });
  }
  const label = by === 'day' ? labelDay : labelHour(groups, words);
  return groups.map(({ key, interval }) =>
    interval ? label(interval.from) : { long: key, short: key },
  );

  function labelDay(from: Date): GroupLabel {
    return { long: formats.longDate(from), short: formats.shortDate(from) };
  }
}

/** Hours of one day go without it; the two that clocks show alike have their offset beside them. */
function labelHour(groups: readonly ReportGroup[], { formats }: Words): (from: Date) => GroupLabel {
  const begins = groups.flatMap(({ interval }) => interval?.from ?? []);
  const areOfOneDay = new Set(begins.map(formats.shortDate)).size <= 1;
  const plain = (from: Date) =>
    areOfOneDay ? formats.time(from) : `${formats.shortDate(from)} ${formats.time(from)}`;
  const seen = begins.map(plain);
  return (from) => {
    const own = plain(from);
    const isDouble = seen.indexOf(own) !== seen.lastIndexOf(own);
    const long = isDouble ? `${own} (${formats.offset(from)})` : own;
    return { long, short: own };
  };
}
