import { isWithheld } from '../../twilio/caller-id';

const DAY_MS = 24 * 3_600_000;

/** Knows who has come within the last 24 hours, of visits that come in the order of their arrival. */
export class RepeatCallers {
  /** When each number came last, the longest ago first. */
  readonly #arrivedAt = new Map<string, number>();

  /** Notes a visit and tells whether its number is here again; a withheld number is nobody's. */
  isRepeat(caller: string | undefined, arrivedAt: number): boolean {
    this.#forgetBefore(arrivedAt - DAY_MS);
    if (caller === undefined || isWithheld(caller)) return false;
    const isRepeat = this.#arrivedAt.delete(caller);
    this.#arrivedAt.set(caller, arrivedAt);
    return isRepeat;
  }

  #forgetBefore(time: number): void {
    for (const [caller, arrivedAt] of this.#arrivedAt) {
      if (arrivedAt >= time) return;
      this.#arrivedAt.delete(caller);
    }
  }
}
