import { randomBytes } from 'node:crypto';
import type { HistoryTable } from '../contestants/contestant';

/** A kind of request, as Twilio makes it. */
export interface Load {
  /** As on the command line. */
  name: string;
  /** For people. */
  title: string;
  /** As the PHP original calls it; minicc answers to it, too. */
  path: string;
  /** The table that gets a row for each; undefined where none does. */
  table: HistoryTable | undefined;
  /** The parameters of a request of a call, without those that every request has. */
  parameters: Readonly<Record<string, string>>;
}

const QUEUE = { QueueSid: `QU${'3c5a'.repeat(8)}`, QueueTime: '12' };

/** The requests that are measured, in the order of a call. */
export const LOADS: readonly Load[] = [
  {
    name: 'first',
    title: 'first request of a customer',
    path: '/index.php',
    table: undefined,
    parameters: { CallStatus: 'ringing' },
  },
  {
    name: 'wait',
    title: 'waiting in the queue',
    path: '/wait.php',
    table: undefined,
    parameters: {
      ...QUEUE,
      ...{ CallStatus: 'ringing', QueuePosition: '3', AvgQueueTime: '20', CurrentQueueSize: '5' },
    },
  },
  {
    name: 'guidance',
    title: 'an operator answers (writes)',
    path: '/guidance.php',
    table: 'queue_data',
    parameters: {
      ...QUEUE,
      ...{ CallStatus: 'in-progress', DequeingCallSid: `CA${'7e0b'.repeat(8)}` },
    },
  },
  {
    name: 'exit',
    title: 'leaving the queue (writes)',
    path: '/exit_enqueue.php',
    table: 'enqueue_data',
    parameters: { ...QUEUE, CallStatus: 'in-progress', QueueResult: 'bridged' },
  },
  {
    name: 'status',
    title: 'end of a call (writes)',
    path: '/status_callback.php',
    table: 'statuscallback_data',
    parameters: {
      ...{ CallStatus: 'completed', CallDuration: '61', Duration: '2', SequenceNumber: '0' },
      ...{ Timestamp: 'Sun, 22 Nov 2026 04:00:00 +0000' },
      CallbackSource: 'call-progress-events',
    },
  },
];

const NUMBER = '+815055550000';
/** Of every request of an inbound call: https://www.twilio.com/docs/voice/twiml#request-parameters */
const COMMON = {
  ...{ AccountSid: `AC${'e268'.repeat(8)}`, ApiVersion: '2010-04-01', Direction: 'inbound' },
  ...{ To: NUMBER, ToCountry: 'JP', ToState: '', ToCity: '', ToZip: '' },
  ...{ Called: NUMBER, CalledCountry: 'JP', CalledState: '', CalledCity: '', CalledZip: '' },
  ...{ FromCountry: 'JP', FromState: '', FromCity: '', FromZip: '' },
  ...{ CallerCountry: 'JP', CallerState: '', CallerCity: '', CallerZip: '' },
};

/** A call, by what only it has: 32 hexadecimal digits, and the last eight digits of who calls. */
export interface CallName {
  sid: string;
  number: string;
}

/** A call that nobody made before, from a customer of whom there are many. */
export function drawCall(): CallName {
  const chance = randomBytes(20);
  const number = String(chance.readUInt32LE(16) % 1e8).padStart(8, '0');
  return { sid: chance.toString('hex', 0, 16), number };
}

/** The parameters of a request; of a call that nobody made before, unless told otherwise. */
export function createParameters(
  { parameters }: Load,
  { sid, number }: CallName = drawCall(),
): Record<string, string> {
  const from = `+8190${number}`;
  return { ...COMMON, ...parameters, CallSid: `CA${sid}`, From: from, Caller: from };
}
