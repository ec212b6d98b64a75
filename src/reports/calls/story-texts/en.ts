import type { StoryTexts } from './story-texts';

const after = (wait: string | undefined) => (wait === undefined ? '' : ` after ${wait}`);

/** Calls' stories in English. */
export const en: StoryTexts = {
  title: {
    customer: 'A customer’s call',
    operator: 'An operator’s call',
    outbound: 'A call that the number made',
  },
  withheld: 'a withheld number',
  someOperator: 'an operator',
  named: (name, number) => `${name} (${number})`,
  duration(seconds) {
    const parts = [
      [Math.floor(seconds / 3600), 'h'],
      [Math.floor(seconds / 60) % 60, 'min'],
      [seconds % 60, 's'],
    ] as const;
    const told = parts
      .filter(([number]) => number > 0)
      .map(([number, unit]) => `${number} ${unit}`);
    return told.length === 0 ? '0 s' : told.join(' ');
  },
  began: ({ from, to }) => `Call from ${from}${to === undefined ? '' : ` to ${to}`}.`,
  queued: 'Came to the queue.',
  connecting: (operator) => `About to be connected to ${operator}.`,
  answered: (operator, wait) =>
    `Answered by ${operator}${wait === undefined ? '' : ` after waiting ${wait}`}.`,
  abandoned: (wait) => `Hung up${wait === undefined ? '' : ` after waiting ${wait}`}.`,
  abandonedAt: (operator, wait) =>
    `Hung up${wait === undefined ? '' : ` after waiting ${wait}`}, just as ${operator} was being connected.`,
  diverted: (wait, result) =>
    `Left the queue${after(wait)} without an answer, sent on elsewhere${result ? ` (${result})` : ''}.`,
  blocked: 'The queue was full: turned away.',
  failed: (result) => `Left the queue by an error${result ? ` (${result})` : ''}.`,
  talkEnded: (talk) => `The talk ended${after(talk)}.`,
  transferred: (talk) => `The operator passed the call on${talk ? ` after ${talk} of talk` : ''}.`,
  talkEndedWithCall: (talk) =>
    `The talk ended, at the latest with the call${talk ? `: ${talk} at most` : ''}.`,
  onQueue: (operator) => `Call of ${operator}, who came to take customers.`,
  took: (caller, wait) =>
    `Took the call of ${caller}${wait === undefined ? '' : `, who had waited ${wait}`}.`,
  missed: (caller) => `The call of ${caller} came, but did not become a talk.`,
  ended: (duration) => `The call ended${duration === undefined ? '' : `: ${duration} in all`}.`,
  endedOtherwise: (status) => `The call ended (${status}).`,
  now: {
    waiting: 'The customer is waiting now.',
    talking: 'The talk is going on now.',
    ready: 'The operator is waiting for a customer now.',
  },
  menuOnly: 'The call never came to the queue: it ended in the menu.',
  noEndYet: 'Nothing is known of how this call ended.',
  summary: (talks, { talk, onQueue, share }) =>
    `${talks} ${talks === 1 ? 'customer' : 'customers'}, ${talk} of talk within ${onQueue} on the queue (${share} %).`,
  missing: (pieces) =>
    `Missing from the record, so that something above is not known or is an estimate: ${pieces.join(', ')}.`,
};
