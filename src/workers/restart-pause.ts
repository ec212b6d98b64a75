/** Whoever served for so long is not one who dies again and again. */
const QUIET_MS = 60_000;
const SHORTEST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/**
 * How long to wait before a worker is replaced, to be asked each time it ends: not at all at first,
 * then longer each time that its replacement ends within a minute.
 */
export function createRestartPause(now = () => performance.now()): () => number {
  let endedAt = Number.NEGATIVE_INFINITY;
  let pauseMs = 0;
  return () => {
    const livedMs = now() - endedAt - pauseMs;
    const longerMs = Math.min(Math.max(pauseMs * 2, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS);
    pauseMs = livedMs < QUIET_MS ? longerMs : 0;
    endedAt = now();
    return pauseMs;
  };
}
