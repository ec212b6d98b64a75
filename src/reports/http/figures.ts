import type { Request, RequestHandler, Response, Router } from 'express';
import { createReport } from '../figures/create-report';
import { chooseGrouping, parseQuestion, type RawQuestion } from '../question';
import type { Report } from '../report';
import { streamCsv } from '../show/csv';
import { presentReportInParts } from '../show/present-report';
import { listReportRows } from '../show/report-rows';
import { getReportTexts } from '../show/texts/get-report-texts';
import { announceCsv, LANGUAGE_PARAMETER, readLanguage } from './csv-answer';
import { readQuery } from './query';
import type { ReportsOptions } from './reports-options';
import { sendParts } from './send-parts';
import { splitJson } from './split-json';
import { workOf } from './work';

const QUESTION = [
  ...(['from', 'to', 'zone', 'by'] as const),
  ...(['formula', 'threshold', 'abandonment', 'short'] as const),
];

/** The figures of a period. */
export function addFigures(
  router: Router,
  options: ReportsOptions,
  before: readonly RequestHandler[],
): void {
  router.get('/figures.json', ...before, async (request, response) => {
    const report = await makeReport(readQuery(request, QUESTION), response, options);
    response.type('application/json');
    await sendParts(response, splitJson(presentReportInParts(report)));
  });
  router.get('/figures.csv', ...before, (request, response) =>
    answerCsv(request, response, options),
  );
}

async function answerCsv(request: Request, response: Response, options: ReportsOptions) {
  const { lang, ...raw } = readQuery(request, [...QUESTION, LANGUAGE_PARAMETER]);
  const texts = getReportTexts(readLanguage(lang, options));
  const report = await makeReport(raw, response, options);
  announceCsv(response, `figures_by_${report.divisions[0]?.by}`, report.period);
  await sendParts(response, streamCsv(listReportRows(report, texts)));
}

function makeReport(
  raw: RawQuestion,
  response: Response,
  { db, defaults, now: readClock }: ReportsOptions,
): Promise<Report> {
  const now = readClock();
  const { period, standard, by } = parseQuestion(raw, defaults, now);
  const { signal } = workOf(response);
  const divisions = [by ?? chooseGrouping(period)];
  return createReport(db, { period, standard, by: divisions, now }, { signal });
}
