import type { Report, WaitClass } from '../report';
import { ChartOf, TableBox } from './chart';
import { Card } from './document';
import type { Words } from './words';

const DRAWN = ['answered', 'abandoned'] as const;

/** How long customers waited, with the line of the service level. */
export function WaitsCard({ words, report }: { words: Words; report: Report }) {
  const { texts, formats } = words;
  const { thresholdSeconds } = report.standard;
  return (
    <Card id="waits" title={texts.waits}>
      <ChartOf
        words={words}
        id="waits"
        label={`${texts.waits}. ${texts.describeLine(thresholdSeconds)}`}
      >
        <TableBox label={texts.waits}>
          <WaitsTable words={words} report={report} />
        </TableBox>
      </ChartOf>
      <p class="hint">
        {texts.waitsAreOf} {texts.describeLine(thresholdSeconds)} {words.reportTexts.peakWaiting}
        {': '}
        {formats.count(report.peakWaiting)}
      </p>
    </Card>
  );
}

function WaitsTable({ words, report: { waits, standard } }: { words: Words; report: Report }) {
  const { texts, formats, reportTexts } = words;
  const { thresholdSeconds } = standard;
  return (
    <table>
      <caption class="unseen">{texts.waits}</caption>
      <thead>
        <tr>
          <th scope="col">{texts.waited}</th>
          {DRAWN.map((key) => (
            <th scope="col" key={key} data-series={key}>
              {reportTexts.figures[key].name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {waits.map((wait) => (
          <tr
            key={wait.fromSeconds}
            data-label={labelWait(wait, words)}
            data-line={
              wait.fromSeconds === thresholdSeconds
                ? reportTexts.seconds(thresholdSeconds)
                : undefined
            }
          >
            <th scope="row">{describeWait(wait, words)}</th>
            {DRAWN.map((key) => (
              <td key={key} data-of={key} data-value={wait[key]}>
                {formats.count(wait[key])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** On an axis: the longest wait in it. */
function labelWait({ fromSeconds, toSeconds }: WaitClass, { formats }: Words): string {
  return toSeconds === undefined
    ? `> ${formats.length(fromSeconds)}`
    : `≤ ${formats.length(toSeconds)}`;
}

/** Waits are of whole seconds. */
function describeWait({ fromSeconds, toSeconds }: WaitClass, { texts, formats }: Words): string {
  if (toSeconds === undefined) return texts.waitOver(formats.length(fromSeconds));
  const first = fromSeconds === 0 ? 0 : fromSeconds + 1;
  return texts.waitFromTo(formats.length(first), formats.length(toSeconds));
}
