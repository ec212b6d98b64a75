import { setTimeout as wait } from 'node:timers/promises';

/** The one clock that everything in an exchange runs on. */
export interface Clock {
  /** Whether time is only counted, and jumps from one event to the next. */
  readonly isVirtual: boolean;
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Waits; rejects with the signal's reason as soon as that is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * Does something in the real world, such as an HTTP request, for which virtual time stands still.
   * On a virtual clock such work is done one after the other in the order it was asked for, so that
   * a run is the same every time.
   */
  outside<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Lets time pass until `promise` is settled, and gives what it gives. Virtual time passes for as
   * long as somebody waits here, and rejects with a `NothingLeftError` where nothing is left that
   * could happen.
   */
  drive<T>(promise: Promise<T>): Promise<T>;
}

/** Virtual time stands still for ever: nobody is left who waits for a later moment. */
export class NothingLeftError extends Error {
  override readonly name = 'NothingLeftError';
  readonly code = 'nothing_left';
}

/** What Node's timers can wait for; of anything longer they make a millisecond. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The time of the real world. */
export function createRealClock(): Clock {
  return {
    isVirtual: false,
    now: () => Date.now(),
    async sleep(ms, signal) {
      const options = signal ? { signal } : {};
      let left = ms;
      try {
        for (; left > LONGEST_TIMER_MS; left -= LONGEST_TIMER_MS) {
          await wait(LONGEST_TIMER_MS, undefined, options);
        }
        await wait(left, undefined, options);
      } catch (error) {
        throw signal?.aborted ? signal.reason : error;
      }
    },
    outside: (work) => work(),
    drive: (promise) => promise,
  };
}

/** A clock that begins at `startAt` (milliseconds since 1970, UTC) and jumps to what comes next. */
export function createVirtualClock(startAt: number): Clock {
  return new VirtualClock(startAt);
}

interface Timer {
  at: number;
  fire: () => void;
}

class VirtualClock implements Clock {
  readonly isVirtual = true;
  #now: number;
  /** In the order in which they are due, and of the same moment in the order they were set. */
  readonly #timers: Timer[] = [];
  readonly #drivers = new Set<(error: Error) => void>();
  #outside = 0;
  #lastOutside: Promise<void> = Promise.resolve();
  #onIdle: (() => void) | undefined;
  #isRunning = false;

  constructor(startAt: number) {
    this.#now = startAt;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const timer: Timer = { at: this.#now + Math.max(0, ms), fire: () => {} };
      const abort = () => {
        this.#timers.splice(this.#timers.indexOf(timer), 1);
        reject(signal?.reason);
      };
      timer.fire = () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.#timers.splice(this.#placeOf(timer.at), 0, timer);
    });
  }

  /** Behind every timer that is due at `at` or earlier. */
  #placeOf(at: number): number {
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#timers[middle] as Timer).at <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  async outside<T>(work: () => Promise<T>): Promise<T> {
    const previous = this.#lastOutside;
    let end = () => {};
    this.#lastOutside = new Promise((resolve) => {
      end = resolve;
    });
    this.#outside += 1;
    await previous;
    try {
      return await work();
    } finally {
      // What follows from this work comes before the next work, and before the next moment.
      setImmediate(() => {
        end();
        this.#outside -= 1;
        if (this.#outside === 0) this.#onIdle?.();
      });
    }
  }

  drive<T>(promise: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#drivers.add(reject);
      promise.then(resolve, reject).finally(() => this.#drivers.delete(reject));
      if (!this.#isRunning) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (;;) {
      await new Promise(setImmediate);
      if (this.#outside > 0) {
        await new Promise<void>((resolve) => {
          this.#onIdle = resolve;
        });
        continue;
      }
      if (this.#drivers.size === 0) break;
      const timer = this.#timers[0];
      if (timer === undefined || timer.at === Number.POSITIVE_INFINITY) {
        for (const reject of this.#drivers)
          reject(new NothingLeftError('Nothing is left to happen.'));
        this.#drivers.clear();
        break;
      }
      this.#timers.shift();
      this.#now = timer.at;
      timer.fire();
    }
    this.#isRunning = false;
  }
}
