import { join } from 'node:path';
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { UserError } from '../../errors';
import { createPageHeaders } from '../../http/secure-headers';
import { PROGRAM_FOLDER } from '../../program-folder';
import type { ReportsOptions } from '../http/reports-options';
import { workOf } from '../http/work';
import { answerProblems } from './answer-problems';
import { findShown } from './find-shown';
import { readReader } from './reader';
import { renderReportPage } from './report-page';
import { answerStory } from './story-page';

const ASSETS = join(PROGRAM_FOLDER, 'dist/reports/page/assets');

const pageHeaders = createPageHeaders({ 'form-action': ["'self'"] });

/**
 * The pages of the reports, for the owner: `/`, and a call's story at `/calls/CallSid`. Addresses in
 * them are relative. `before` admits the work of a page.
 */
export function createReportPages(
  options: ReportsOptions,
  before: readonly RequestHandler[],
): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  router.use('/assets', express.static(ASSETS, { index: false, redirect: false, maxAge: 0 }));
  router.get('/', pageHeaders, redirectToFolder, ...before, (request, response) =>
    answerReport(request, response, options),
  );
  router.get('/calls/:callSid', pageHeaders, ...before, (request, response) =>
    answerStory(request, response, options),
  );
  router.use(answerProblems(options));
  return router;
}

/** Relative addresses begin at the last slash; so does the redirect, for the sake of proxies. */
const redirectToFolder: RequestHandler = (request, response, next) => {
  const [path = '', query] = request.originalUrl.split('?');
  if (path.endsWith('/')) {
    next();
    return;
  }
  const folder = `./${path.slice(path.lastIndexOf('/') + 1)}/`;
  response.redirect(query === undefined ? folder : `${folder}?${query}`);
};

async function answerReport(request: Request, response: Response, options: ReportsOptions) {
  const { query, words, fault } = readReader(request, options);
  const { defaults } = options;
  try {
    if (fault !== undefined) throw new UserError(fault);
    const shown = await findShown(query, options, workOf(response).signal);
    response.type('html').send(renderReportPage({ words, query, defaults, shown }));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const refusal = error.message;
    const page = renderReportPage({ words, query, defaults, shown: undefined, refusal });
    response.status(400).type('html').send(page);
  }
}
