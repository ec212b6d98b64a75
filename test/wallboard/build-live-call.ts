import fc from 'fast-check';
import { parseCallRequest } from '../../src/twilio/call-request';
import type { LiveCall, LiveState } from '../../src/wallboard/live-call';

/** When everything begins. */
export const START = Date.UTC(2026, 3, 4, 0, 0, 0);

/** A call of this number. */
export const sid = (number: number) => `CA${String(number).padStart(32, '0')}`;

/** A call that waits. */
export function buildLiveCall(columns: Partial<LiveCall> = {}): LiveCall {
  return {
    callSid: sid(1),
    from: '+819012345678',
    role: 'customer',
    state: 'waiting',
    since: START,
    queueSid: undefined,
    withCall: undefined,
    heardAt: START,
    ...columns,
  };
}

/** A webhook of a call, so many seconds after `START`. */
export function buildRequest(parameters: Record<string, string> = {}, seconds = 0) {
  return parseCallRequest({
    fields: Object.entries({ CallSid: sid(1), From: '+819012345678', ...parameters }),
    query: [],
    idempotencyToken: undefined,
    receivedAt: new Date(START + seconds * 1000),
  });
}

const STATES: readonly LiveState[] = ['waiting', 'ready', 'talking', 'left', 'ended'];

/** Pieces of knowledge of a few calls, in few moments, so that many are of the same one. */
export const pieces = fc
  .array(
    fc.record({
      call: fc.integer({ min: 1, max: 3 }),
      state: fc.constantFrom(...STATES),
      second: fc.integer({ min: 0, max: 5 }),
      isNamed: fc.boolean(),
      isOperator: fc.boolean(),
    }),
    { maxLength: 12 },
  )
  .map((all) => all.map(toPiece));

interface PieceOptions {
  call: number;
  state: LiveState;
  second: number;
  isNamed: boolean;
  isOperator: boolean;
}

function toPiece({ call, state, second, isNamed, isOperator }: PieceOptions): LiveCall {
  const at = START + second * 1000;
  return buildLiveCall({
    callSid: sid(call),
    from: isNamed ? `+81901234567${call}` : undefined,
    role: isOperator ? 'operator' : 'customer',
    state,
    since: at,
    withCall: state === 'talking' ? sid(call + 10) : undefined,
    heardAt: at,
  });
}
