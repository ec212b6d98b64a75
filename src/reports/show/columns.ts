import type { Figures } from '../report';
import type { Standard } from '../standard';
import type { ReportTexts } from './texts/texts';

/** The name of a figure. */
export type FigureKey = keyof Figures;

/** What a figure is a number of; a percentage is held as a fraction of 1, a mean is of seconds. */
export type Unit = 'count' | 'percent' | 'seconds' | 'mean';

/** One figure, wherever figures stand side by side. */
export interface FigureColumn {
  key: FigureKey;
  unit: Unit;
  read: (figures: Figures) => number | undefined;
}

const column = (unit: Unit) => (key: FigureKey) => ({
  key,
  unit,
  read: (figures: Figures) => figures[key],
});
const count = column('count');
const percent = column('percent');
const seconds = column('seconds');
const mean = column('mean');

/** Every figure, in the order of tables, files and pages. */
export const FIGURE_COLUMNS: readonly FigureColumn[] = [
  count('calls'),
  count('menuOnly'),
  count('offered'),
  count('answered'),
  count('abandoned'),
  count('diverted'),
  count('blocked'),
  count('failed'),
  count('open'),
  count('shortAbandoned'),
  count('answeredWithin'),
  count('abandonedWithin'),
  percent('answerRate'),
  percent('abandonmentRate'),
  percent('blockedRate'),
  percent('serviceLevel'),
  mean('averageSpeedOfAnswer'),
  seconds('medianSpeedOfAnswer'),
  seconds('ninetiethSpeedOfAnswer'),
  seconds('longestSpeedOfAnswer'),
  mean('averageTimeToAbandon'),
  mean('averageTimeToAbandonNotShort'),
  seconds('longestTimeToAbandon'),
  seconds('talkTotal'),
  mean('averageTalk'),
  seconds('longestTalk'),
  count('transfers'),
  seconds('timeOnQueue'),
  seconds('timeInTalks'),
  percent('occupancy'),
];

/** The column of a figure. */
export function getColumn(key: FigureKey): FigureColumn {
  const found = FIGURE_COLUMNS.find((candidate) => candidate.key === key);
  if (!found) throw new Error(`no column for the figure ${key}`);
  return found;
}

/** A figure's name with what it was measured by: `Service level (SL6, 20 s)`. */
export function describeFigure(key: FigureKey, texts: ReportTexts, standard: Standard): string {
  const measure = findMeasure(key, standard);
  if (measure === undefined) return texts.figures[key].name;
  const inBrackets = [...measure.formula, texts.seconds(measure.seconds)].join(', ');
  return `${texts.figures[key].name} (${inBrackets})`;
}

/** The same for a narrow table, in up to two lines: `SL6 %`, and under it `20 s`. */
export function describeFigureShortly(
  key: FigureKey,
  texts: ReportTexts,
  standard: Standard,
): string {
  const measure = findMeasure(key, standard);
  const [formula] = measure?.formula ?? [];
  if (measure === undefined || formula === undefined) return texts.figures[key].short;
  return `${formula} %\n${texts.seconds(measure.seconds)}`;
}

/** The formula, where there is a choice, and the length of time that decide on a figure. */
function findMeasure(
  key: FigureKey,
  standard: Standard,
): { formula: string[]; seconds: number } | undefined {
  const { serviceLevel, abandonmentRate, thresholdSeconds, shortAbandonSeconds } = standard;
  switch (key) {
    case 'serviceLevel':
      return { formula: [serviceLevel], seconds: thresholdSeconds };
    case 'abandonmentRate':
      return { formula: [abandonmentRate], seconds: shortAbandonSeconds };
    case 'answeredWithin':
    case 'abandonedWithin':
      return { formula: [], seconds: thresholdSeconds };
    case 'shortAbandoned':
    case 'averageTimeToAbandonNotShort':
      return { formula: [], seconds: shortAbandonSeconds };
    default:
      return undefined;
  }
}
