import type { Store } from 'express-rate-limit';

/** What the addresses share that come when there is no room for more. */
const OTHERS = 'others';

/** How a store of guesses counts. */
export interface GuessStoreOptions {
  windowMs: number;
  /** Beyond so many addresses within a window, the others share one count. */
  mostAddresses: number;
  /** A clock that never goes back, in milliseconds. */
  now?: () => number;
}

/**
 * Counts by address since the first guess of its window, in bounded memory. That many share a count
 * locks nobody out, for a right password is never counted.
 */
export function createGuessStore(options: GuessStoreOptions): Store {
  const { windowMs, mostAddresses, now = () => performance.now() } = options;
  const counts = new Map<string, { guesses: number; endsAt: number }>();

  const forgetEnded = (at: number) => {
    // Windows are of one length, so those that began first end first.
    for (const [address, { endsAt }] of counts) {
      if (endsAt > at) return;
      counts.delete(address);
    }
  };

  return {
    localKeys: true,
    increment(address) {
      const at = now();
      forgetEnded(at);
      const key = counts.has(address) || counts.size < mostAddresses ? address : OTHERS;
      const count = counts.get(key) ?? { guesses: 0, endsAt: at + windowMs };
      count.guesses += 1;
      counts.set(key, count);
      return { totalHits: count.guesses, resetTime: new Date(Date.now() + count.endsAt - at) };
    },
    decrement(address) {
      const count = counts.get(address);
      if (count) count.guesses -= 1;
    },
    resetKey(address) {
      counts.delete(address);
    },
  };
}
