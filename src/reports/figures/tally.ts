import type { Visit } from '../history/read-visits';
import type { Standard } from '../standard';
import { Lengths, RankedLengths } from './lengths';
import type { VisitCounts } from './service-level';

/** What figures are made from; everything in it is whole numbers, so that sums are exact. */
export class Tally implements VisitCounts {
  calls = 0;
  menuOnly = 0;
  answered = 0;
  abandoned = 0;
  diverted = 0;
  blocked = 0;
  failed = 0;
  open = 0;
  shortAbandoned = 0;
  answeredWithin = 0;
  abandonedWithin = 0;
  transfers = 0;
  /** In seconds, as the next two; of those whose wait is known. */
  readonly answerWaits = new RankedLengths();
  readonly abandonWaits = new Lengths();
  /** Without short ones. */
  readonly longerAbandonWaits = new Lengths();
  /** In milliseconds; of those whose beginning and end are known. */
  readonly talksMs = new Lengths();
  timeOnQueueMs = 0;
  timeInTalksMs = 0;

  addVisit(visit: Visit, standard: Standard): void {
    switch (visit.outcome) {
      case 'answered':
        this.#addAnswered(visit, standard);
        break;
      case 'abandoned':
        this.#addAbandoned(visit, standard);
        break;
      case 'talking':
      case 'connecting':
        this.open += 1;
        break;
      default:
        this[visit.outcome] += 1;
    }
  }

  #addAnswered(visit: Visit, { thresholdSeconds }: Standard): void {
    const { waitSeconds, answeredAt, leftAt } = visit;
    this.answered += 1;
    if (visit.isTransfer) this.transfers += 1;
    if (waitSeconds !== undefined) {
      this.answerWaits.add(waitSeconds);
      if (waitSeconds <= thresholdSeconds) this.answeredWithin += 1;
    }
    if (answeredAt !== undefined && leftAt !== undefined) {
      // The two are told by different requests, and the later one may overtake.
      this.talksMs.add(Math.max(0, leftAt - answeredAt));
    }
  }

  #addAbandoned(visit: Visit, { thresholdSeconds, shortAbandonSeconds }: Standard): void {
    const { waitSeconds } = visit;
    this.abandoned += 1;
    if (waitSeconds === undefined) return;
    this.abandonWaits.add(waitSeconds);
    if (waitSeconds <= thresholdSeconds) this.abandonedWithin += 1;
    if (waitSeconds < shortAbandonSeconds) this.shortAbandoned += 1;
    else this.longerAbandonWaits.add(waitSeconds);
  }
}
