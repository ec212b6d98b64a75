import type { Report } from '../report';
import { describeFigure, FIGURE_COLUMNS } from '../show/columns';
import { Card } from './document';
import type { Words } from './words';

/** Every figure of the period, folded away. */
export function EveryFigureCard({ words, report }: { words: Words; report: Report }) {
  const { texts, reportTexts, formats } = words;
  const { outbound } = report;
  const others: [string, string][] = [
    [reportTexts.peakWaiting, formats.count(report.peakWaiting)],
    [reportTexts.repeatCallers, formats.count(report.repeatCallers)],
    [reportTexts.outbound, formats.count(outbound.attempts)],
    [reportTexts.reachRate, formats.percent(outbound.reachRate)],
  ];
  return (
    <Card id="figures" title={texts.everyFigure}>
      <details class="more">
        <summary>{texts.asTable}</summary>
        <table class="figures">
          <caption class="unseen">{texts.everyFigure}</caption>
          <thead class="unseen">
            <tr>
              <th scope="col">{texts.figure}</th>
              <th scope="col">{texts.value}</th>
            </tr>
          </thead>
          <tbody>
            {FIGURE_COLUMNS.map(({ key, unit, read }) => (
              <tr key={key}>
                <th scope="row">
                  {describeFigure(key, reportTexts, report.standard)}
                  <small>{reportTexts.figures[key].meaning}</small>
                </th>
                <td data-total={key}>{formats.figure(read(report.total), unit)}</td>
              </tr>
            ))}
            {others.map(([name, value]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </Card>
  );
}
