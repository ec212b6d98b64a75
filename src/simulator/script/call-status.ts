import type { CallStatus } from '../events';

/** How a call can end. */
export const CALL_STATUSES = ['completed', 'no-answer', 'busy', 'canceled', 'failed'] as const;

/** The status of that name, if a call can end with it. */
export function findCallStatus(name: string): CallStatus | undefined {
  return CALL_STATUSES.find((status) => status === name);
}
