import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Board, BoardMessage } from './board';

/** Gives a board to all who watch, and reads it once for all of them. */
export interface BoardWatch {
  /** The board as of now, or of a second ago; the one before, where the database does not answer. */
  current(): Promise<BoardMessage>;
  /** Has each new board handed to `listener`, until the function that comes back is called. */
  watch(listener: (message: BoardMessage) => void): () => void;
  /** Something has happened: the next reading comes sooner. */
  nudge(): void;
  /** No more readings. */
  close(): void;
}

/** What a `BoardWatch` works with. */
export interface WatchOptions {
  read: () => Promise<Board>;
  now: () => number;
  log: Logger;
}

/** For all who watch together. */
const LEAST_BETWEEN_MS = 1000;
/** Other servers' events come to us through the tables alone. */
const MOST_BETWEEN_MS = 2000;
/** Whoever opens the page waits for a database that hangs no longer than this. */
const PATIENCE_MS = 3000;

/** Reads while somebody watches: every two seconds, and sooner where something happens. */
export function createBoardWatch({ read, now, log }: WatchOptions): BoardWatch {
  const listeners = new Set<(message: BoardMessage) => void>();
  let board: Board | undefined;
  let reading: Promise<void> | undefined;
  let readAt = Number.NEGATIVE_INFINITY;
  let isDown = false;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;
  let timerAt = Number.POSITIVE_INFINITY;

  async function readOnce(): Promise<void> {
    readAt = performance.now();
    try {
      board = await read();
      isDown = false;
    } catch (error) {
      if (!isDown) log.warn({ err: error }, 'the wallboard cannot be read; it shows what was');
      isDown = true;
    }
  }

  function begin(): Promise<void> {
    reading ??= readOnce().finally(() => {
      reading = undefined;
    });
    return reading;
  }

  async function turn(): Promise<void> {
    timerAt = Number.POSITIVE_INFINITY;
    await begin();
    const message = { board, now: now() };
    for (const listener of [...listeners]) listener(message);
    schedule(MOST_BETWEEN_MS);
  }

  function schedule(betweenMs: number): void {
    const at = readAt + betweenMs;
    if (isClosed || listeners.size === 0 || at >= timerAt) return;
    clearTimeout(timer);
    timerAt = at;
    timer = setTimeout(() => void turn(), Math.max(0, at - performance.now())).unref();
  }

  return {
    async current() {
      const isDue = performance.now() - readAt >= LEAST_BETWEEN_MS;
      const read = isDue ? begin() : reading;
      await Promise.race([read, sleep(PATIENCE_MS, undefined, { ref: false })]);
      return { board, now: now() };
    },
    watch(listener) {
      listeners.add(listener);
      schedule(LEAST_BETWEEN_MS);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearTimeout(timer);
        timerAt = Number.POSITIVE_INFINITY;
      };
    },
    nudge: () => schedule(LEAST_BETWEEN_MS),
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}
