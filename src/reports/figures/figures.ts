import type { Figures } from '../report';
import type { Standard } from '../standard';
import { computeAbandonmentRate } from './abandonment-rate';
import { toFraction } from './fraction';
import type { Lengths } from './lengths';
import { computeServiceLevel, countOffered } from './service-level';
import type { Tally } from './tally';

/** The figures of what was counted. */
export function toFigures(tally: Tally, standard: Standard): Figures {
  const { answerWaits, abandonWaits, longerAbandonWaits, talksMs } = tally;
  const offered = countOffered(tally);
  const { median, ninetieth } = answerWaits.ranks();
  const isTimeKnown = tally.timeOnQueueMs > 0 || tally.answered + tally.open === 0;
  // One literal: put together from parts, which is slow, it would hold up webhooks in long reports.
  return {
    calls: tally.calls,
    menuOnly: tally.menuOnly,
    offered,
    answered: tally.answered,
    abandoned: tally.abandoned,
    diverted: tally.diverted,
    blocked: tally.blocked,
    failed: tally.failed,
    open: tally.open,
    shortAbandoned: tally.shortAbandoned,
    answeredWithin: tally.answeredWithin,
    abandonedWithin: tally.abandonedWithin,
    answerRate: toFraction(tally.answered, offered),
    abandonmentRate: computeAbandonmentRate(standard.abandonmentRate, tally),
    blockedRate: toFraction(tally.blocked, offered),
    serviceLevel: computeServiceLevel(standard.serviceLevel, tally),
    averageSpeedOfAnswer: toMean(answerWaits),
    medianSpeedOfAnswer: median,
    ninetiethSpeedOfAnswer: ninetieth,
    longestSpeedOfAnswer: answerWaits.longest,
    averageTimeToAbandon: toMean(abandonWaits),
    averageTimeToAbandonNotShort: toMean(longerAbandonWaits),
    longestTimeToAbandon: abandonWaits.longest,
    talkTotal: talksMs.total / 1000,
    averageTalk: toFraction(talksMs.total, talksMs.count * 1000),
    longestTalk: talksMs.longest === undefined ? undefined : talksMs.longest / 1000,
    transfers: tally.transfers,
    timeOnQueue: isTimeKnown ? tally.timeOnQueueMs / 1000 : undefined,
    timeInTalks: isTimeKnown ? tally.timeInTalksMs / 1000 : undefined,
    occupancy: toFraction(tally.timeInTalksMs, tally.timeOnQueueMs),
  };
}

/** The same of an operator: calls are offered to the queue, and nobody gives up on one operator. */
export function toOperatorFigures(tally: Tally, standard: Standard): Figures {
  return {
    ...toFigures(tally, standard),
    offered: 0,
    answerRate: undefined,
    abandonmentRate: undefined,
    blockedRate: undefined,
    serviceLevel: undefined,
  };
}

function toMean({ total, count }: Lengths): number | undefined {
  return toFraction(total, count);
}
