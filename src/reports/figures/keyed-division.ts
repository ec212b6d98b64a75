import type { Figures, ReportGroup } from '../report';
import type { Standard } from '../standard';
import type { ArrivedVisit } from './arrival-order';
import type { Division } from './division';
import type { OperatorTime } from './operator-times';
import { Tally } from './tally';

/** What a division by who or what is made with. */
export interface KeyedDivisionOptions {
  standard: Standard;
  /** Whose a visit is, '' where that is not known; undefined of one that is no such thing's. */
  keyOfVisit: (visit: ArrivedVisit) => string | undefined;
  /** The same of an operator's time. */
  keyOfTime: (time: OperatorTime) => string | undefined;
  toFigures: (tally: Tally, standard: Standard) => Figures;
  /** By key. */
  names: ReadonlyMap<string, string>;
  /** Whether nothing in the period can change. */
  isFinal: () => boolean;
}

/** A report divided by who or what: only those with whom something happened are in it. */
export class KeyedDivision implements Division {
  readonly #options: KeyedDivisionOptions;
  readonly #tallies = new Map<string, Tally>();

  constructor(options: KeyedDivisionOptions) {
    this.#options = options;
  }

  addVisit(visit: ArrivedVisit): void {
    const key = this.#options.keyOfVisit(visit);
    if (key !== undefined) this.#tallyOf(key).addVisit(visit, this.#options.standard);
  }

  /** A call to the number is not yet one to a queue or to an operator. */
  addCall(): void {}

  addOperatorTime(time: OperatorTime): void {
    const key = this.#options.keyOfTime(time);
    if (key === undefined) return;
    const tally = this.#tallyOf(key);
    tally.timeOnQueueMs += time.onQueue.to - time.onQueue.from;
    for (const { from, to } of time.talks) tally.timeInTalksMs += to - from;
  }

  /** Whose it will be is not known: while anything is open, all groups may change. */
  markOpen(): void {}

  settleBefore(): void {}

  *listGroups(): Generator<ReportGroup> {
    const { toFigures, standard, names } = this.#options;
    const isFinal = this.#options.isFinal();
    for (const key of [...this.#tallies.keys()].sort(compareKeys)) {
      yield {
        key,
        name: names.get(key),
        interval: undefined,
        isFinal,
        figures: toFigures(this.#tallyOf(key), standard),
      };
    }
  }

  #tallyOf(key: string): Tally {
    const tally = this.#tallies.get(key) ?? new Tally();
    this.#tallies.set(key, tally);
    return tally;
  }
}

/** What is not known comes last. */
function compareKeys(a: string, b: string): number {
  if (a === '' || b === '') return a === '' ? 1 : -1;
  return a < b ? -1 : 1;
}
