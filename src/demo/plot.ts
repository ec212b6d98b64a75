/** The customers of the morning, by what they are there to show. */
export type CustomerKey =
  | 'early'
  | 'leavesMenu'
  | 'mistypes'
  | 'talkative'
  | 'forwarded'
  | 'givesUp'
  | 'patient'
  | 'information'
  | 'withheld'
  | 'silent'
  | 'last'
  | 'late';

/** The operators of the morning. */
export type OperatorKey = 'first' | 'second';

/** A customer, and what they do in the one call that they make. */
export interface Customer {
  key: CustomerKey;
  /** The time of day at which they call, `HH:MM:SS`. */
  callsAt: string;
  number: string;
  forwardedFrom?: string;
  /** What they press; each so long after the menu, or its repetition, has begun. */
  keys?: readonly { key: string; afterSeconds: number }[];
  /** When they hang up on the menu, counted from its beginning. */
  leavesMenuAfterSeconds?: number;
  /** How long they wait in line at most; for ever, unless told. */
  patienceSeconds?: number;
  talkSeconds?: number;
  /** Who ends the talk; the customer, unless told. */
  hangsUp?: 'operator';
}

/** An operator, and from when to when they are on the queue, as times of day. */
export interface Operator {
  key: OperatorKey;
  number: string;
  shifts: readonly { comesAt: string; leavesAt: string }[];
}

/** A morning: who calls, who answers, and chance. */
export interface Plot {
  seed: number;
  /** How long the music plays before the place in line is told anew. */
  musicSeconds: number;
  opensAt: string;
  customers: readonly Customer[];
  operators: readonly Operator[];
}

/** One key, the usual one, after so many seconds of the menu. */
const pressesOne = (afterSeconds: number) => [{ key: '1', afterSeconds }];

/**
 * Each of them shows one thing. Margins between them are wide enough for every language's prompts,
 * which differ in length.
 */
export const MORNING: Plot = {
  seed: 9,
  // Shorter than the music that is really played: who moves up in line is to hear of each place.
  musicSeconds: 30,
  opensAt: '09:00:00',
  operators: [
    {
      key: 'first',
      number: '+815011110001',
      // The talk with `last` ends before, and the shift with it.
      shifts: [{ comesAt: '09:10:00', leavesAt: '11:55:00' }],
    },
    {
      key: 'second',
      number: '+815011110002',
      shifts: [
        { comesAt: '09:35:00', leavesAt: '10:20:00' },
        { comesAt: '10:50:00', leavesAt: '11:25:00' },
      ],
    },
  ],
  customers: [
    {
      key: 'early',
      callsAt: '09:06:20',
      number: '+819012340001',
      keys: pressesOne(8),
      talkSeconds: 130,
    },
    {
      key: 'leavesMenu',
      callsAt: '09:24:05',
      number: '+819012340002',
      leavesMenuAfterSeconds: 4,
    },
    {
      key: 'mistypes',
      callsAt: '10:01:50',
      number: '+819012340003',
      keys: [
        { key: '5', afterSeconds: 4 },
        { key: '9', afterSeconds: 3 },
        { key: '1', afterSeconds: 11 },
      ],
      talkSeconds: 325,
    },
    {
      key: 'talkative',
      callsAt: '10:02:25',
      number: '+819012340004',
      keys: pressesOne(5),
      talkSeconds: 205,
    },
    {
      key: 'forwarded',
      callsAt: '10:02:55',
      number: '+819012340005',
      forwardedFrom: '+81312345678',
      keys: pressesOne(7),
      talkSeconds: 150,
    },
    {
      key: 'givesUp',
      callsAt: '10:03:15',
      number: '+819012340006',
      keys: pressesOne(6),
      patienceSeconds: 90,
    },
    {
      key: 'patient',
      callsAt: '10:03:40',
      number: '+819012340007',
      keys: pressesOne(3),
      talkSeconds: 125,
    },
    {
      key: 'information',
      callsAt: '10:33:40',
      number: '+819012340008',
      keys: [{ key: '2', afterSeconds: 9 }],
    },
    {
      key: 'withheld',
      callsAt: '11:04:40',
      number: 'anonymous',
      keys: pressesOne(6),
      talkSeconds: 245,
    },
    {
      key: 'silent',
      callsAt: '11:05:30',
      number: '+819012340010',
      talkSeconds: 95,
    },
    {
      key: 'last',
      callsAt: '11:47:20',
      number: '+819012340011',
      keys: pressesOne(8),
      talkSeconds: 170,
      hangsUp: 'operator',
    },
    {
      key: 'late',
      callsAt: '11:56:10',
      number: '+819012340012',
      keys: pressesOne(9),
      patienceSeconds: 100,
    },
  ],
};

/** A time of day of a plot, in milliseconds since midnight. */
export function timeOfDayMs(text: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = text.split(':').map(Number);
  return 1000 * (3600 * hours + 60 * minutes + seconds);
}
