import { LONGEST_CALL_MS } from '../history/longest-call';
import type { Visit } from '../history/read-visits';

/** Whether something may still become of a visit. */
export function isOpen({ outcome }: Visit): boolean {
  return outcome === 'talking' || outcome === 'connecting';
}

/**
 * The visit as it is to be counted at `now`: one that seems open for longer than a call can last has
 * ended, only that nobody told.
 */
export function settleVisit(visit: Visit, now: Date): Visit {
  if (!isOpen(visit) || visit.loggedAt > now.getTime() - LONGEST_CALL_MS) return visit;
  return visit.outcome === 'talking'
    ? { ...visit, outcome: 'answered', missing: 'enqueue_data' }
    : { ...visit, outcome: 'failed', missing: 'statuscallback_data' };
}
