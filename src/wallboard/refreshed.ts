import { setTimeout as sleep } from 'node:timers/promises';

/** Something that is read in the background, as often as it is asked for and no more than need be. */
export interface Refreshed<T> {
  /** What was read last, undefined before that; reads anew for the next who asks where it is time. */
  latest(): T | undefined;
  /** As `latest`, but waits a moment where nothing was read yet. */
  first(timeoutMs: number): Promise<T | undefined>;
}

/** How something is refreshed. */
export interface RefreshOptions<T> {
  read: () => Promise<T>;
  /** The least from one reading to the next. */
  everyMs: number;
  /** What takes long is read less often: this many times as long as it took is left between. */
  easeFactor?: number;
  /** Told of the first failure after a success. */
  onFault: (error: unknown) => void;
}

const LONGEST_PAUSE_MS = 60_000;

/** Reads when asked, one reading at a time; after failures less and less often. */
export function createRefreshed<T>(options: RefreshOptions<T>): Refreshed<T> {
  const { read, everyMs, easeFactor = 0, onFault } = options;
  let value: T | undefined;
  let reading: Promise<void> | undefined;
  let dueAt = Number.NEGATIVE_INFINITY;
  let failures = 0;

  async function refresh(): Promise<void> {
    const start = performance.now();
    try {
      value = await read();
      failures = 0;
    } catch (error) {
      failures += 1;
      if (failures === 1) onFault(error);
    }
    const tookMs = performance.now() - start;
    const pauseMs = Math.max(everyMs, tookMs * easeFactor) * 2 ** Math.min(failures, 10);
    dueAt = start + Math.min(pauseMs, Math.max(LONGEST_PAUSE_MS, everyMs));
  }

  function latest(): T | undefined {
    if (performance.now() >= dueAt) {
      reading ??= refresh().finally(() => {
        reading = undefined;
      });
    }
    return value;
  }

  return {
    latest,
    async first(timeoutMs) {
      if (latest() === undefined) {
        await Promise.race([reading, sleep(timeoutMs, undefined, { ref: false })]);
      }
      return value;
    },
  };
}
