import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../../src/simulator/clock';

/** A steady number of turns a second, in real time, for all who share it. */
export interface Pace {
  /** Resolves when it is the caller's turn. */
  turn(): Promise<void>;
  /** Nobody waits for a turn any more. */
  lift(): void;
}

/** So many turns a second; `Infinity` makes nobody wait. */
export function createPace(turnsPerSecond: number): Pace {
  let next = performance.now();
  let isLifted = turnsPerSecond === Number.POSITIVE_INFINITY;
  return {
    async turn() {
      if (isLifted) return;
      const now = performance.now();
      // A turn that nobody took is lost: load that was held up must not come all at once.
      next = Math.max(next + 1000 / turnsPerSecond, now);
      await sleep(next - now);
    },
    lift() {
      isLifted = true;
    },
  };
}

/** A clock on which whatever goes over the wire waits for its turn first. */
export function paceClock(clock: Clock, pace: Pace): Clock {
  return {
    isVirtual: clock.isVirtual,
    now: () => clock.now(),
    sleep: (ms, signal) => clock.sleep(ms, signal),
    outside: (work) =>
      clock.outside(async () => {
        await pace.turn();
        return work();
      }),
    drive: (promise) => clock.drive(promise),
  };
}
