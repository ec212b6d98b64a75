import type { RequestPurpose } from '../events';
import type { Fault } from '../faults';
import type { WireResponse } from './transmit';
import { describeTimeout, type WireFailure } from './wire-error';

/** Webhooks that only tell something: no call waits for their answer. */
const CALLBACKS: readonly RequestPurpose[] = [
  'status-callback',
  'dial-status-callback',
  'recording-status-callback',
];

/** How long an answer is waited for, and which timeout ends that. */
export interface Patience {
  kind: 'read' | 'total';
  ms: number;
}

/**
 * What takes the place of sending, where the fault keeps a request from arriving. A lost callback
 * goes unnoticed; who waits for a lost document, does so for as long as it has patience.
 */
export function substituteFor(
  fault: Fault | undefined,
  purpose: RequestPurpose,
  patience: Patience,
): WireResponse | WireFailure | undefined {
  switch (fault?.kind) {
    case 'status':
      return { status: fault.status, headers: {}, body: Buffer.alloc(0) };
    case 'refused':
      return { code: 11202, message: 'TCP connection refused', cause: 'ct', isFinal: false };
    case 'lost':
      return CALLBACKS.includes(purpose)
        ? { code: 0, message: 'Lost on the way', cause: undefined, isFinal: true }
        : describeTimeout(patience.kind, patience.ms, 'waiting');
    default:
      return undefined;
  }
}

/** How much longer the fault makes an answer take; for ever, where it never comes. */
export function delayOfAnswerMs(fault: Fault | undefined): number {
  if (fault?.kind === 'slow') return fault.seconds * 1000;
  return fault?.kind === 'lost-answer' ? Number.POSITIVE_INFINITY : 0;
}
