import type { Report } from '../report';
import { type FigureKey, getColumn } from '../show/columns';
import { TableBox } from './chart';
import { Card } from './document';
import type { Words } from './words';

const COLUMNS: readonly FigureKey[] = [
  'answered',
  'talkTotal',
  'averageTalk',
  'longestTalk',
  'timeOnQueue',
  'occupancy',
];

/** What each operator did. */
export function OperatorsCard({ words, report }: { words: Words; report: Report }) {
  const { texts, reportTexts, formats } = words;
  const groups = report.divisions.find(({ by }) => by === 'operator')?.groups ?? [];
  return (
    <Card id="operators" title={texts.operators}>
      {groups.length === 0 ? (
        <p>{texts.noOperators}</p>
      ) : (
        <TableBox label={texts.operators}>
          <table class="operators">
            <caption class="unseen">{texts.operators}</caption>
            <thead>
              <tr>
                <th scope="col">{reportTexts.keys.operator}</th>
                {COLUMNS.map((key) => (
                  <th scope="col" key={key}>
                    {reportTexts.figures[key].name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {groups.map(({ key, name, figures }) => (
                <tr key={key}>
                  <th scope="row">
                    {key === '' ? texts.notKnownYet : (name ?? key)}
                    {name !== undefined && <small> {key}</small>}
                  </th>
                  {COLUMNS.map((figure) => {
                    const { unit, read } = getColumn(figure);
                    return (
                      <td key={figure} data-label={reportTexts.figures[figure].name}>
                        {formats.figure(read(figures), unit)}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </TableBox>
      )}
      <p class="hint">{texts.whatOnQueueMeans}</p>
    </Card>
  );
}
