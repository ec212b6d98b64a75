import type { Period } from './period';
import type { Standard } from './standard';

/** The ways to divide a report. */
export const GROUPINGS = [
  'day',
  'hour',
  'half-hour',
  'quarter-hour',
  'hour-of-day',
  'weekday',
  'operator',
  'queue',
] as const;

/**
 * A way to divide a report. `day` to `quarter-hour` cut the period into intervals, one after another;
 * `hour-of-day` and `weekday` put together what is alike.
 */
export type Grouping = (typeof GROUPINGS)[number];

/**
 * The figures of some visits and calls, as `kpis.md` defines them. Counts are 0 where there are
 * none; rates, means and longest values are undefined then. Rates are fractions of 1, lengths
 * seconds; neither is rounded.
 */
export interface Figures {
  /**
   * Customers' calls to the number: one that came to the queue where its first visit began to wait,
   * once it is known what became of that visit; one that did not, where it ended.
   */
  calls: number;
  /** Those of them that never came to the queue. */
  menuOnly: number;
  /** Visits to the queue: answered, abandoned, diverted and blocked. */
  offered: number;
  answered: number;
  abandoned: number;
  diverted: number;
  blocked: number;
  /** Neither offered nor any of the above. */
  failed: number;
  /** Visits whose outcome is open: being connected, in a first talk, or their end is on no record. */
  open: number;
  shortAbandoned: number;
  answeredWithin: number;
  abandonedWithin: number;
  answerRate: number | undefined;
  abandonmentRate: number | undefined;
  blockedRate: number | undefined;
  serviceLevel: number | undefined;
  averageSpeedOfAnswer: number | undefined;
  medianSpeedOfAnswer: number | undefined;
  /** Nearest rank, of the answered. */
  ninetiethSpeedOfAnswer: number | undefined;
  longestSpeedOfAnswer: number | undefined;
  averageTimeToAbandon: number | undefined;
  /** Without short abandons. */
  averageTimeToAbandonNotShort: number | undefined;
  longestTimeToAbandon: number | undefined;
  talkTotal: number;
  averageTalk: number | undefined;
  longestTalk: number | undefined;
  /** Answered visits that were moved on from the talk. */
  transfers: number;
  /**
   * Operators' time on the queue within the interval, of calls that have ended; undefined where there
   * is none of it, but somebody was answered: that call has not ended yet, or nobody told.
   */
  timeOnQueue: number | undefined;
  /** Of that, the time in talks. */
  timeInTalks: number | undefined;
  occupancy: number | undefined;
}

/** One part of a divided report. */
export interface ReportGroup {
  /**
   * What it is: the beginning of an interval in ISO 8601 with the zone's offset; the hour (`0` to `23`)
   * or the weekday (`1`, Monday, to `7`); an operator's number; a `QueueSid`. Empty where it is not known.
   */
  key: string;
  /** An operator's name, where there is one. */
  name: string | undefined;
  /** Of intervals alone. */
  interval: { from: Date; to: Date } | undefined;
  /**
   * Whether its time has passed and all visits that began in it have ended. An operator's time
   * on the queue is added when they hang up.
   */
  isFinal: boolean;
  figures: Figures;
}

/** How many visits waited how long. */
export interface WaitClass {
  /**
   * In whole seconds: longer than this, and up to the other with it, so that a wait of exactly the
   * threshold is before it. The first one has 0 in it, too; the last one has no end.
   */
  fromSeconds: number;
  toSeconds: number | undefined;
  answered: number;
  abandoned: number;
}

/** What happened in a period. */
export interface Report {
  period: Period;
  standard: Standard;
  /** When it was made; intervals that end later are not final. */
  madeAt: Date;
  isFinal: boolean;
  total: Figures;
  /** The largest number who waited at the same time, also of those who came before the period. */
  peakWaiting: number;
  /** Visits of a number that had come within the 24 hours before. */
  repeatCallers: number;
  /** Customers who talk to an operator now. */
  talkingNow: number;
  /** Calls that the number made, in the interval in which they ended. */
  outbound: { attempts: number; reached: number; reachRate: number | undefined };
  waits: WaitClass[];
  /** A division for each grouping that was asked for, in that order. */
  divisions: { by: Grouping; groups: ReportGroup[] }[];
  /**
   * How many visits and calls of the period lack a piece, by its name; those figures are estimates, or
   * do without.
   */
  missing: Record<string, number>;
}
