import type { Figures, Report, ReportGroup } from '../report';
import { describeFigure, type FigureKey, getColumn } from '../show/columns';
import { ChartOf, TableBox } from './chart';
import { Card } from './document';
import { labelGroups } from './label-groups';
import type { PageGrouping } from './page-question';
import type { Words } from './words';

/** What is drawn, from the foot of the bars up. */
const DRAWN: readonly FigureKey[] = ['answered', 'diverted', 'blocked', 'abandoned'];

const COLUMNS: readonly FigureKey[] = [
  'offered',
  ...DRAWN,
  'abandonmentRate',
  'serviceLevel',
  'averageSpeedOfAnswer',
  'longestSpeedOfAnswer',
  'longestTimeToAbandon',
];

/** The calls of a period by hour, by day or by weekday. */
export function IntervalsCard({
  words,
  report,
  by,
}: {
  words: Words;
  report: Report;
  by: PageGrouping;
}) {
  const { texts } = words;
  const groups = report.divisions.find((division) => division.by === by)?.groups ?? [];
  const isMarked = groups.some(({ isFinal }) => !isFinal);
  const title = texts.intervals[by];
  return (
    <Card id="intervals" title={title}>
      <ChartOf words={words} id="intervals" label={title} isTrimmed={by === 'hour'}>
        <TableBox label={title}>
          <IntervalsTable words={words} report={report} by={by} groups={groups} />
        </TableBox>
      </ChartOf>
      <p class="hint">
        {texts.countedByArrival}
        {isMarked && ` * ${texts.isNotFinal}: ${texts.whatNotFinalMeans}`}
      </p>
    </Card>
  );
}

function IntervalsTable({
  words,
  report,
  by,
  groups,
}: {
  words: Words;
  report: Report;
  by: PageGrouping;
  groups: readonly ReportGroup[];
}) {
  const { texts, reportTexts } = words;
  const labels = labelGroups(groups, by, words);
  return (
    <table>
      <caption class="unseen">{texts.intervals[by]}</caption>
      <thead>
        <tr>
          <th scope="col">{reportTexts.keys[by]}</th>
          {COLUMNS.map((key) => (
            <th scope="col" key={key} data-series={DRAWN.includes(key) ? key : undefined}>
              {describeFigure(key, reportTexts, report.standard)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {groups.map(({ key, figures, isFinal }, index) => (
          <tr key={key} data-label={labels[index]?.short}>
            <th scope="row">
              {labels[index]?.long}
              {!isFinal && <abbr title={texts.isNotFinal}> *</abbr>}
            </th>
            <FigureCells words={words} figures={figures} />
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">
            {reportTexts.total}
            {!report.isFinal && <abbr title={texts.isNotFinal}> *</abbr>}
          </th>
          <FigureCells words={words} figures={report.total} />
        </tr>
      </tfoot>
    </table>
  );
}

function FigureCells({ words: { formats }, figures }: { words: Words; figures: Figures }) {
  return (
    <>
      {COLUMNS.map((key) => {
        const { unit, read } = getColumn(key);
        const value = read(figures);
        const isDrawn = DRAWN.includes(key);
        return (
          <td
            key={key}
            data-of={isDrawn ? key : undefined}
            data-value={isDrawn ? value : undefined}
          >
            {formats.figure(value, unit)}
          </td>
        );
      })}
    </>
  );
}
