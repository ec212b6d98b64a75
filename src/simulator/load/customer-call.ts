import type { Clock } from '../clock';
import type { ExchangeEvent } from '../events';
import type { Handset } from '../exchange-types';
import type { CustomerRecord } from './load-record';
import type { PlannedCustomer } from './plan-load';

/** How customers behave, apart from what chance decides. */
export interface CustomerManners {
  /** What they press, once. */
  keys: string;
  /** How long after the first sound they press it. */
  reactionSeconds: number;
}

/** A customer who is on the telephone. */
export interface CustomerCall {
  readonly record: CustomerRecord;
  readonly state: 'menu' | 'queue' | 'taken' | 'talk' | 'after' | 'ended';
  /** Settles when the call has ended. */
  readonly ended: Promise<void>;
  /** Has to be told of every event of the call. */
  handle(event: ExchangeEvent): void;
  /** Hangs up, because the run is broken off. */
  stop(): void;
}

/** How long a customer stays on a line on which nothing of use happens. */
const LOST_SECONDS = 120;

/**
 * Calls, presses keys once something is heard, waits to be connected for as long as patience lasts,
 * talks, and hangs up. `fail` is told of what must not happen.
 */
export function placeCustomerCall(
  clock: Clock,
  handset: Handset,
  planned: PlannedCustomer,
  manners: CustomerManners,
  fail: (error: unknown) => void,
): CustomerCall {
  const record: CustomerRecord = {
    callSid: '',
    patienceSeconds: planned.patienceSeconds,
    dialledAt: clock.now(),
    enqueuedAt: undefined,
    queueVisits: 0,
    takenAt: undefined,
    bridgedAt: undefined,
    conversations: 0,
    endedAt: undefined,
    outcome: 'stopped',
  };
  let state: CustomerCall['state'] = 'menu';
  let hasPressed = false;
  let gaveUp = false;
  let isStopped = false;
  let intention = new AbortController();
  let tellEnded = () => {};
  const ended = new Promise<void>((resolve) => {
    tellEnded = resolve;
  });

  // What the customer means to do next takes the place of what they meant to do before. It is never
  // done at once: an event is told of while the exchange is still at work on it.
  const intend = (seconds: number, act: () => void) => {
    intention.abort();
    if (!Number.isFinite(seconds)) return;
    intention = new AbortController();
    clock
      .sleep(1000 * seconds, intention.signal)
      .then(act, () => {})
      .catch(fail);
  };
  const hangUpAfter = (seconds: number) => intend(seconds, () => handset.hangUp());

  const call = handset.dial();
  record.callSid = call.sid;
  hangUpAfter(LOST_SECONDS);

  return {
    record,
    get state() {
      return state;
    },
    ended,
    handle(event) {
      if (state === 'ended') return;
      switch (event.type) {
        case 'hear':
          if (state !== 'menu' || hasPressed || manners.keys === '') return;
          hasPressed = true;
          intend(manners.reactionSeconds, () => {
            handset.press(manners.keys);
            hangUpAfter(LOST_SECONDS);
          });
          return;
        case 'enqueued':
          state = 'queue';
          record.enqueuedAt ??= event.at;
          record.queueVisits += 1;
          // Whoever took the call lost it again before the two were connected.
          if (record.bridgedAt === undefined) record.takenAt = undefined;
          intend(planned.patienceSeconds, () => {
            gaveUp = true;
            handset.hangUp();
          });
          return;
        case 'dequeued':
          if (event.by === undefined) hangUpAfter(LOST_SECONDS);
          else intention.abort();
          state = event.by === undefined ? 'after' : 'taken';
          if (event.by !== undefined) record.takenAt ??= event.at;
          return;
        case 'bridged':
          state = 'talk';
          record.bridgedAt ??= event.at;
          record.conversations += 1;
          hangUpAfter(planned.talkSeconds);
          return;
        case 'parted':
          state = 'after';
          hangUpAfter(LOST_SECONDS);
          return;
        case 'ended':
          state = 'ended';
          intention.abort();
          record.endedAt = event.at;
          if (record.bridgedAt !== undefined) record.outcome = 'answered';
          else if (gaveUp) record.outcome = 'abandoned';
          else record.outcome = isStopped ? 'stopped' : 'failed';
          tellEnded();
          return;
      }
    },
    stop() {
      isStopped = true;
      handset.hangUp();
    },
  };
}
