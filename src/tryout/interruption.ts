import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../errors';

/** A command was ended from outside, and not because something was wrong. */
export class Interrupted extends UserError {
  /** What a shell takes for an end by Ctrl+C. */
  readonly exitCode = 130;
}

/** How a person wants a command to end. */
export interface Interruption {
  /** Aborted at the first Ctrl+C, and where nobody reads the output any more. */
  stop: AbortSignal;
  /** Aborted when that took too long for them: at the second. */
  quit: AbortSignal;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** One Ctrl+C comes twice within this time: from the terminal, and passed on by npx. */
const ECHO_MS = 300;

/** Takes it over to end the program; from now on signals do nothing but abort. */
export function takeInterruptions(): Interruption {
  const stop = new AbortController();
  const quit = new AbortController();
  let stoppedAt: number | undefined;
  const interrupt = () => {
    if (stoppedAt !== undefined && performance.now() - stoppedAt > ECHO_MS) quit.abort();
    stoppedAt ??= performance.now();
    stop.abort();
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => stop.abort());
  return { stop: stop.signal, quit: quit.signal };
}

/** Gives what `work` gives; rejects with `Interrupted` as soon as the signal is aborted. */
export async function unlessInterrupted<T>(
  work: Promise<T>,
  signal: AbortSignal,
  message: () => string,
): Promise<T> {
  let interrupt = () => {};
  const interrupted = new Promise<never>((_, reject) => {
    interrupt = () => reject(new Interrupted(message()));
  });
  signal.addEventListener('abort', interrupt);
  if (signal.aborted) interrupt();
  try {
    return await Promise.race([work, interrupted]);
  } finally {
    signal.removeEventListener('abort', interrupt);
  }
}

/** Waits for `work`, but not longer than `ms`. */
export async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  await Promise.race([work, sleep(ms, undefined, { ref: false })]);
}
