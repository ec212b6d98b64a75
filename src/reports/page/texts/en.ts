import type { PageTexts, UsualWords } from './texts';

const REFUSALS: Readonly<Record<string, string>> = {
  from: 'The first day must be a day, as 2026-03-02, and not before 1970.',
  last: 'The last day must be a day, as 2026-03-02, and not before the first day.',
  to: 'The period must end after it begins, within ten years.',
  zone: 'The time zone must be an IANA name, as Asia/Tokyo or UTC.',
  formula: 'The formula of the service level must be one of SL1 to SL6.',
  threshold: 'The threshold must be a whole number of seconds from 1 to 3600.',
  abandonment: 'The formula of the abandonment rate must be one of AR1 to AR4.',
  short: 'The length of short abandons must be a whole number of seconds from 0 to 3600.',
  number: 'The number must be a telephone number, or at least three digits of one.',
  cursor: 'The rest of the list was not found: begin again with the newest calls.',
};

/** The pages in English. */
export const en: PageTexts = {
  title: 'Reports',
  otherLanguage: '日本語',
  wallboard: 'Wallboard',
  asOf: (time) => `As of ${time}`,
  notFinal: 'Not final: the period is not over, or calls of it are not.',

  choosePeriod: 'Period',
  presets: {
    today: 'Today',
    yesterday: 'Yesterday',
    'this-week': 'This week',
    'last-week': 'Last week',
    'this-month': 'This month',
    'last-month': 'Last month',
  },
  firstDay: 'First day',
  lastDay: 'Last day',
  zone: 'Time zone',
  show: 'Show',
  measures: 'How it is measured',
  formula: 'Formula of the service level',
  threshold: 'Threshold, in seconds',
  abandonment: 'Formula of the abandonment rate',
  short: 'Short abandons: less than, in seconds',

  glance: 'At a glance',
  glanceFigures: {
    offered: 'Offered',
    answered: 'Answered',
    abandoned: 'Abandoned',
    abandonmentRate: 'Abandonment rate',
    serviceLevel: 'Service level',
    averageSpeedOfAnswer: 'Average speed of answer',
    longestWait: 'Longest wait',
  },
  byMeasure: (formula, seconds) => `${formula}, ${seconds} s`,
  seeWallboard: 'See the wallboard',
  usually: (usual) => `usually ${usual}`,
  aboveUsual: (usual) => `▲ above the usual ${usual}`,
  belowUsual: (usual) => `▼ below the usual ${usual}`,
  asUsual: (usual) => `as usual: ${usual}`,
  tellUsual: ({ days, weekday, upTo }: UsualWords) => {
    const four = `the last four ${weekday}s`;
    const until = upTo === undefined ? '' : `, each up to ${upTo}`;
    if (days === 0) return `Nothing is usual yet: nobody called on ${four}${until}.`;
    const which = days === 4 ? four : `${days} of ${four} (those on which anybody called)`;
    return `Usual is the mean of ${which}${until}.`;
  },
  sum: ({ offered, answered, abandoned, diverted, blocked }) =>
    `${offered} offered = ${answered} answered + ${abandoned} abandoned + ${diverted} diverted + ${blocked} blocked`,

  intervals: {
    hour: 'Calls by hour',
    day: 'Calls by day',
    weekday: 'Calls by weekday',
  },
  isNotFinal: 'not final',
  whatNotFinalMeans: 'An interval is not final until all its visits have ended.',
  countedByArrival: 'A call counts where its customer began to wait.',
  asTable: 'As a table',

  waits: 'How long they waited',
  waited: 'Waited',
  waitFromTo: (from, to) => `${from} to ${to}`,
  waitOver: (limit) => `over ${limit}`,
  thresholdLine: (seconds) => `${seconds} s`,
  describeLine: (seconds) =>
    `Left of the line are those who waited no longer than ${seconds} s, the threshold of the service level.`,
  waitsAreOf: 'Of those who were answered or gave up.',

  operators: 'Operators',
  notKnownYet: 'Not known yet',
  number: 'Number',
  noOperators: 'Nobody has answered, and no operator’s call has ended.',
  whatOnQueueMeans:
    'Time on the queue is of calls of operators that have ended; that of who still holds the line is known when it ends, and is a dash until then.',

  everyFigure: 'Every figure',
  figure: 'Figure',
  value: 'Value',

  calls: 'Last calls',
  byEnd: 'By when they ended, the newest first; one that goes on, by when it was answered.',
  callsWith: (number) => `Calls with ${number}, of any day`,
  searchLabel: 'Search by number',
  searchHint: 'A number, or three digits of it or more',
  search: 'Search',
  allCalls: 'All calls of the period',
  noCalls: 'No calls.',
  noCallsWith: 'No calls with this number.',
  began: 'Began',
  caller: 'Caller',
  withheld: 'Withheld',
  outcome: 'Outcome',
  outcomes: {
    answered: 'Answered',
    abandoned: 'Abandoned',
    diverted: 'Diverted',
    blocked: 'Blocked: queue full',
    failed: 'Failed',
    connecting: 'Being connected',
    talking: 'Talking',
    menu: 'Menu only',
    'end-not-known': 'End not known',
  },
  wait: 'Waited',
  talk: 'Talked',
  by: 'Operator',
  story: 'Story',
  storyOf: (caller, time) => `Story of the call of ${caller}, ${time}`,
  olderCalls: 'Older calls',
  newestCalls: 'Newest calls',

  figuresCsv: 'Figures as CSV',
  callsCsv: 'Calls as CSV',

  storyTitle: 'One call’s story',
  ended: 'Ended',
  length: 'Length',
  back: 'Reports',
  noSuchCall: 'Nothing is known of this call.',
  timesIn: (zone) => `Times are those of ${zone}.`,

  noDatabase: 'The database cannot be read at the moment.',
  noDatabaseAdvice: 'Calls go on, and nothing is lost. Load this page again in a while.',
  tooBusy: 'Too many reports are being made at the moment. Load this page again in a while.',
  notUnderstood: 'This was not understood',
  refuse: (fault) => REFUSALS[/^(\w+) must /.exec(fault)?.[1] ?? ''] ?? fault,
};
