import { setTimeout as sleep } from 'node:timers/promises';
import type { MysqlConnection } from './mysql-connection';

/** A caller's time is short; here a server that is slow to let us in has its chance. */
export const LOOK_MS = 1500;
/** The pause before the second look at a server that is down. */
export const FIRST_PAUSE_MS = 500;
/** The longest pause between two looks. */
export const LAST_PAUSE_MS = 2000;

/** Looks at a server again and again, by a new connection each time. */
export interface Looking {
  /** The first look comes after `pauseMs`. Does nothing where it looks already. */
  start(pauseMs: number): void;
  /** Ends the look that is under way, too. */
  stop(): void;
}

/** What a `Looking` is made from. */
export interface LookingOptions {
  /** Begins to connect to the server. */
  connect(): MysqlConnection;
  /** Is given a connection that the server has let in. */
  onLetIn(connection: MysqlConnection): void;
  /** Is told why the server let nobody in. */
  onFailure(error: unknown): void;
}

/** Does not look before it is started. */
export function createLooking({ connect, onLetIn, onFailure }: LookingOptions): Looking {
  let looking: AbortController | undefined;

  async function keepLooking(firstPauseMs: number, signal: AbortSignal): Promise<void> {
    for (let pauseMs = firstPauseMs; !signal.aborted; pauseMs = lengthen(pauseMs)) {
      await pause(pauseMs, signal);
      if (!signal.aborted) await look(signal);
    }
  }

  async function look(signal: AbortSignal): Promise<void> {
    const connection = connect();
    const giveUp = () => connection.destroy(signal.reason);
    signal.addEventListener('abort', giveUp);
    try {
      await connection.open(LOOK_MS);
    } catch (error) {
      if (!signal.aborted) onFailure(error);
      return;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
    onLetIn(connection);
  }

  return {
    start(pauseMs) {
      if (looking) return;
      looking = new AbortController();
      void keepLooking(pauseMs, looking.signal);
    },
    stop() {
      looking?.abort();
      looking = undefined;
    },
  };
}

/** Longer each time; by chance a little more or less, lest several programs come at once. */
function lengthen(pauseMs: number): number {
  const next = Math.min(Math.max(pauseMs * 1.5, FIRST_PAUSE_MS), LAST_PAUSE_MS);
  return next * (0.9 + Math.random() * 0.2);
}

async function pause(pauseMs: number, signal: AbortSignal): Promise<void> {
  if (pauseMs === 0) return;
  await sleep(pauseMs, undefined, { ref: false, signal }).catch(() => undefined);
}
