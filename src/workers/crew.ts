import cluster, { type Worker } from 'node:cluster';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { UserError } from '../errors';
import { type Answers, type Ask, connect } from './ask';
import { endUnfinishedHandover } from './handover';
import type { AskedOfPrimary, AskedOfWorker } from './questions';
import { createRestartPause } from './restart-pause';

/** One of the workers, as its primary sees it. */
export interface Member {
  /** The same for one who takes the place of another; from 1. */
  place: number;
  ask: Ask<AskedOfWorker>;
}

/** What a crew needs of who started it. */
export interface CrewOptions {
  size: number;
  /** How the questions of a worker are answered. */
  createAnswers(member: Member): Answers<AskedOfPrimary>;
  /** Told of a worker that has ended, on purpose or not. */
  onEnd(member: Member): void;
  /** Told of each worker that takes the place of one that ended. */
  onRestart(): void;
  log: Logger;
}

/** How a worker ended. */
interface End {
  code: number | null;
  signal: string | null;
}

/** Workers on one port, each replaced when it ends. */
export interface Crew {
  members(): readonly Member[];
  /** Rejects with a `UserError` as soon as a worker ends, until `hold` is called. */
  fallsShort: Promise<never>;
  /** From now on, a worker that ends is replaced. */
  hold(): void;
  /** Has all workers end their requests and themselves; those that do not by `graceMs` are killed. */
  stop(reason: string, graceMs: number): Promise<void>;
}

/** Starts the workers: processes that run the same program as this one. */
export function startCrew({ size, createAnswers, onEnd, onRestart, log }: CrewOptions): Crew {
  const members = new Map<Worker, Member>();
  const stopping = new AbortController();
  let isHeld = false;
  let fail: (error: unknown) => void = () => {};
  const fallsShort = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  fallsShort.catch(() => {});

  /** The system may have no room for one more; that there will be some again is for `fill` to see. */
  function tryToFork(place: number): Worker | undefined {
    try {
      return cluster.fork();
    } catch (error) {
      log.error({ err: error, place }, 'a worker cannot be started');
      return undefined;
    }
  }

  /** Starts a worker; resolves when it has ended, with how. */
  function live(place: number): Promise<End> {
    const worker = tryToFork(place);
    if (!worker) return Promise.resolve({ code: null, signal: null });
    endUnfinishedHandover(worker.process);
    const member: Member = { place, ask: () => Promise.reject(new Error('not connected yet')) };
    member.ask = connect<AskedOfWorker, AskedOfPrimary>(worker, createAnswers(member));
    members.set(worker, member);
    return new Promise<End>((resolve) => {
      worker.once('exit', (code, signal) => resolve({ code, signal }));
      worker.on('error', (error) => {
        log.error({ err: error, place }, 'a worker cannot be reached');
        // One that could not even be started has no exit.
        if (worker.process.pid === undefined) resolve({ code: null, signal: null });
      });
    }).finally(() => {
      members.delete(worker);
      onEnd(member);
    });
  }

  /** Fills a place for as long as there is a crew. */
  async function fill(place: number): Promise<void> {
    const findPause = createRestartPause();
    while (!stopping.signal.aborted) {
      const { code, signal } = await live(place);
      if (stopping.signal.aborted) return;
      if (!isHeld) {
        const how = signal ?? `exit code ${code}`;
        fail(new UserError(`a worker process ended before it could serve (${how})`));
        return;
      }
      const pauseMs = findPause();
      log.error({ place, code, signal, pauseMs }, 'a worker ended; another takes its place');
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => {});
      if (!stopping.signal.aborted) onRestart();
    }
  }

  const filled = Array.from({ length: size }, (_, index) => fill(index + 1));
  return {
    members: () => [...members.values()],
    fallsShort,
    hold() {
      isHeld = true;
    },
    async stop(reason, graceMs) {
      stopping.abort();
      // One that is gone already need not be told.
      for (const { ask } of members.values()) void ask('stop', reason).catch(() => {});
      const kill = setTimeout(() => {
        for (const worker of members.keys()) worker.process.kill('SIGKILL');
      }, graceMs);
      await Promise.all(filled);
      clearTimeout(kill);
    },
  };
}
