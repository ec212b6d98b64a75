import type { Period } from '../period';
import type { Figures, Report } from '../report';
import { describeFigure, FIGURE_COLUMNS, type FigureColumn } from './columns';
import type { Cell } from './csv';
import { describeGroups } from './describe-group';
import { roundFigure } from './format-figures';
import { toSheetTime } from './iso-time';
import { listGroupColumns } from './own-figures';
import type { ReportTexts } from './texts/texts';

/**
 * A report as rows of a file: headings, a row for each part of its first division, and one for the
 * total. Rates are per cent with two decimals, lengths seconds with at most three; a cell is empty where
 * there is no figure, or none of the part's own.
 */
export function* listReportRows(report: Report, texts: ReportTexts): Generator<Cell[]> {
  const { period, standard } = report;
  const { by, groups } = report.divisions[0] ?? { by: 'day', groups: [] };
  const keys = texts.keys[by];
  const hasNames = by === 'operator';
  yield [
    ...[keys, ...(hasNames ? [texts.name] : []), texts.from, texts.to, texts.zone, texts.isFinal],
    ...FIGURE_COLUMNS.map(({ key, unit }) => {
      const heading = describeFigure(key, texts, standard);
      if (unit === 'percent') return `${heading} %`;
      return unit === 'count' ? heading : `${heading}${texts.inSeconds}`;
    }),
  ];
  const columns = listGroupColumns(by);
  const names = describeGroups(by, groups, { texts, period, columns: undefined });
  for (const [index, group] of groups.entries()) {
    const { from, to } = group.interval ?? period;
    yield [
      ...(hasNames ? [group.key || texts.notKnown, group.name] : [names[index]]),
      ...listTimes({ from, to, zone: period.zone }),
      group.isFinal ? texts.yes : texts.no,
      ...listCells(group.figures, columns),
    ];
  }
  yield [
    ...[texts.total, ...(hasNames ? [undefined] : [])],
    ...listTimes(period),
    ...[report.isFinal ? texts.yes : texts.no, ...listCells(report.total, FIGURE_COLUMNS)],
  ];
}

function listTimes({ from, to, zone }: Period): Cell[] {
  return [toSheetTime(from, zone), toSheetTime(to, zone), zone];
}

function listCells(figures: Figures, columns: readonly FigureColumn[]): Cell[] {
  return columns.map(({ unit, read }) => roundFigure(read(figures), unit));
}
