import type { Visit } from '../history/read-visits';

/** A visit of which is known when it began. */
export type ArrivedVisit = Visit & { arrivedAt: number };

/** Puts visits that come in the order of their log into that of their arrival. */
export class ArrivalOrder {
  #waiting: ArrivedVisit[] = [];

  add(visit: ArrivedVisit): void {
    this.#waiting.push(visit);
  }

  /** Takes out those who arrived before `time`, the first ones first. */
  takeBefore(time: number): ArrivedVisit[] {
    const taken = this.#waiting.filter(({ arrivedAt }) => arrivedAt < time);
    if (taken.length === 0) return [];
    this.#waiting = this.#waiting.filter(({ arrivedAt }) => arrivedAt >= time);
    return taken.sort((a, b) => a.arrivedAt - b.arrivedAt || (a.key < b.key ? -1 : 1));
  }
}
