/**
 * How a customer's call went: `answered` were connected with an operator; `abandoned` gave up in the
 * queue; `failed` neither, because something went wrong on the way; `stopped` were still on the line
 * when the run was broken off.
 */
export type CustomerOutcome = 'answered' | 'abandoned' | 'failed' | 'stopped';

/** What is kept of a customer's call. Moments are milliseconds since 1970, on the exchange's clock. */
export interface CustomerRecord {
  callSid: string;
  patienceSeconds: number;
  dialledAt: number;
  /** The first time, and how often. */
  enqueuedAt: number | undefined;
  queueVisits: number;
  /** When the first operator took the call, whether or not the two were connected. */
  takenAt: number | undefined;
  /** When they first heard each other, and how often the call was connected. */
  bridgedAt: number | undefined;
  conversations: number;
  endedAt: number | undefined;
  outcome: CustomerOutcome;
}

/** An operator's time with one customer. */
export interface ServiceRecord {
  operatorSid: string;
  customerSid: string;
  /** When the operator took the call out of the queue. */
  takenAt: number;
  bridgedAt: number | undefined;
  partedAt: number | undefined;
  /** When the operator was back on the queue. */
  readyAt: number;
}

/** What is kept of one call of an operator's. */
export interface OperatorCallRecord {
  callSid: string;
  number: string;
  dialledAt: number;
  endedAt: number | undefined;
}

/** A load run as it went, for whatever is to be counted. */
export interface LoadRecord {
  operators: number;
  /** When the first customer could call. */
  startedAt: number;
  /** Until when customers called. */
  arrivalsEndedAt: number;
  endedAt: number;
  /** Whether it was broken off. */
  wasStopped: boolean;
  /** In the order in which they called. */
  customers: readonly CustomerRecord[];
  operatorCalls: readonly OperatorCallRecord[];
  /** In the order in which they began. */
  services: readonly ServiceRecord[];
}
