import type { CallOutcome } from '../../calls/call-line';
import type { PageGrouping } from '../page-question';
import type { Preset } from '../presets';
import type { GlanceFigure } from '../usual';

/** How the page says what is usual. */
export interface UsualWords {
  /** How many of the last four such days count. */
  days: number;
  weekday: string;
  /** The time of day up to which they count; undefined for whole days. */
  upTo: string | undefined;
}

/** All words of the pages, in one language; those of figures are in `../texts`. */
export interface PageTexts {
  title: string;
  otherLanguage: string;
  wallboard: string;
  asOf: (time: string) => string;
  notFinal: string;

  choosePeriod: string;
  presets: Readonly<Record<Preset, string>>;
  firstDay: string;
  lastDay: string;
  zone: string;
  show: string;
  measures: string;
  formula: string;
  threshold: string;
  abandonment: string;
  short: string;

  glance: string;
  glanceFigures: Readonly<Record<GlanceFigure, string>>;
  /** Beside a figure that is shown by formula and threshold. */
  byMeasure: (formula: string, seconds: number) => string;
  seeWallboard: string;
  usually: (usual: string) => string;
  aboveUsual: (usual: string) => string;
  belowUsual: (usual: string) => string;
  asUsual: (usual: string) => string;
  tellUsual: (usual: UsualWords) => string;
  /** How the offered are made up; each with its count. */
  sum: (counts: Readonly<Record<SumPart, string>>) => string;

  intervals: Readonly<Record<PageGrouping, string>>;
  isNotFinal: string;
  /** Under a table of which some rows are marked so. */
  whatNotFinalMeans: string;
  countedByArrival: string;
  asTable: string;

  waits: string;
  waited: string;
  waitFromTo: (from: string, to: string) => string;
  waitOver: (limit: string) => string;
  thresholdLine: (seconds: string) => string;
  describeLine: (seconds: number) => string;
  waitsAreOf: string;

  operators: string;
  noOperators: string;
  whatOnQueueMeans: string;
  notKnownYet: string;
  number: string;

  everyFigure: string;
  figure: string;
  value: string;

  calls: string;
  /** In which order calls are listed. */
  byEnd: string;
  callsWith: (number: string) => string;
  searchLabel: string;
  searchHint: string;
  search: string;
  allCalls: string;
  noCalls: string;
  noCallsWith: string;
  began: string;
  caller: string;
  withheld: string;
  outcome: string;
  outcomes: Readonly<Record<CallOutcome, string>>;
  wait: string;
  talk: string;
  by: string;
  story: string;
  storyOf: (caller: string, time: string) => string;
  olderCalls: string;
  newestCalls: string;

  figuresCsv: string;
  callsCsv: string;

  storyTitle: string;
  ended: string;
  length: string;
  back: string;
  noSuchCall: string;
  timesIn: (zone: string) => string;

  noDatabase: string;
  noDatabaseAdvice: string;
  tooBusy: string;
  notUnderstood: string;
  /** What is said of a fault, which is told in one line that begins with the parameter’s name. */
  refuse: (fault: string) => string;
}

/** What the offered are made up of, and their number. */
export type SumPart = 'offered' | 'answered' | 'abandoned' | 'diverted' | 'blocked';
