import { DateTime } from 'luxon';
import type { Figures, Grouping, Report } from '../report';
import {
  describeFigure,
  describeFigureShortly,
  FIGURE_COLUMNS,
  type FigureKey,
  getColumn,
} from './columns';
import { describeGroups } from './describe-group';
import { describePeriod } from './describe-period';
import { formatFigure, formatFigureInText } from './format-figures';
import { isOwnFigure } from './own-figures';
import { layOutTable, type TextColumn } from './text-table';
import type { ReportTexts } from './texts/texts';

/** How a report is to look on a terminal. */
export interface LayoutOptions {
  texts: ReportTexts;
  /** Every figure, and keys in full, however wide that is; else the main ones, in 80 columns. */
  isWide: boolean;
  /** How text stands out. */
  style: { bold: (text: string) => string; warning: (text: string) => string };
}

/** The figures of intervals and queues that go into 80 columns. */
const MAIN_FIGURES: readonly FigureKey[] = [
  ...(['offered', 'answered', 'abandoned', 'diverted', 'blocked'] as const),
  ...(['abandonmentRate', 'serviceLevel', 'averageSpeedOfAnswer'] as const),
];
const OPERATOR_FIGURES: readonly FigureKey[] = [
  ...(['answered', 'averageTalk', 'talkTotal', 'timeOnQueue', 'occupancy'] as const),
];
/** Without the mark of what is not final. */
const KEY_COLUMNS = 11;
const OPERATOR_COLUMNS = 27;

/** The lines of a report: a summary, and a table for each of its divisions. */
export function layOutReport(report: Report, options: LayoutOptions): string[] {
  return [
    ...layOutTitle(report, options),
    '',
    ...layOutSummary(report, options.texts),
    '',
    ...layOutFormulas(report, options.texts),
    ...report.divisions.flatMap((division) => ['', ...layOutDivision(report, division, options)]),
  ];
}

function layOutTitle({ period, madeAt, isFinal, missing }: Report, options: LayoutOptions) {
  const { texts, style } = options;
  const now = DateTime.fromJSDate(madeAt, { zone: period.zone });
  const pieces = Object.entries(missing).filter(([, count]) => count > 0);
  const lines = pieces.map(([piece, count]) => texts.missing(piece, formatFigure(count, 'count')));
  return [
    style.bold(`${describePeriod(period, texts)}, ${period.zone}`),
    ...(isFinal ? [] : [style.warning(texts.notFinal(now.toFormat('yyyy-MM-dd HH:mm')))]),
    ...(lines.length === 0 ? [] : [texts.missingTitle, ...lines.map((line) => `- ${line}`)]).map(
      style.warning,
    ),
  ];
}

type Line = [label: string, value: string, remark?: string];

function layOutSummary(report: Report, texts: ReportTexts): string[] {
  const columns: TextColumn[] = (['left', 'right', 'left'] as const).map((align) => ({
    ...{ heading: '', align },
  }));
  const lines = [...listVolume(report, texts), ...listRates(report, texts)];
  return layOutTable(
    columns,
    [...lines, ...listRest(report, texts)].map(([...cells]) => cells.map(String)),
  );
}

function listVolume({ total, standard }: Report, texts: ReportTexts): Line[] {
  const { remarks } = texts;
  const early = remarks.early(show(total, 'shortAbandoned'), standard.shortAbandonSeconds);
  const line = (key: FigureKey, remark = '', indent = ''): Line => [
    ...([`${indent}${texts.figures[key].name}`, show(total, key)] as const),
    remark,
  ];
  return [
    line('calls', remarks.menuOnly(show(total, 'menuOnly'))),
    line('offered'),
    line('answered', '', '  '),
    line('abandoned', total.shortAbandoned > 0 ? early : '', '  '),
    line('diverted', '', '  '),
    line('blocked', '', '  '),
    line('failed'),
    line('open'),
  ];
}

