import type { Grouping } from '../report';
import { createCalendar } from './calendar';
import { CalendarDivision } from './calendar-division';
import type { Census, CensusOptions } from './census';
import type { Division } from './division';
import { toFigures, toOperatorFigures } from './figures';
import type { Interval } from './intervals';
import { KeyedDivision } from './keyed-division';

/** What a division is made from. */
export interface DivisionOptions {
  census: Census;
  /** As `cutFor` cuts the period. */
  intervals: readonly Interval[];
  /** By number. */
  operatorNames: ReadonlyMap<string, string>;
}

/** Creates the division that a grouping stands for. */
export function createDivision(
  by: Grouping,
  { standard, now }: CensusOptions,
  { census, intervals, operatorNames }: DivisionOptions,
): Division {
  const isFinal = () => census.isFinal;
  switch (by) {
    case 'operator':
      return new KeyedDivision({
        ...{ standard, isFinal, names: operatorNames, toFigures: toOperatorFigures },
        keyOfVisit: ({ outcome, operator }) =>
          outcome === 'answered' || outcome === 'talking' ? (operator ?? '') : undefined,
        keyOfTime: ({ operator }) => operator ?? '',
      });
    case 'queue':
      return new KeyedDivision({
        ...{ standard, isFinal, names: new Map(), toFigures },
        keyOfVisit: ({ queueSid }) => queueSid ?? '',
        keyOfTime: () => undefined,
      });
    default:
      return new CalendarDivision(createCalendar(by, intervals), { standard, madeAt: now });
  }
}
