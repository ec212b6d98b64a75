import type { ReportTexts } from './texts';

const seconds = (number: number) => `${number} s`;

const MISSING: Readonly<Record<string, string>> = {
  enqueue_data:
    'no word of how the talk ended came: the end of the call stands in for it, or where that is not known either, it counts as not ended',
  statuscallback_data:
    'no word of the end of the call came: a visit that was being connected then counts as not ended',
  queue_data: 'no word of the answer came: who answered, and how long they talked, is not known',
  QueueTime: 'how long the customer waited is not known',
  QueueResult: 'how the customer left the queue is not known',
  CallDuration: 'how long an operator’s call was is not known: the time on the queue is without it',
};

/** What reports say in English. */
export const en: ReportTexts = {
  language: 'en',
  figures: {
    calls: {
      name: 'Calls to the number',
      short: 'Calls',
      meaning: "customers' calls, each where it first began to wait, or ended in the menu",
    },
    menuOnly: {
      name: 'Only in the menu',
      short: 'Menu\nonly',
      meaning: 'calls that never came to the queue',
    },
    offered: {
      name: 'Offered',
      short: 'Offered',
      meaning: 'visits to the queue: answered, abandoned, diverted and blocked together',
    },
    answered: {
      name: 'Answered',
      short: 'Answered',
      meaning: 'visits in which customer and operator talked',
    },
    abandoned: {
      name: 'Abandoned',
      short: 'Aban-\ndoned',
      meaning: 'visits in which the customer hung up before the talk began',
    },
    diverted: {
      name: 'Diverted',
      short: 'Di-\nverted',
      meaning: 'visits that were led out of the queue without a talk',
    },
    blocked: {
      name: 'Blocked',
      short: 'Blocked',
      meaning: 'visits that found the queue full',
    },
    failed: {
      name: 'Failed',
      short: 'Failed',
      meaning: 'visits that ended in an error; not among the offered',
    },
    open: {
      name: 'Not ended',
      short: 'Not\nended',
      meaning:
        'visits that are being connected, talk now, or lack their end; not among the offered',
    },
    shortAbandoned: {
      name: 'Abandoned early',
      short: 'Early',
      meaning: 'of the abandoned, those who gave up by mistake',
    },
    answeredWithin: {
      name: 'Answered in time',
      short: 'Answered\nin time',
      meaning: 'of the answered, those who waited no longer than the threshold',
    },
    abandonedWithin: {
      name: 'Abandoned in time',
      short: 'Abandoned\nin time',
      meaning: 'of the abandoned, those who waited no longer than the threshold',
    },
    answerRate: {
      name: 'Answer rate',
      short: 'Answer\nrate %',
      meaning: 'answered, of the offered',
    },
    abandonmentRate: {
      name: 'Abandonment rate',
      short: 'Aband.\nrate %',
      meaning: 'by the formula that stands beside it',
    },
    blockedRate: {
      name: 'Blocked rate',
      short: 'Blocked\nrate %',
      meaning: 'blocked, of the offered',
    },
    serviceLevel: {
      name: 'Service level',
      short: 'Service\nlevel %',
      meaning: 'by the formula that stands beside it',
    },
    averageSpeedOfAnswer: {
      name: 'Average speed of answer (ASA)',
      short: 'ASA',
      meaning: 'how long the answered waited, on average',
    },
    medianSpeedOfAnswer: {
      name: 'Median speed of answer',
      short: 'Median\nwait',
      meaning: 'half of the answered waited no longer',
    },
    ninetiethSpeedOfAnswer: {
      name: '90th percentile of speed of answer',
      short: '90 %\nwait',
      meaning: 'nine in ten of the answered waited no longer',
    },
    longestSpeedOfAnswer: {
      name: 'Longest speed of answer',
      short: 'Longest\nwait',
      meaning: 'how long one of the answered waited at most',
    },
    averageTimeToAbandon: {
      name: 'Average time to abandon',
      short: 'Gave up\nafter',
      meaning: 'how long the abandoned waited, on average',
    },
    averageTimeToAbandonNotShort: {
      name: 'Average time to abandon without early ones',
      short: 'Without\nearly',
      meaning: 'the same without those who gave up by mistake',
    },
    longestTimeToAbandon: {
      name: 'Longest time to abandon',
      short: 'Gave up\nat most',
      meaning: 'how long one of the abandoned waited at most',
    },
    talkTotal: {
      name: 'Talk time in all',
      short: 'Talk\nin all',
      meaning: 'all talks together, the announcement at their beginning included',
    },
    averageTalk: {
      name: 'Average talk time (ATT)',
      short: 'Average\ntalk',
      meaning: 'how long a talk lasts, on average',
    },
    longestTalk: {
      name: 'Longest talk',
      short: 'Longest\ntalk',
      meaning: 'how long a talk lasted at most',
    },
    transfers: {
      name: 'Transfers',
      short: 'Trans-\nfers',
      meaning: 'answered visits that were moved on from the talk',
    },
    timeOnQueue: {
      name: 'Time on the queue',
      short: 'On the\nqueue',
      meaning: "operators' calls that have ended, as far as they lie within the interval",
    },
    timeInTalks: {
      name: 'Time in talks',
      short: 'In talks',
      meaning: 'of the time on the queue, that in talks with customers',
    },
    occupancy: {
      name: 'Occupancy',
      short: 'Occu-\npancy %',
      meaning: 'time in talks, of the time on the queue',
    },
  },
  formulas: {
    SL1: {
      name: 'all within the threshold',
      words: ({ thresholdSeconds: t }) =>
        `(answered within ${t} s + abandoned within ${t} s) / (answered + abandoned)`,
    },
    SL2: {
      name: 'answered only',
      words: ({ thresholdSeconds: t }) => `answered within ${t} s / answered`,
    },
    SL3: {
      name: 'abandons count against',
      words: ({ thresholdSeconds: t }) => `answered within ${t} s / (answered + abandoned)`,
    },
    SL4: {
      name: 'quick abandons ignored',
      words: ({ thresholdSeconds: t }) =>
        `answered within ${t} s / (answered + abandoned − abandoned within ${t} s)`,
    },
    SL5: {
      name: 'short abandons count for',
      words: ({ thresholdSeconds: t, shortAbandonSeconds: k }) =>
        `(answered within ${t} s + abandoned under ${k} s) / (answered + abandoned)`,
    },
    SL6: {
      name: 'contact',
      words: ({ thresholdSeconds: t, shortAbandonSeconds: k }) =>
        `answered within ${t} s / (offered − abandoned under ${k} s)`,
    },
    AR1: { name: 'plain', words: () => 'abandoned / offered' },
    AR2: {
      name: 'without short abandons',
      words: ({ shortAbandonSeconds: k }) =>
        `(abandoned − abandoned under ${k} s) / (offered − abandoned under ${k} s)`,
    },
    AR3: {
      name: 'of answered and abandoned, without short abandons',
      words: ({ shortAbandonSeconds: k }) =>
        `(abandoned − abandoned under ${k} s) / ` +
        `(answered + abandoned − abandoned under ${k} s)`,
    },
    AR4: {
      name: 'of those who got into the queue',
      words: () => 'abandoned / (offered − blocked)',
    },
  },
  divisions: {
    day: 'By day',
    hour: 'By hour',
    'half-hour': 'By half hour',
    'quarter-hour': 'By quarter of an hour',
    'hour-of-day': 'By hour of the day',
    weekday: 'By weekday',
    operator: 'By operator',
    queue: 'By queue',
  },
  keys: {
    day: 'Day',
    hour: 'Hour',
    'half-hour': 'Half hour',
    'quarter-hour': 'Quarter',
    'hour-of-day': 'Hour',
    weekday: 'Weekday',
    operator: 'Operator',
    queue: 'Queue',
  },
  weekdays: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  name: 'Name',
  from: 'From',
  to: 'To',
  zone: 'Time zone',
  isFinal: 'Final',
  yes: 'yes',
  no: 'no',
  total: 'Total',
  notKnown: 'not known',
  seconds,
  inSeconds: ' (s)',
  day: (date, weekday) => `${weekday}, ${date}`,
  days: (first, last, count) => `${first} to ${last} (${count} days)`,
  times: (from, to) => `${from} to ${to}`,
  notFinalMark: '* Not final: it is not over, or calls of it have not ended.',
  notFinal: (time) => `Not final, as of ${time}: it is not over, or calls of it have not ended.`,
  missingTitle: 'Some figures are estimates',
  missing: (piece, count) => `${count} × ${MISSING[piece] ?? `${piece} is missing`}.`,
  peakWaiting: 'Most waiting at once',
  repeatCallers: 'Again within 24 hours',
  talkingNow: 'Talking now',
  outbound: 'Calls from the number',
  reachRate: 'Reach rate',
  remarks: {
    menuOnly: (calls) => `${calls} of them only in the menu`,
    early: (visits, limit) => `${visits} of them early, in less than ${limit} s`,
    wait: ({ median, ninetieth, longest }) =>
      `median ${median}, 90 % in ${ninetieth}, longest ${longest}`,
    abandoned: ({ notShort, longest }) => `${notShort} without early ones, longest ${longest}`,
    talk: ({ longest, total }) => `longest ${longest}, in all ${total}`,
    occupancy: ({ inTalks, onQueue }) => `${inTalks} in talks of ${onQueue} on the queue`,
    outbound: ({ reached, rate }) => `${reached} reached somebody, ${rate}`,
  },
};
