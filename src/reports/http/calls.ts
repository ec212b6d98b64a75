import type { Request, RequestHandler, Response, Router } from 'express';
import { RequestError } from '../../errors';
import { type CallFilter, listCalls, MOST_CALLS, readCalls } from '../calls/list-calls';
import { headCalls, layOutCall, presentCall } from '../calls/present-calls';
import { parseQuestion } from '../question';
import { streamCsv } from '../show/csv';
import { announceCsv, LANGUAGE_PARAMETER, readLanguage } from './csv-answer';
import { readQuery } from './query';
import type { ReportsOptions } from './reports-options';
import { sendParts } from './send-parts';
import { splitJson } from './split-json';
import { workOf } from './work';

const FILTER = ['from', 'to', 'zone', 'number'] as const;
const USUAL_LIMIT = 100;

/** A list that is asked for. */
interface List {
  filter: CallFilter;
  /** In which its times are shown. */
  zone: string;
}

/** Customers’ calls, the newest first. */
export function addCalls(
  router: Router,
  options: ReportsOptions,
  before: readonly RequestHandler[],
): void {
  router.get('/calls.json', ...before, (request, response) =>
    answerPage(request, response, options),
  );
  router.get('/calls.csv', ...before, (request, response) => answerCsv(request, response, options));
}

async function answerPage(request: Request, response: Response, options: ReportsOptions) {
  const { cursor, limit, ...rest } = readQuery(request, [...FILTER, 'cursor', 'limit']);
  const { filter, zone } = parseList(rest, options);
  const count = limit === undefined ? USUAL_LIMIT : parseLimit(limit);
  const { signal } = workOf(response);
  const page = await listCalls(
    options.db,
    { ...filter, cursor, limit: count },
    { signal, now: options.now() },
  );
  const next = page.next && describeNext({ filter, zone }, count, page.next);
  const calls = page.calls.map((call) => presentCall(call, zone));
  response.type('application/json');
  await sendParts(response, splitJson({ zone, calls, next: next ?? null }));
}

/** The cursor and the address of the next page, which names the same times whenever it is opened. */
function describeNext({ filter: { from, to, number }, zone }: List, limit: number, cursor: string) {
  const query = new URLSearchParams({
    ...(from && to ? { from: from.toISOString(), to: to.toISOString() } : {}),
    ...(number === undefined ? {} : { number }),
    ...{ zone, limit: String(limit), cursor },
  });
  return { cursor, url: `calls.json?${query}` };
}

async function answerCsv(request: Request, response: Response, options: ReportsOptions) {
  const { lang, ...rest } = readQuery(request, [...FILTER, LANGUAGE_PARAMETER]);
  const { filter, zone } = parseList(rest, options);
  const language = readLanguage(lang, options);
  const { signal } = workOf(response);
  const pages = readCalls(options.db, filter, { signal, now: options.now() });
  announceCsv(response, 'calls', { zone, from: filter.from, to: filter.to });
  async function* rows() {
    yield headCalls(language);
    for await (const calls of pages)
      yield* calls.map((call) => layOutCall(call, { zone, language }));
  }
  await sendParts(response, streamCsv(rows()));
}

/** All calls, where no time is named. */
function parseList(
  { number, ...raw }: Partial<Record<(typeof FILTER)[number], string>>,
  { defaults, country, now }: ReportsOptions,
): List {
  const { period } = parseQuestion(raw, defaults, now());
  const { from, to, zone } = period;
  const times = raw.from === undefined && raw.to === undefined ? {} : { from, to };
  return { filter: { ...times, number, country }, zone };
}

function parseLimit(text: string): number {
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= MOST_CALLS) return limit;
  throw new RequestError(400, `limit must be a whole number from 1 to ${MOST_CALLS}`);
}
