import type { Grouping } from '../../report';
import type { AbandonmentRateName, ServiceLevelName, Standard } from '../../standard';
import type { FigureKey } from '../columns';

/** The languages of reports. */
export const REPORT_LANGUAGES = ['en', 'ja'] as const;

/** A language of reports. */
export type ReportLanguage = (typeof REPORT_LANGUAGES)[number];

/** What a figure is called. */
export interface FigureTexts {
  name: string;
  /** For a narrow table, in one line or two. */
  short: string;
  /** What it counts, in a sentence. */
  meaning: string;
}

/** A formula in words. */
export interface FormulaTexts {
  /** What people call it. */
  name: string;
  /** How it is worked out, with the lengths of time it is worked out by. */
  words: (standard: Standard) => string;
}

/** What reports say, in one language. */
export interface ReportTexts {
  language: ReportLanguage;
  figures: Readonly<Record<FigureKey, FigureTexts>>;
  formulas: Readonly<Record<ServiceLevelName | AbandonmentRateName, FormulaTexts>>;
  /** How a division is called: `By hour`. */
  divisions: Readonly<Record<Grouping, string>>;
  /** The heading of what a division is made of: `Hour`. */
  keys: Readonly<Record<Grouping, string>>;
  /** From Monday. */
  weekdays: readonly string[];
  name: string;
  from: string;
  to: string;
  zone: string;
  isFinal: string;
  yes: string;
  no: string;
  total: string;
  /** What stands for an operator or a queue that is not known. */
  notKnown: string;
  /** A number of seconds, in short: `20 s`. */
  seconds: (seconds: number) => string;
  /** The unit behind the name of a length of time in a file. */
  inSeconds: string;
  /** A period in its zone, of one day, of more, or of other times; the last day is in it. */
  day: (date: string, weekday: string) => string;
  days: (first: string, last: string, count: number) => string;
  times: (from: string, to: string) => string;
  /** The mark of what is not final, explained. */
  notFinalMark: string;
  notFinal: (time: string) => string;
  /** Above what lacks. */
  missingTitle: string;
  /** What it means that a piece lacks, by the name of its table or column, and how often it does. */
  missing: (piece: string, count: string) => string;
  peakWaiting: string;
  repeatCallers: string;
  talkingNow: string;
  outbound: string;
  reachRate: string;
  /** Remarks behind figures of the summary. */
  remarks: {
    menuOnly: (calls: string) => string;
    early: (visits: string, seconds: number) => string;
    wait: (values: { median: string; ninetieth: string; longest: string }) => string;
    abandoned: (values: { notShort: string; longest: string }) => string;
    talk: (values: { longest: string; total: string }) => string;
    occupancy: (values: { inTalks: string; onQueue: string }) => string;
    outbound: (values: { reached: string; rate: string }) => string;
  };
}
