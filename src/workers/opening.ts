import { UserError } from '../errors';
import type { PromptCatalogue } from '../prompts/catalogue';
import type { Opened } from '../server/print-setup';
import { createGate } from './gate';
import type { Start } from './questions';

/** How workers come to listen with one password: the first one makes or reads it, the others follow. */
export interface Opening {
  /** From now on, workers are let in. */
  begin(): void;
  /** What a worker needs, when it is its turn to listen. */
  start(): Promise<Omit<Start, 'place'>>;
  /** A worker listens. */
  note(opened: Opened): void;
  /** A worker cannot; false where that stops nothing, as all were listening before. */
  fail(reason: string): boolean;
  /** Resolves when all listen, with what the first one told. Rejects with a `UserError` where one cannot. */
  complete: Promise<Opened>;
}

/** What is known before any worker listens. */
export interface OpeningOptions {
  /** How many workers listen when all do. */
  size: number;
  port: number;
  catalogue: PromptCatalogue;
}

/** Lets nobody in yet. */
export function createOpening({ size, port, catalogue }: OpeningOptions): Opening {
  const begun = createGate<void>();
  const first = createGate<Opened>();
  const complete = createGate<Opened>();
  let isFirstChosen = false;
  let listening = 0;
  let isOver = false;

  return {
    begin: begun.open,
    async start() {
      await begun.passed;
      if (!isFirstChosen) {
        isFirstChosen = true;
        return { port, catalogue };
      }
      const { credentials } = await first.passed;
      return { port, credentials, catalogue };
    },
    note(opened) {
      first.open(opened);
      listening += 1;
      if (listening < size) return;
      isOver = true;
      void first.passed.then(complete.open);
    },
    fail(reason) {
      if (isOver) return false;
      complete.shut(new UserError(reason));
      return true;
    },
    complete: complete.passed,
  };
}
