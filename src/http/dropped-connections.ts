import type { Logger } from 'pino';

/** Strangers cause these: a line for each would fill the log. */
const QUIET_MS = 60_000;

/** What is told when a connection is turned away because too many are open. */
export interface DroppedOptions {
  log: Logger;
  /** Counts it. */
  onDropped: () => void;
  /** A clock that never goes back, in milliseconds. */
  now?: () => number;
}

/** To be called for each connection that is turned away: counts it, and warns once a minute at most. */
export function createDropWarning({
  log,
  onDropped,
  now = () => performance.now(),
}: DroppedOptions): () => void {
  let warnedAt = Number.NEGATIVE_INFINITY;
  let dropped = 0;
  return () => {
    onDropped();
    dropped += 1;
    if (now() - warnedAt < QUIET_MS) return;
    warnedAt = now();
    log.warn({ dropped }, 'connections are turned away: as many are open as may be');
    dropped = 0;
  };
}
