import type { Request, RequestHandler, Response, Router } from 'express';
import { RequestError } from '../../errors';
import { findCallStory } from '../calls/call-story';
import { presentStory } from '../calls/present-story';
import { parseQuestion } from '../question';
import { LANGUAGE_PARAMETER, readLanguage } from './csv-answer';
import { readQuery } from './query';
import type { ReportsOptions } from './reports-options';

/** The story of one call. */
export function addStory(
  router: Router,
  options: ReportsOptions,
  before: readonly RequestHandler[],
): void {
  router.get('/calls/:callSid.json', ...before, (request, response) =>
    answerStory(request, response, options),
  );
}

async function answerStory(request: Request, response: Response, options: ReportsOptions) {
  const { lang, zone: asked } = readQuery(request, ['zone', LANGUAGE_PARAMETER]);
  const language = readLanguage(lang, options);
  const { defaults, now } = options;
  const { zone } = parseQuestion({ zone: asked }, defaults, now()).period;
  const story = await findCallStory(options.db, String(request.params.callSid), now());
  if (!story) throw new RequestError(404, 'There is no call with this CallSid.');
  response.json(presentStory(story, { language, zone }));
}
