import { listCalls } from '../calls/list-calls';
import { createReport } from '../figures/create-report';
import type { ReportsOptions } from '../http/reports-options';
import type { ListedCalls } from './calls';
import type { PageQuery } from './page-query';
import { choosePageGrouping, parsePageQuestion } from './page-question';
import type { Shown } from './report-page';
import { findUsual } from './usual';

/** How many calls the page lists at a time. */
const CALLS = 25;

/** What the page shows on a question. Throws a `UserError` where that is not understood. */
export async function findShown(
  query: PageQuery,
  options: ReportsOptions,
  signal: AbortSignal,
): Promise<Shown> {
  const { db, defaults } = options;
  const now = options.now();
  const question = parsePageQuestion(query, defaults, now);
  const { period, standard } = question;
  // Asked for first: a search that is not understood is to cost nothing.
  const listed = await findCalls(query, period, options, signal);
  const by = choosePageGrouping(period);
  const report = await createReport(
    db,
    { period, standard, by: [by, 'operator'], now },
    { signal },
  );
  const usual = await findUsual(db, { period, standard, now }, { signal });
  return { question, report, by, usual, listed };
}

/** The last calls of the period; who looks for a number does not know when it called. */
async function findCalls(
  { number, cursor }: PageQuery,
  { from, to }: { from: Date; to: Date },
  { db, country, now }: ReportsOptions,
  signal: AbortSignal,
): Promise<ListedCalls> {
  const filter = number === undefined ? { from, to } : { number, country };
  return listCalls(db, { ...filter, cursor, limit: CALLS }, { signal, now: now() });
}
