import type { Question } from '../question';
import type { Report } from '../report';
import { toIso } from '../show/iso-time';
import type { Standard } from '../standard';
import { CallsCard, type ListedCalls } from './calls';
import { renderDocument } from './document';
import { EveryFigureCard } from './every-figure';
import { GlanceCard } from './glance';
import { IntervalsCard } from './intervals';
import { OperatorsCard } from './operators';
import { PageHeader } from './page-header';
import type { PageQuery } from './page-query';
import type { PageGrouping } from './page-question';
import { PeriodForm } from './period-form';
import type { Usual } from './usual';
import { WaitsCard } from './waits';
import type { Words } from './words';

/** What the page of figures shows. */
export interface ReportPage {
  words: Words;
  query: PageQuery;
  defaults: { zone: string; standard: Standard };
  /** Undefined where the question was not understood, and why. */
  shown: Shown | undefined;
  refusal?: string | undefined;
}

/** The answer to a question. */
export interface Shown {
  question: Question;
  report: Report;
  by: PageGrouping;
  usual: Usual | undefined;
  listed: ListedCalls;
}

/** The page of figures as HTML. */
export function renderReportPage(page: ReportPage): string {
  const { words, query, defaults, shown, refusal } = page;
  const { texts, language } = words;
  const body = (
    <div id="app">
      <PageHeader words={words} title={texts.title} root="" path="./" query={query}>
        {shown && <Subtitle words={words} report={shown.report} />}
      </PageHeader>
      <main>
        {refusal !== undefined && (
          <p class="refusal" role="alert">
            <strong>{texts.notUnderstood}:</strong> {texts.refuse(refusal)}
          </p>
        )}
        <PeriodForm words={words} query={query} question={shown?.question} defaults={defaults} />
        {shown && <Answer words={words} query={query} shown={shown} />}
      </main>
    </div>
  );
  return renderDocument({ language, title: texts.title, root: '', body });
}

function Subtitle({ words, report }: { words: Words; report: Report }) {
  const { texts, formats } = words;
  return (
    <p>
      <strong class="period">{describePeriod(report, words)}</strong> {report.period.zone} ·{' '}
      <time dateTime={toIso(report.madeAt, report.period.zone)}>
        {texts.asOf(formats.time(report.madeAt))}
      </time>
    </p>
  );
}

function Answer({ words, query, shown }: { words: Words; query: PageQuery; shown: Shown }) {
  const { report, by, usual, listed } = shown;
  return (
    <>
      {!report.isFinal && <p class="notice">{words.texts.notFinal}</p>}
      <Missing words={words} report={report} />
      <GlanceCard words={words} report={report} usual={usual} />
      <IntervalsCard words={words} report={report} by={by} />
      <div class="pair">
        <WaitsCard words={words} report={report} />
        <OperatorsCard words={words} report={report} />
      </div>
      <CallsCard words={words} query={query} listed={listed} />
      <EveryFigureCard words={words} report={report} />
      <Files words={words} query={query} shown={shown} />
    </>
  );
}

/** What lacks, in words: such figures must not look like others. */
function Missing({
  words: { reportTexts: texts, formats },
  report,
}: {
  words: Words;
  report: Report;
}) {
  const pieces = Object.entries(report.missing).filter(([, count]) => count > 0);
  if (pieces.length === 0) return null;
  return (
    <div class="notice">
      <strong>{texts.missingTitle}</strong>
      <ul>
        {pieces.map(([piece, count]) => (
          <li key={piece}>{texts.missing(piece, formats.count(count))}</li>
        ))}
      </ul>
    </div>
  );
}

/** The same question, as files. */
function Files({ words, query, shown }: { words: Words; query: PageQuery; shown: Shown }) {
  const { texts, language } = words;
  const { period } = shown.question;
  const { zone } = period;
  const { formula, threshold, abandonment, short, number } = query;
  const range = { from: toIso(period.from, zone), to: toIso(period.to, zone) };
  const figures = { ...range, zone, by: shown.by, formula, threshold, abandonment, short };
  const calls = number ? { number } : range;
  return (
    <p class="files no-print">
      <a class="quiet" href={fileLink('figures.csv', { ...figures, lang: language })}>
        {texts.figuresCsv}
      </a>
      <a class="quiet" href={fileLink('calls.csv', { ...calls, zone, lang: language })}>
        {texts.callsCsv}
      </a>
    </p>
  );
}

function fileLink(path: string, parameters: Record<string, string | undefined>): string {
  const pairs = Object.entries(parameters).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  );
  return `${path}?${new URLSearchParams(pairs)}`;
}

/** A period in words: a day by its date, several by the first and the last, others to the minute. */
function describePeriod({ period: { from, to, zone } }: Report, { formats }: Words): string {
  const begin = toIso(from, zone);
  const end = toIso(to, zone);
  const isOfDays = [begin, end].every((time) => time.slice(11, 19) === '00:00:00');
  if (!isOfDays) return `${formats.dateAndTime(from)} – ${formats.dateAndTime(to)}`;
  const first = formats.longDate(from);
  const last = formats.longDate(new Date(to.getTime() - 1));
  return first === last ? first : `${first} – ${last}`;
}
