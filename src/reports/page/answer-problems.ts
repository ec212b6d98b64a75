import type { ErrorRequestHandler } from 'express';
import { isTemporary } from '../../database/database-errors';
import { DatabaseDownError } from '../../errors';
import type { ReportsOptions } from '../http/reports-options';
import { UnavailableError } from '../http/unavailable-error';
import { renderProblemPage } from './problem-page';
import { readReader } from './reader';
import type { PageTexts } from './texts/texts';

/** When to come again. */
const RETRY_SECONDS = 5;

/** Answers what cannot be shown now with a page that says so; leaves failures of ours to the app. */
export function answerProblems(options: ReportsOptions): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.closed) return;
    const { query, words } = readReader(request, options);
    const lines = findProblem(error, words.texts);
    if (lines === undefined || response.headersSent) {
      next(error);
      return;
    }
    if (!(error instanceof UnavailableError)) {
      options.log.warn({ err: error }, 'a report found no database');
    }
    const [, root, path] = /^\/(calls\/)?(.*)$/.exec(request.path) ?? [];
    const way = root === undefined ? { root: '', path: './' } : { root: '../', path: path ?? '' };
    response
      .status(503)
      .set('Retry-After', String(RETRY_SECONDS))
      .type('html')
      .send(renderProblemPage({ words, query, ...way, lines }));
  };
}

function findProblem(error: unknown, texts: PageTexts): string[] | undefined {
  if (error instanceof UnavailableError) return [texts.tooBusy];
  if (error instanceof DatabaseDownError || isTemporary(error)) {
    return [texts.noDatabase, texts.noDatabaseAdvice];
  }
  return undefined;
}