function listRates({ total, standard }: Report, texts: ReportTexts): Line[] {
  const { remarks } = texts;
  const line = (key: FigureKey, remark = ''): Line => [
    ...([describeFigure(key, texts, standard), show(total, key)] as const),
    remark,
  ];
  const figure = (key: FigureKey) => show(total, key);
  const wait = {
    median: figure('medianSpeedOfAnswer'),
    ninetieth: figure('ninetiethSpeedOfAnswer'),
    longest: figure('longestSpeedOfAnswer'),
  };
  const abandoned = {
    notShort: figure('averageTimeToAbandonNotShort'),
    longest: figure('longestTimeToAbandon'),
  };
  const talk = { longest: figure('longestTalk'), total: figure('talkTotal') };
  const occupancy = { inTalks: figure('timeInTalks'), onQueue: figure('timeOnQueue') };
  return [
    line('serviceLevel'),
    line('abandonmentRate'),
    line('answerRate'),
    line('blockedRate'),
    line('averageSpeedOfAnswer', total.answered > 0 ? remarks.wait(wait) : ''),
    line('averageTimeToAbandon', total.abandoned > 0 ? remarks.abandoned(abandoned) : ''),
    line('averageTalk', total.averageTalk === undefined ? '' : remarks.talk(talk)),
    line('occupancy', (total.timeOnQueue ?? 0) > 0 ? remarks.occupancy(occupancy) : ''),
  ];
}

function listRest(report: Report, texts: ReportTexts): Line[] {
  const { peakWaiting, repeatCallers, talkingNow, outbound, total } = report;
  const count = (number: number) => formatFigure(number, 'count');
  const rate = formatFigureInText(outbound.reachRate, 'percent');
  const reached = texts.remarks.outbound({ reached: count(outbound.reached), rate });
  return [
    [texts.figures.transfers.name, show(total, 'transfers')],
    [texts.peakWaiting, count(peakWaiting)],
    [texts.repeatCallers, count(repeatCallers)],
    [texts.talkingNow, count(talkingNow)],
    [texts.outbound, count(outbound.attempts), outbound.attempts > 0 ? reached : ''],
  ];
}

/** What the rates that have several formulas are worked out by. */
function layOutFormulas({ standard }: Report, texts: ReportTexts): string[] {
  return [standard.serviceLevel, standard.abandonmentRate].map(
    (name) => `${name}: ${texts.formulas[name].words(standard)}`,
  );
}

function show(figures: Figures, key: FigureKey): string {
  const { unit, read } = getColumn(key);
  return formatFigureInText(read(figures), unit);
}

function layOutDivision(
  report: Report,
  { by, groups }: Report['divisions'][number],
  { texts, isWide, style }: LayoutOptions,
): string[] {
  const figures = chooseFigures(by, isWide).map(getColumn);
  const keyColumns = by === 'operator' ? OPERATOR_COLUMNS : KEY_COLUMNS;
  const options = { texts, period: report.period, columns: isWide ? undefined : keyColumns };
  const cells = (values: Figures) =>
    figures.map(({ unit, read }) => formatFigure(read(values), unit));
  const names = describeGroups(by, groups, options);
  const rows = groups.map((group, index) => [
    `${names[index]}${group.isFinal ? '' : '*'}`,
    ...cells(group.figures),
  ]);
  const total = [`${texts.total}${report.isFinal ? '' : '*'}`, ...cells(report.total)];
  const columns: TextColumn[] = [
    { heading: texts.keys[by], align: 'left' },
    ...figures.map(({ key }) => ({
      heading: describeFigureShortly(key, texts, report.standard),
      align: 'right' as const,
    })),
  ];
  const isOpen = groups.some(({ isFinal }) => !isFinal);
  const table = layOutTable(columns, [...rows, total], { emphasise: style.bold });
  return [...table, ...(isOpen ? ['', texts.notFinalMark] : [])];
}

function chooseFigures(by: Grouping, isWide: boolean): readonly FigureKey[] {
  if (isWide) return FIGURE_COLUMNS.map(({ key }) => key).filter((key) => isOwnFigure(by, key));
  return by === 'operator' ? OPERATOR_FIGURES : MAIN_FIGURES;
}
