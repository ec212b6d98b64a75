import type { WaitClass } from '../report';

/** Seconds; from the last one on, waits are one class. */
const CLASS_SECONDS = 5;
const LAST_CLASS_SECONDS = 120;

/**
 * Counts who waited how long, in classes with the service level's threshold among their bounds: who
 * waited as long as a bound is in the class before it, as the service level has it.
 */
export class WaitClasses {
  readonly #classes: WaitClass[];

  constructor(thresholdSeconds: number) {
    const bounds = new Set([thresholdSeconds]);
    for (let bound = 0; bound <= LAST_CLASS_SECONDS; bound += CLASS_SECONDS) bounds.add(bound);
    const sorted = [...bounds].sort((a, b) => a - b);
    this.#classes = sorted.map((fromSeconds, i) => ({
      fromSeconds,
      toSeconds: sorted[i + 1],
      answered: 0,
      abandoned: 0,
    }));
  }

  add(outcome: 'answered' | 'abandoned', waitSeconds: number): void {
    const found = this.#classes.find(
      ({ toSeconds }) => toSeconds === undefined || waitSeconds <= toSeconds,
    );
    if (found) found[outcome] += 1;
  }

  /** Every class, from the shortest; the last one has no end. */
  list(): WaitClass[] {
    return this.#classes;
  }
}
