import express, { type RequestHandler, type Router } from 'express';
import { RequestError } from '../../errors';
import { createReportPages } from '../page/report-pages';
import { addCalls } from './calls';
import { addFigures } from './figures';
import { answerOpenApi } from './openapi';
import { answerReportErrors } from './report-errors';
import type { ReportsOptions } from './reports-options';
import { addStory } from './story';
import { admitToWork } from './work';

/** Two of them leave a server's database connections, and its one thread, to the calls. */
const AT_WORK = 2;
const WAITING = 8;

/**
 * What happened, for programs and spreadsheets, and for people on pages. Whoever mounts it sees to it
 * that strangers do not get here.
 */
export function createReportsRouter(options: ReportsOptions): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  router.get('/openapi.json', noStore, answerOpenApi());
  const admit = admitToWork({ atWork: AT_WORK, waiting: WAITING, stopping: options.stopping });
  addFigures(router, options, [noStore, admit]);
  addCalls(router, options, [noStore, admit]);
  addStory(router, options, [noStore, admit]);
  router.use(createReportPages(options, [noStore, admit]));
  router.use(answerNothing, answerReportErrors(options.log));
  return router;
}

const noStore: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};

const answerNothing: RequestHandler = (request, response) => {
  if (['GET', 'HEAD'].includes(request.method)) {
    throw new RequestError(404, 'There is nothing here.');
  }
  response.set('Allow', 'GET, HEAD');
  throw new RequestError(405, 'Only GET and HEAD are answered here.');
};
