import type { RequestPurpose } from '../events';
import type { Fault, FaultRule } from '../faults';
import type { Random } from '../random';

/** Decides, request by request, what goes wrong. */
export interface FaultPlan {
  /** The fault that strikes this request; to be asked once for each. */
  strike(request: { purpose: RequestPurpose; from: string | undefined }): Fault | undefined;
}

/**
 * A plan that begins to count now. Each rule counts every request that it is about, also those that
 * another rule strikes; where several could strike, the first in the list does.
 */
export function createFaultPlan(rules: readonly FaultRule[], random: Random): FaultPlan {
  const states = rules.map((rule) => ({ rule, seen: 0, struck: 0 }));
  return {
    strike({ purpose, from }) {
      const due = states.filter((state) => {
        const { rule } = state;
        if (rule.purpose !== undefined && rule.purpose !== purpose) return false;
        if (rule.from !== undefined && rule.from !== from) return false;
        state.seen += 1;
        return state.seen > (rule.after ?? 0);
      });
      const striking = due.find(
        ({ rule, struck }) =>
          struck < (rule.times ?? Number.POSITIVE_INFINITY) &&
          (rule.share === undefined || random.next() < rule.share),
      );
      if (striking === undefined) return undefined;
      striking.struck += 1;
      return striking.rule.fault;
    },
  };
}
