import type { Grouping } from '../report';
import { FIGURE_COLUMNS, type FigureColumn, type FigureKey } from './columns';

/** What is no operator's: calls are offered to the queue, and nobody gives up on one operator. */
const NOT_OF_OPERATORS: readonly FigureKey[] = [
  ...(['calls', 'menuOnly', 'offered', 'abandoned', 'diverted', 'blocked', 'failed'] as const),
  ...(['shortAbandoned', 'abandonedWithin'] as const),
  ...(['answerRate', 'abandonmentRate', 'blockedRate', 'serviceLevel'] as const),
  ...(['averageTimeToAbandon', 'averageTimeToAbandonNotShort', 'longestTimeToAbandon'] as const),
];

/** What is no queue's: a call to the number is not yet one to a queue, and operators serve all. */
const NOT_OF_QUEUES: readonly FigureKey[] = [
  ...(['calls', 'menuOnly', 'timeOnQueue', 'timeInTalks', 'occupancy'] as const),
];

/** Whether the parts of such a division have a figure of their own; else it is none, not 0. */
export function isOwnFigure(by: Grouping, key: FigureKey): boolean {
  switch (by) {
    case 'operator':
      return !NOT_OF_OPERATORS.includes(key);
    case 'queue':
      return !NOT_OF_QUEUES.includes(key);
    default:
      return true;
  }
}

/** Every column for a part of such a division; those that are not its own read undefined. */
export function listGroupColumns(by: Grouping): readonly FigureColumn[] {
  return FIGURE_COLUMNS.map((column) =>
    isOwnFigure(by, column.key) ? column : { ...column, read: () => undefined },
  );
}
