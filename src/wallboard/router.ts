import { join } from 'node:path';
import express, { type Request, type Router } from 'express';
import { createPageHeaders } from '../http/secure-headers';
import { PROGRAM_FOLDER } from '../program-folder';
import { chooseLocale } from '../reports/page/page-language';
import type { BoardStream } from './board-stream';
import type { BoardWatch } from './board-watch';
import { chooseLanguage } from './choose-language';
import { renderWallboard } from './page-document';
import type { PageSetup } from './page-setup';

const ASSETS = join(PROGRAM_FOLDER, 'dist/wallboard/assets');

/** What the wallboard's addresses are answered from. */
export interface WallboardRouterOptions {
  watch: BoardWatch;
  stream: BoardStream;
  /** The owner's, as `ja-JP`. */
  language: string;
  zone: string;
  thresholdSeconds: number;
}

/** The page, its events, and the same as JSON. Whoever mounts it keeps strangers out. */
export function createWallboardRouter(options: WallboardRouterOptions): Router {
  const { watch, stream } = options;
  const router = express.Router({ caseSensitive: true });
  router.use(createPageHeaders({ 'connect-src': ["'self'"] }));
  router.get('/', async (request, response) => {
    const [path = '', query] = request.originalUrl.split('?');
    // Relative addresses begin at the last slash; so does the redirect, for the sake of proxies.
    if (!path.endsWith('/')) {
      const folder = `./${path.slice(path.lastIndexOf('/') + 1)}/`;
      response.redirect(query === undefined ? folder : `${folder}?${query}`);
      return;
    }
    const page = renderWallboard(setUp(request, query, options), await watch.current());
    response.set({ 'Cache-Control': 'no-store', Vary: 'Accept-Language' }).type('html').send(page);
  });
  router.use('/assets', express.static(ASSETS, { index: false, redirect: false, maxAge: 0 }));
  router.get('/now.json', async (_request, response) => {
    response.set('Cache-Control', 'no-store').json(await watch.current());
  });
  router.get('/events', stream.answer);
  return router;
}

function setUp(
  request: Request,
  query: string | undefined,
  { language: owner, zone, thresholdSeconds }: WallboardRouterOptions,
): PageSetup {
  const language = chooseLanguage({
    asked: new URLSearchParams(query).get('lang') ?? undefined,
    accepted: request.get('Accept-Language'),
    owner,
  });
  return { language, locale: chooseLocale(language, owner), zone, thresholdSeconds };
}
