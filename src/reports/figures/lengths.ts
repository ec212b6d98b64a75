/** Lengths of time, put together as they come. */
export class Lengths {
  count = 0;
  total = 0;
  /** Undefined of none. */
  longest: number | undefined;

  add(length: number): void {
    this.count += 1;
    this.total += length;
    if (this.longest === undefined || length > this.longest) this.longest = length;
  }
}

/** The same, counted by length, so that their ranks are known; takes room for each other length. */
export class RankedLengths extends Lengths {
  #counts = new Map<number, number>();
  #settled: Ranks | undefined;

  override add(length: number): void {
    super.add(length);
    this.#counts.set(length, (this.#counts.get(length) ?? 0) + 1);
  }

  /** By nearest rank; undefined of none. */
  ranks(): Ranks {
    return this.#settled ?? { median: this.#atRank(50), ninetieth: this.#atRank(90) };
  }

  /** Gives the room back; for when nothing more is to come. */
  settle(): void {
    this.#settled = this.ranks();
    this.#counts = new Map();
  }

  #atRank(percent: number): number | undefined {
    let left = Math.ceil((this.count * percent) / 100);
    for (const [length, count] of [...this.#counts].sort(([a], [b]) => a - b)) {
      left -= count;
      if (left <= 0) return length;
    }
    return undefined;
  }
}

/** What half and nine tenths of the lengths do not exceed. */
export interface Ranks {
  median: number | undefined;
  ninetieth: number | undefined;
}
