import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { isRowFault } from '../database/database-errors';
import type { Database } from '../database/tables';
import { addLiveCall, type LiveCall } from './live-call';
import { deleteOldLiveCalls, writeLiveCalls } from './live-calls-table';

/** Brings what was heard of calls into the table, a moment later. */
export interface LiveCallsWriter {
  /** Costs nothing and never throws. */
  hear(calls: readonly LiveCall[]): void;
  /** Ends after a last try to write what is left. Never throws. */
  stop(): Promise<void>;
}

/** What a `LiveCallsWriter` works with. */
export interface WriterOptions {
  /** Not the connections that callers wait for. */
  db: Database;
  log: Logger;
  now: () => Date;
  /** Told after each writing. */
  onWritten?: () => void;
}

/** So much that belongs together comes in together. */
const FIRST_PAUSE_MS = 20;
const LEAST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
/** In one statement. */
const MOST_CALLS = 200;
/** In memory, while the table cannot be written; who was heard of longest ago is forgotten first. */
const MOST_PENDING = 5000;
const LAST_TRY_MS = 500;

const DELETE_EVERY_MS = 10 * 60_000;
const KEPT_MS = 24 * 60 * 60_000;

/**
 * Writes the latest state of each call in the background: at once where it was idle, else twice a
 * second, many calls in one statement. What the database does not take stays, and is tried again.
 */
export function createLiveCallsWriter(options: WriterOptions): LiveCallsWriter {
  const { db, log, now, onWritten } = options;
  const pending = new Map<string, LiveCall>();
  const stopping = new AbortController();
  let writing: Promise<void> | undefined;
  let isDown = false;
  let hasOverflown = false;
  let deletedAt = 0;

  function wake(): void {
    if (stopping.signal.aborted) return;
    writing ??= run().finally(() => {
      writing = undefined;
      // Something may have come in since it was looked at last.
      if (pending.size > 0) wake();
    });
  }

  async function run(): Promise<void> {
    let pauseMs = LEAST_PAUSE_MS;
    await pause(FIRST_PAUSE_MS);
    while (pending.size > 0 && !stopping.signal.aborted) {
      const isWritten = await tryWrite();
      pauseMs = isWritten ? LEAST_PAUSE_MS : Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      await pause(pauseMs);
    }
  }

  const pause = (pauseMs: number) =>
    sleep(pauseMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);

  async function tryWrite(): Promise<boolean> {
    const calls = [...pending.values()].slice(0, MOST_CALLS);
    for (const { callSid } of calls) pending.delete(callSid);
    try {
      await writeOrLeaveOut(calls);
      if (isDown) log.info('live_calls is written again');
      [isDown, hasOverflown] = [false, false];
      onWritten?.();
      await deleteOld();
      return true;
    } catch (error) {
      onFailure(error, calls);
      return false;
    }
  }

  /** A value that is refused would be so for ever: its call is left out, and the others are not. */
  async function writeOrLeaveOut(calls: readonly LiveCall[]): Promise<void> {
    try {
      await writeLiveCalls(db, calls);
    } catch (error) {
      if (!isRowFault(error)) throw error;
      const [{ callSid } = {}] = calls;
      if (calls.length > 1) for (const call of calls) await writeOrLeaveOut([call]);
      else log.warn({ err: error, callSid }, 'a call is left out of live_calls, which refuses it');
    }
  }

  function onFailure(error: unknown, calls: readonly LiveCall[]): void {
    if (!isDown) log.warn({ err: error }, 'live_calls cannot be written; the wallboard is late');
    isDown = true;
    for (const call of calls) keep(call);
  }

  function keep(call: LiveCall): void {
    addLiveCall(pending, call);
    if (pending.size <= MOST_PENDING) return;
    const [longestAgo] = pending.keys();
    if (longestAgo !== undefined) pending.delete(longestAgo);
    if (!hasOverflown) log.warn('live_calls cannot be written for long; calls are left out of it');
    hasOverflown = true;
  }

  async function deleteOld(): Promise<void> {
    const at = now().getTime();
    if (at - deletedAt < DELETE_EVERY_MS) return;
    const deleted = await deleteOldLiveCalls(db, new Date(at - KEPT_MS));
    // There may be more.
    if (deleted === 0) deletedAt = at;
  }

  async function writeRest(): Promise<void> {
    await writing;
    while (pending.size > 0 && !isDown) await tryWrite();
  }

  return {
    hear(calls) {
      for (const call of calls) keep(call);
      if (pending.size > 0) wake();
    },
    async stop() {
      stopping.abort();
      await Promise.race([writeRest(), sleep(LAST_TRY_MS, undefined, { ref: false })]);
    },
  };
}
