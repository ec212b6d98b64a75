/** What Twilio asks in the course of calls; the names but `refused` are those of the bench's loads. */
export interface CallWebhooks {
  /** Answered with 401: of each call's addresses, Twilio first asks some without the password. */
  refused: number;
  /** The menu and the key that was pressed, and an operator's next customer. */
  first: number;
  wait: number;
  guidance: number;
  exit: number;
  status: number;
}

/** Those of them that leave a row. */
export const WRITING = ['guidance', 'exit', 'status'] as const;

/**
 * Those of a customer who presses 1, comes to the queue, is asked for there `waits` times, and is
 * answered; with the one that brings the operator back to the queue. Operators' own calls, two
 * requests in a shift and no more, are left out.
 */
export function countAnswered(waits: number): CallWebhooks {
  return { refused: 3, first: 3, wait: waits, guidance: 1, exit: 1, status: 1 };
}

/** Those of a customer who presses 1, is asked for in the queue `waits` times, and hangs up. */
export function countAbandoned(waits: number): CallWebhooks {
  return { refused: 3, first: 2, wait: waits, guidance: 0, exit: 1, status: 1 };
}

/** How many there are in all. */
export function countWebhooks(webhooks: CallWebhooks): number {
  return Object.values(webhooks).reduce((sum, count) => sum + count, 0);
}

/** How many rows they leave. */
export function countRows(webhooks: CallWebhooks): number {
  return WRITING.reduce((sum, name) => sum + webhooks[name], 0);
}
