import { LONGEST_CALL_MS } from '../history/longest-call';

/** Knows which calls have come to the queue, of visits that come in the order of their arrival. */
export class FirstVisits {
  /** When each call came first, the longest ago first. */
  readonly #arrivedAt = new Map<string, number>();

  /** Notes a visit and tells whether it is the first one of its call. */
  isFirst(callSid: string, arrivedAt: number): boolean {
    this.#forgetBefore(arrivedAt - LONGEST_CALL_MS);
    if (this.#arrivedAt.has(callSid)) return false;
    this.#arrivedAt.set(callSid, arrivedAt);
    return true;
  }

  #forgetBefore(time: number): void {
    for (const [callSid, arrivedAt] of this.#arrivedAt) {
      if (arrivedAt >= time) return;
      this.#arrivedAt.delete(callSid);
    }
  }
}
