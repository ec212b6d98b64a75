import type { ExchangeEvent } from '../../events';
import type { StreamState } from '../protocol';

/** What comes in from the exchange. */
export interface Incoming {
  /** A stream begins; unless it is resumed, everything before it is to be forgotten. */
  onState(state: StreamState): void;
  onEvent(event: ExchangeEvent): void;
  /** The stream is cut; another one is being tried for. */
  onCut(): void;
}

const RETRY_MS = 2000;

/** Follows the events of the exchange, for as long as the page is open. */
export function followEvents({ onState, onEvent, onCut }: Incoming): void {
  const source = new EventSource('events');
  source.addEventListener('state', ({ data }) => onState(JSON.parse(data) as StreamState));
  source.addEventListener('message', ({ data }) => onEvent(JSON.parse(data) as ExchangeEvent));
  source.addEventListener('error', () => {
    onCut();
    // The browser tries again by itself, except after an answer that is no stream.
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(() => followEvents({ onState, onEvent, onCut }), RETRY_MS);
  });
}
