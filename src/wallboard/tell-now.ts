import { otherSideOf } from './hear-webhook';
import { addLiveCall, type LiveCall } from './live-call';

/** Who waits, who answers and who talks at a moment. */
export interface LiveNow {
  waiting: LiveCall[];
  /** On the queue, those in talks with them. */
  operators: LiveCall[];
  /** Customers in talks. */
  talking: LiveCall[];
  /** Not heard of for so long that they may well be gone; in none of the others. */
  lost: LiveCall[];
  /** All that is known, by call. */
  calls: ReadonlyMap<string, LiveCall>;
}

/**
 * Twilio asks for `/wait` after each piece of music, and for `/operator_queue` at least every ten
 * minutes: who was not heard of for longer is gone, and the callback that says so was lost.
 */
export const LOST_AFTER_MS = 15 * 60_000;
/** Nothing is heard during a talk, but Twilio ends a call after four hours. */
const LONGEST_TALK_MS = 4 * 60 * 60_000;

/** What goes on at `now`, as far as these calls tell when they are put together. */
export function tellNow(known: ReadonlyMap<string, LiveCall>, now: number): LiveNow {
  const calls = withBothSides(known);
  const isLost = (call: LiveCall) =>
    now - call.heardAt > (call.state === 'talking' ? LONGEST_TALK_MS : LOST_AFTER_MS);
  const there = [...calls.values()].filter(({ state }) => state !== 'ended' && state !== 'left');
  const heardOf = there.filter((call) => !isLost(call));
  return {
    waiting: heardOf.filter(({ state }) => state === 'waiting'),
    operators: heardOf.filter(({ role }) => role === 'operator'),
    talking: heardOf.filter(({ role, state }) => role === 'customer' && state === 'talking'),
    lost: there.filter(isLost),
    calls,
  };
}

/** What is known of one side of a talk tells of the other. */
function withBothSides(known: ReadonlyMap<string, LiveCall>): Map<string, LiveCall> {
  const calls = new Map(known);
  for (const call of known.values()) {
    if (isTalkingCustomer(call) && call.withCall !== undefined) {
      addLiveCall(calls, otherSideOf(call, call.withCall));
    }
  }
  for (const call of [...calls.values()]) {
    if (isTalkingCustomer(call)) partCustomer(calls, call);
  }
  for (const call of [...calls.values()]) {
    if (call.role === 'operator' && call.state === 'talking') freeOperator(calls, call);
  }
  return calls;
}

const isTalkingCustomer = ({ role, state }: LiveCall) => role === 'customer' && state === 'talking';

/** The operator is gone, or with the next customer: this talk is over. */
function partCustomer(calls: Map<string, LiveCall>, customer: LiveCall): void {
  const operator = customer.withCall === undefined ? undefined : calls.get(customer.withCall);
  const isWithThem = operator?.state === 'talking' && operator.withCall === customer.callSid;
  if (operator === undefined || isWithThem) return;
  calls.set(customer.callSid, { ...customer, state: 'left', since: operator.since });
}

/** The customer is gone: the operator rests for a moment and takes the next. */
function freeOperator(calls: Map<string, LiveCall>, operator: LiveCall): void {
  const customer = operator.withCall === undefined ? undefined : calls.get(operator.withCall);
  if (customer === undefined || customer.state === 'talking') return;
  const heardAt = Math.max(operator.heardAt, customer.heardAt);
  calls.set(operator.callSid, { ...operator, state: 'ready', withCall: undefined, heardAt });
}
