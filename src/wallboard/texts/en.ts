import type { WallboardTexts } from './texts';

/** What the wallboard says in English. */
export const en: WallboardTexts = {
  title: 'Wallboard',
  waiting: 'Waiting',
  longestWait: 'Longest wait',
  nobodyWaits: 'Nobody waits',
  late: (threshold) => `longer than ${threshold} s`,
  operators: 'Operators',
  ready: 'Free',
  inCalls: 'In calls',
  inCall: 'In a call',
  noOperators: 'No operator is on the queue.',
  today: 'Today',
  offered: 'Offered',
  answered: 'Answered',
  abandoned: 'Abandoned',
  serviceLevel: 'Service level',
  standard: (formula, threshold) => `${formula}, ${threshold} s`,
  byTwilio: 'by Twilio’s queue',
  byOwnEvents: (count) => `${count} by minicc’s own events`,
  twilioSilent: 'Twilio’s queue has not answered yet: counted by minicc’s own events.',
  twilioStale: (age) => `Twilio’s queue last answered ${age} ago: counted by minicc’s own events.`,
  lost: (count, minutes) =>
    `${count} not heard of for ${minutes} minutes or more, and not counted: the word of their end may be lost.`,
  live: 'Live',
  asOf: (time) => `As of ${time}`,
  stale: (age) => `These figures are ${age} old`,
  connectionLost: 'No connection: trying again',
  noFigures: 'The database cannot be read.',
  announce: (waiting) =>
    waiting === 0 ? 'Nobody waits' : waiting === 1 ? 'One caller waits' : `${waiting} callers wait`,
};
