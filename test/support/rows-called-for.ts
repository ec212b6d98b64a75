import type { CallStatus, ExchangeEvent } from '../../src/simulator/events';

/** What became of a call. */
interface Account {
  hungUp?: boolean;
  foundQueueFull?: boolean;
  dequeued?: { waitedSeconds: number; by: string | undefined };
  talked?: boolean;
  ended?: { status: CallStatus; seconds: number };
}

/** The row of a call that left the queue, or was not let in. */
interface Exit {
  CallSid: string;
  QueueResult: string;
  QueueTime: number | null;
}

/** https://www.twilio.com/docs/api/errors/14207 */
const QUEUE_FULL = 14207;

/** Whether a call was not let into the queue. */
export function isQueueFull(
  event: ExchangeEvent,
): event is Extract<ExchangeEvent, { type: 'debugger' }> & { call: string } {
  return event.type === 'debugger' && event.code === QUEUE_FULL && event.call !== undefined;
}

/** The rows that a transcript calls for, each in the order of `calls`; columns that say who did what. */
export function rowsCalledFor(events: readonly ExchangeEvent[]) {
  const ledger = new Map<string, Account>();
  const accountOf = (call: string): Account => {
    const account = ledger.get(call) ?? {};
    ledger.set(call, account);
    return account;
  };
  for (const event of events) {
    if (event.type === 'dial') accountOf(event.call);
    if (event.type === 'hang-up') accountOf(event.call).hungUp = true;
    if (isQueueFull(event)) accountOf(event.call).foundQueueFull = true;
    if (event.type === 'dequeued') accountOf(event.call).dequeued = event;
    if (event.type === 'bridged') accountOf(event.calls[0]).talked = true;
    if (event.type === 'ended') accountOf(event.call).ended = event;
  }
  const calls = [...ledger].map(([CallSid, account]) => ({ CallSid, ...account }));
  return {
    enqueue_data: calls.flatMap(({ CallSid, foundQueueFull, dequeued, talked, hungUp }): Exit[] => {
      if (foundQueueFull) return [{ CallSid, QueueResult: 'queue-full', QueueTime: null }];
      if (!dequeued) return [];
      const QueueResult = talked ? 'bridged' : hungUp ? 'hangup' : 'bridging-in-process';
      return [{ CallSid, QueueResult, QueueTime: dequeued.waitedSeconds }];
    }),
    queue_data: calls.flatMap(({ CallSid, dequeued }) => {
      if (dequeued?.by === undefined) return [];
      const { waitedSeconds: QueueTime, by: DequeingCallSid } = dequeued;
      return [{ CallSid, QueueTime, DequeingCallSid }];
    }),
    statuscallback_data: calls.map(({ CallSid, ended }) => {
      return { CallSid, CallStatus: ended?.status, CallDuration: ended?.seconds };
    }),
  };
}
