/** What a call does. `left`: out of the queue, and not known to be over. */
export type LiveState = 'waiting' | 'ready' | 'talking' | 'left' | 'ended';

/** What a call is doing, as far as is known of it. Times are milliseconds since 1970. */
export interface LiveCall {
  callSid: string;
  from: string | undefined;
  role: 'customer' | 'operator';
  state: LiveState;
  since: number;
  queueSid: string | undefined;
  /** The other side of a talk. */
  withCall: string | undefined;
  /** When the last word of it came. */
  heardAt: number;
}

/** Which state counts where two are of one moment: the one that is further on. */
export const STATE_RANK: Readonly<Record<LiveState, number>> = {
  ready: 1,
  waiting: 2,
  talking: 3,
  left: 4,
  ended: 5,
};

/**
 * What two pieces of knowledge of one call come to, whichever came first: the newest counts, but
 * that a call has ended is final.
 */
export function mergeLiveCalls(one: LiveCall, other: LiveCall): LiveCall {
  const newest = isNewer(other, one) ? other : one;
  const bothEnded = one.state === 'ended' && other.state === 'ended';
  return {
    ...newest,
    from: one.from ?? other.from,
    role: one.role === 'operator' ? one.role : other.role,
    since: bothEnded ? Math.min(one.since, other.since) : newest.since,
    heardAt: Math.max(one.heardAt, other.heardAt),
  };
}

function isNewer(one: LiveCall, other: LiveCall): boolean {
  const [hasOneEnded, hasOtherEnded] = [one.state === 'ended', other.state === 'ended'];
  if (hasOneEnded !== hasOtherEnded) return hasOneEnded;
  if (one.heardAt !== other.heardAt) return one.heardAt > other.heardAt;
  return STATE_RANK[one.state] > STATE_RANK[other.state];
}

/** Each call once, with all that is known of it. */
export function mergeAll(pieces: Iterable<LiveCall>): Map<string, LiveCall> {
  const calls = new Map<string, LiveCall>();
  for (const piece of pieces) addLiveCall(calls, piece);
  return calls;
}

/** Adds a piece of knowledge to what is known. */
export function addLiveCall(calls: Map<string, LiveCall>, piece: LiveCall): void {
  const known = calls.get(piece.callSid);
  calls.set(piece.callSid, known ? mergeLiveCalls(known, piece) : piece);
}
