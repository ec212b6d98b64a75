import type { Clock } from '../clock';
import type { ExchangeEvent } from '../events';
import type { Handset } from '../exchange-types';
import type { OperatorCallRecord, ServiceRecord } from './load-record';

/** An operator, who stays on the line until the run is over. */
export interface OperatorPhone {
  readonly calls: readonly OperatorCallRecord[];
  /** Told of each call that the operator makes. */
  onDialled: ((callSid: string) => void) | undefined;
  /** Dials in; whenever the line is lost, the operator dials again by themselves. */
  dial(): void;
  /** Has to be told of every event of the operator's calls, and of who takes a customer. */
  handle(event: ExchangeEvent): void;
  /** Whether the operator waits for a customer. */
  isReady(): boolean;
  /** Hangs up for good. */
  leave(): void;
}

/** An operator who lost the line calls again after this time. */
const REDIAL_SECONDS = 5;
/** What begins this long after a conversation's last trace, or later, is no longer part of it. */
const QUIET_MS = 1500;

/**
 * An operator who has not dialled yet. `onServed` is told of each time spent on a customer as it
 * begins; it ends when nothing more is heard or asked for, so that the operator waits for the next
 * one. `fail` is told of what must not happen.
 */
export function createOperatorPhone(
  clock: Clock,
  handset: Handset,
  onServed: (service: ServiceRecord) => void,
  fail: (error: unknown) => void,
): OperatorPhone {
  const calls: OperatorCallRecord[] = [];
  const leaving = new AbortController();
  let service: ServiceRecord | undefined;
  /** Until when the operator is busy, as far as can be told now; a moment still to come counts. */
  let busyUntil = 0;
  /** Requests that are under way, and part of what keeps the operator busy. */
  const pending = new Set<number>();

  const dial = () => {
    busyUntil = clock.now();
    const call = handset.dial();
    calls.push({
      callSid: call.sid,
      number: handset.number,
      dialledAt: clock.now(),
      endedAt: undefined,
    });
    phone.onDialled?.(call.sid);
  };
  const isWithUs = (at: number) => at <= busyUntil + QUIET_MS || pending.size > 0;
  const isTalking = () => service !== undefined && service.partedAt === undefined;
  const busyUntilAtLeast = (at: number) => {
    if (!isTalking() && isWithUs(at)) busyUntil = Math.max(busyUntil, at);
  };
  const part = (at: number) => {
    if (service === undefined || service.partedAt !== undefined) return;
    service.partedAt = at;
    busyUntil = at;
    pending.clear();
  };

  const phone: OperatorPhone = {
    calls,
    onDialled: undefined,
    dial,
    handle(event) {
      switch (event.type) {
        case 'dequeued':
          // The operator is back on the queue now, if not before.
          if (service) service.readyAt = Math.min(busyUntil, event.at);
          pending.clear();
          service = {
            operatorSid: event.by ?? '',
            customerSid: event.call,
            takenAt: event.at,
            bridgedAt: undefined,
            partedAt: undefined,
            readyAt: event.at,
          };
          busyUntil = event.at;
          onServed(service);
          return;
        case 'bridged':
          if (service) service.bridgedAt = event.at;
          return;
        case 'parted':
          part(event.at);
          break;
        case 'request':
          // What follows a customer's end before the two were connected: the talk never was.
          if (service && service.bridgedAt === undefined) part(event.at);
          if (isWithUs(event.at)) pending.add(event.request);
          break;
        case 'response':
        case 'failure':
          if (pending.has(event.request)) {
            busyUntilAtLeast(event.at);
            pending.delete(event.request);
          }
          break;
        case 'hear':
          if (service && service.bridgedAt === undefined) part(event.at);
          busyUntilAtLeast(event.at);
          if (busyUntil === event.at) busyUntil += event.durationMs;
          break;
        case 'cut':
          busyUntil = Math.min(busyUntil, event.at);
          break;
        case 'ended': {
          const call = calls.at(-1);
          if (call) call.endedAt = event.at;
          part(event.at);
          if (leaving.signal.aborted) break;
          busyUntilAtLeast(event.at);
          if (busyUntil === event.at) busyUntil += 1000 * REDIAL_SECONDS;
          clock
            .sleep(1000 * REDIAL_SECONDS, leaving.signal)
            .then(dial, () => {})
            .catch(fail);
          break;
        }
      }
      if (service && !isTalking()) service.readyAt = busyUntil;
    },
    isReady: () => !isTalking() && pending.size === 0 && busyUntil + QUIET_MS < clock.now(),
    leave() {
      leaving.abort();
      handset.hangUp();
    },
  };
  return phone;
}
