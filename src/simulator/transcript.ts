import type { Clock } from './clock';
import type { EventBody, ExchangeEvent } from './events';

/** Everything that happened in an exchange, in order. */
export interface Transcript {
  /** The events so far; of a bounded transcript, the latest. */
  readonly events: readonly ExchangeEvent[];
  add(body: EventBody): ExchangeEvent;
  /** Calls `listener` with every event from now on; gives what ends that. */
  subscribe(listener: (event: ExchangeEvent) => void): () => void;
}

/** A transcript that keeps the latest `keep` events, all of them unless told otherwise. */
export function createTranscript(clock: Clock, keep = Number.POSITIVE_INFINITY): Transcript {
  let events: ExchangeEvent[] = [];
  let seq = 0;
  const listeners = new Set<(event: ExchangeEvent) => void>();
  return {
    get events() {
      return events;
    },
    add(body) {
      const event: ExchangeEvent = { seq, at: clock.now(), ...body };
      seq += 1;
      events.push(event);
      if (events.length > 2 * keep) events = events.slice(-keep);
      for (const listener of [...listeners]) listener(event);
      return event;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
