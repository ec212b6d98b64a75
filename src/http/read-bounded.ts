/** How often something is read, and how long whoever asks waits for it. */
export interface ReadingBounds {
  timeoutMs: number;
  /** What was read answers also those who ask so soon after its reading began; 0 unless told. */
  keepMs?: number;
  /** A clock that never goes back, in milliseconds. */
  now?: () => number;
}

/**
 * Reads within `timeoutMs`; gives undefined where that fails or is late. One reading is under way at
 * most, and all who ask meanwhile wait for it: however many ask, readings do not pile up.
 */
export function readBounded<T>(
  read: () => Promise<T>,
  { timeoutMs, keepMs = 0, now = () => performance.now() }: ReadingBounds,
): () => Promise<T | undefined> {
  let reading: Promise<T | undefined> = Promise.resolve(undefined);
  let startedAt = Number.NEGATIVE_INFINITY;
  let isUnderWay = false;

  function begin(): void {
    startedAt = now();
    isUnderWay = true;
    reading = read()
      .catch(() => undefined)
      .finally(() => {
        isUnderWay = false;
      });
  }

  return () => {
    if (!isUnderWay && now() - startedAt >= keepMs) begin();
    return isUnderWay ? within(timeoutMs, reading) : reading;
  };
}

function within<T>(timeoutMs: number, reading: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(undefined), timeoutMs).unref();
    void reading.then((value) => {
      clearTimeout(late);
      resolve(value);
    });
  });
}
