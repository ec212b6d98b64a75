import { LONGEST_CALL_MS } from '../history/longest-call';
import type { Visit } from '../history/read-visits';

/** Whether something may still become of a visit. */
export function isOpen({ outcome }: Visit): boolean {
  return outcome === 'talking' || outcome === 'connecting';
}

/** Whether a customer talks to an operator at `now`, as far as is known. */
export function isTalking(visit: Visit, now: Date): boolean {
  return visit.outcome === 'talking' && isRecent(visit, now);
}

/**
 * The visit as it is to be counted at `now`: one that is open for longer than a call can last lacks
 * its end. It stays open, since nobody knows what became of it.
 */
export function settleVisit(visit: Visit, now: Date): Visit {
  if (!isOpen(visit) || isRecent(visit, now)) return visit;
  const missing = visit.outcome === 'talking' ? 'enqueue_data' : 'statuscallback_data';
  return { ...visit, missing };
}

function isRecent({ loggedAt }: Visit, now: Date): boolean {
  return loggedAt > now.getTime() - LONGEST_CALL_MS;
}
