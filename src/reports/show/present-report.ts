import type { Figures, Grouping, Report, ReportGroup } from '../report';
import type { AbandonmentRateName, ServiceLevelName, Standard } from '../standard';
import { FIGURE_COLUMNS, type FigureColumn, type FigureKey } from './columns';
import { roundFigure } from './format-figures';
import { FORMULAS } from './formulas';
import { toIso } from './iso-time';
import { listGroupColumns } from './own-figures';
import { en } from './texts/en';

/** A service level with what it was measured by. */
export interface ServiceLevelJson {
  percent: number | null;
  formula: ServiceLevelName;
  thresholdSeconds: number;
}

/** An abandonment rate with what it was measured by. */
export interface AbandonmentRateJson {
  percent: number | null;
  formula: AbandonmentRateName;
  shortAbandonSeconds: number;
}

/**
 * Figures under the names of `Figures`. Rates are per cent with two decimals, lengths seconds with at
 * most three; null where there is no figure.
 */
export type FiguresJson = Record<
  Exclude<FigureKey, 'serviceLevel' | 'abandonmentRate'>,
  number | null
> & { serviceLevel: ServiceLevelJson; abandonmentRate: AbandonmentRateJson };

/** One part of a division. */
export interface GroupJson {
  key: string;
  name: string | null;
  /** Null where it is no interval. */
  from: string | null;
  to: string | null;
  isFinal: boolean;
  figures: FiguresJson;
}

/** A formula by its name, in symbols and in English. */
export interface FormulaJson<Name> {
  name: Name;
  symbols: string;
  words: string;
}

/** A report as JSON, on the command line and by HTTP; times are ISO 8601 with the zone's offset. */
export interface ReportJson {
  period: { from: string; to: string; zone: string };
  standard: {
    serviceLevel: FormulaJson<ServiceLevelName>;
    thresholdSeconds: number;
    abandonmentRate: FormulaJson<AbandonmentRateName>;
    shortAbandonSeconds: number;
  };
  madeAt: string;
  isFinal: boolean;
  total: FiguresJson;
  peakWaiting: number;
  repeatCallers: number;
  talkingNow: number;
  /** The rate is per cent with two decimals. */
  outbound: { attempts: number; reached: number; reachRate: number | null };
  waits: { fromSeconds: number; toSeconds: number | null; answered: number; abandoned: number }[];
  divisions: { by: Grouping; groups: GroupJson[] }[];
  missing: Record<string, number>;
}

/** The report as JSON. Rounds for the first time. */
export function presentReport(report: Report): ReportJson {
  const { period, standard, outbound } = report;
  const { zone } = period;
  return {
    period: { from: toIso(period.from, zone), to: toIso(period.to, zone), zone },
    standard: presentStandard(standard),
    madeAt: toIso(report.madeAt, zone),
    isFinal: report.isFinal,
    total: presentFigures(report.total, standard),
    peakWaiting: report.peakWaiting,
    repeatCallers: report.repeatCallers,
    talkingNow: report.talkingNow,
    outbound: {
      attempts: outbound.attempts,
      reached: outbound.reached,
      reachRate: roundFigure(outbound.reachRate, 'percent') ?? null,
    },
    waits: report.waits.map(({ fromSeconds, toSeconds, answered, abandoned }) => ({
      ...{ fromSeconds, toSeconds: toSeconds ?? null, answered, abandoned },
    })),
    divisions: report.divisions.map(({ by, groups }) => ({
      by,
      groups: [...presentGroups(groups, by, report)],
    })),
    missing: report.missing,
  };
}

/**
 * The same, of which the parts of divisions are made only as they are taken, once: that many are not
 * to be made in one go while webhooks wait.
 */
export function presentReportInParts(report: Report): object {
  return {
    ...presentReport({ ...report, divisions: [] }),
    divisions: report.divisions.map(({ by, groups }) => ({
      by,
      groups: presentGroups(groups, by, report),
    })),
  };
}

function* presentGroups(
  groups: readonly ReportGroup[],
  by: Grouping,
  report: Report,
): Generator<GroupJson> {
  const columns = listGroupColumns(by);
  for (const group of groups) yield presentGroup(group, report, columns);
}

function presentStandard(standard: Standard): ReportJson['standard'] {
  const present = <Name extends ServiceLevelName | AbandonmentRateName>(name: Name) => ({
    name,
    symbols: FORMULAS[name],
    words: en.formulas[name].words(standard),
  });
  return {
    serviceLevel: present(standard.serviceLevel),
    thresholdSeconds: standard.thresholdSeconds,
    abandonmentRate: present(standard.abandonmentRate),
    shortAbandonSeconds: standard.shortAbandonSeconds,
  };
}

function presentGroup(
  { key, name, interval, isFinal, figures }: ReportGroup,
  { period: { zone }, standard }: Report,
  columns: readonly FigureColumn[],
): GroupJson {
  return {
    key,
    name: name ?? null,
    from: interval ? toIso(interval.from, zone) : null,
    to: interval ? toIso(interval.to, zone) : null,
    isFinal,
    figures: presentFigures(figures, standard, columns),
  };
}

/** Figures as JSON, with what they were measured by. */
export function presentFigures(
  figures: Figures,
  standard: Standard,
  columns: readonly FigureColumn[] = FIGURE_COLUMNS,
): FiguresJson {
  const entries = columns.map(({ key, unit, read }) => [
    key,
    roundFigure(read(figures), unit) ?? null,
  ]);
  const numbers = Object.fromEntries(entries) as Record<FigureKey, number | null>;
  return {
    ...numbers,
    serviceLevel: {
      percent: numbers.serviceLevel,
      formula: standard.serviceLevel,
      thresholdSeconds: standard.thresholdSeconds,
    },
    abandonmentRate: {
      percent: numbers.abandonmentRate,
      formula: standard.abandonmentRate,
      shortAbandonSeconds: standard.shortAbandonSeconds,
    },
  };
}
