import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DrainOptions, drainBatch } from './drain';

/** Moves rows from the spool to the database for as long as the server runs. */
export interface BackgroundDrain {
  /** Something has been put into the spool. */
  wake(): void;
  /** Ends after the batch under way. Never throws. */
  stop(): Promise<void>;
}

/** What a drain works with, and when it may begin: when the tables are as they are to be. */
export interface BackgroundDrainOptions extends DrainOptions {
  readiness?: Promise<void> | undefined;
}

const SHORTEST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5000;

/**
 * Drains what an earlier server left, and then whenever it is woken. While the database takes
 * nothing it tries again, less and less often, and not at the same moments as other servers.
 */
export function startBackgroundDrain({
  readiness,
  ...options
}: BackgroundDrainOptions): BackgroundDrain {
  const { log } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const bell = createBell();

  async function run(): Promise<void> {
    await Promise.race([readiness, aborted(signal)]);
    let pauseMs = 0;
    while (!signal.aborted) {
      try {
        const rows = await drainAll(options, signal);
        if (rows > 0) log.info({ rows }, 'the history rows in the spool went to the database');
        pauseMs = 0;
        await bell.rung();
      } catch (error) {
        if (pauseMs === 0) log.warn({ err: error }, 'the spool cannot be drained yet');
        pauseMs = Math.min(Math.max(pauseMs * 2, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS);
        const pause = sleep(pauseMs * (0.5 + Math.random() / 2), undefined, { signal });
        await pause.catch(() => undefined);
      }
    }
  }

  const running = run();
  return {
    wake: bell.ring,
    async stop() {
      stopping.abort();
      bell.ring();
      await running;
    },
  };
}

/** Drains until nothing is left, or `signal` is aborted; gives how many rows the database took. */
async function drainAll(options: DrainOptions, signal: AbortSignal): Promise<number> {
  let rows = 0;
  while (!signal.aborted) {
    const { drained, setAside } = await drainBatch(options);
    if (drained + setAside === 0) break;
    rows += drained;
  }
  return rows;
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

/** Whoever waits for a bell goes on when it rings, or at once where it has rung meanwhile. */
function createBell() {
  let hasRung = false;
  let goOn: (() => void) | undefined;
  return {
    ring: () => {
      hasRung = true;
      goOn?.();
    },
    async rung(): Promise<void> {
      if (!hasRung) {
        await new Promise<void>((resolve) => {
          goOn = resolve;
        });
      }
      hasRung = false;
    },
  };
}
