import { MinHeap } from './min-heap';

/** Finds the largest number who waited at the same time, of waits that come by their beginning. */
export class PeakWaiting {
  readonly #ends = new MinHeap();
  #peak = 0;

  get peak(): number {
    return this.#peak;
  }

  /** A wait from a beginning to before its end, in milliseconds since 1970. */
  add(from: number, to: number): void {
    if (to <= from) return;
    while ((this.#ends.first ?? Number.POSITIVE_INFINITY) <= from) this.#ends.removeFirst();
    this.#ends.add(to);
    this.#peak = Math.max(this.#peak, this.#ends.size);
  }
}
