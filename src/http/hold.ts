import type { Response } from 'express';

/** How many answers are held back at once, and until when. */
export interface HoldOptions {
  /** Those beyond are not held, so that held ones cannot use up the server. */
  mostHeld: number;
  /** Lets go of all that are held, and of all that come later at once. */
  stopping: AbortSignal;
}

/** A wait before an answer, which ends early where the other side goes or the server stops. */
export type Hold = (response: Response, holdMs: number) => Promise<void>;

/** A `Hold` with places of its own. */
export function createHold({ mostHeld, stopping }: HoldOptions): Hold {
  const held = new Set<() => void>();
  stopping.addEventListener('abort', () => {
    for (const release of held) release();
  });
  return (response, holdMs) =>
    new Promise((resolve) => {
      if (held.size >= mostHeld || stopping.aborted || response.closed) {
        resolve();
        return;
      }
      const release = () => {
        held.delete(release);
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(release, holdMs);
      held.add(release);
      response.once('close', release);
    });
}
