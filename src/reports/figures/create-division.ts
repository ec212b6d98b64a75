import type { Grouping } from '../report';
import { createCalendar } from './calendar';
import { CalendarDivision } from './calendar-division';
import type { Census, CensusOptions } from './census';
import type { Division } from './division';
import { toFigures, toOperatorFigures } from './figures';
import { KeyedDivision } from './keyed-division';

/** Creates the division that a grouping stands for; `operatorNames` are by number. */
export function createDivision(
  by: Grouping,
  { period, standard, now }: CensusOptions,
  { census, operatorNames }: { census: Census; operatorNames: ReadonlyMap<string, string> },
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
      return new CalendarDivision(createCalendar(period, by), { standard, madeAt: now });
  }
}
