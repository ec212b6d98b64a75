import type { Figures, Report, ReportGroup } from '../../../src/reports/report';

/** Figures as they are where nothing has happened, but for those that are given. */
export function buildFigures(figures: Partial<Figures> = {}): Figures {
  return {
    ...{ calls: 0, menuOnly: 0, offered: 0, answered: 0, abandoned: 0, diverted: 0, blocked: 0 },
    ...{ failed: 0, open: 0, shortAbandoned: 0, answeredWithin: 0, abandonedWithin: 0 },
    ...{ answerRate: undefined, abandonmentRate: undefined, blockedRate: undefined },
    ...{ serviceLevel: undefined, averageSpeedOfAnswer: undefined },
    ...{ medianSpeedOfAnswer: undefined, ninetiethSpeedOfAnswer: undefined },
    ...{ longestSpeedOfAnswer: undefined, averageTimeToAbandon: undefined },
    ...{ averageTimeToAbandonNotShort: undefined, longestTimeToAbandon: undefined },
    ...{ talkTotal: 0, averageTalk: undefined, longestTalk: undefined, transfers: 0 },
    ...{ timeOnQueue: 0, timeInTalks: 0, occupancy: undefined },
    ...figures,
  };
}

/** A part of a report in which nothing has happened. */
export function buildGroup(group: Partial<ReportGroup> = {}): ReportGroup {
  return {
    ...{ key: '', name: undefined, interval: undefined, isFinal: true, figures: buildFigures() },
    ...group,
  };
}

/** The report of a day in Tokyo on which nothing has happened. */
export function buildReport(report: Partial<Report> = {}): Report {
  return {
    period: {
      from: new Date('2026-03-01T15:00:00Z'),
      to: new Date('2026-03-02T15:00:00Z'),
      zone: 'Asia/Tokyo',
    },
    standard: {
      serviceLevel: 'SL6',
      thresholdSeconds: 20,
      abandonmentRate: 'AR2',
      shortAbandonSeconds: 5,
    },
    madeAt: new Date('2026-03-03T00:00:00Z'),
    isFinal: true,
    total: buildFigures(),
    ...{ peakWaiting: 0, repeatCallers: 0, talkingNow: 0 },
    outbound: { attempts: 0, reached: 0, reachRate: undefined },
    waits: [],
    divisions: [],
    missing: {},
    ...report,
  };
}
