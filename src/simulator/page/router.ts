import { join } from 'node:path';
import express, { type Router } from 'express';
import helmet from 'helmet';
import { UserError } from '../../errors';
import { PROGRAM_FOLDER } from '../../program-folder';
import type { Exchange } from '../exchange-types';
import { type SavedRun, saveRun } from '../saved-run';
import { answerCommandErrors, CommandError } from './command-error';
import { createCommands } from './commands';
import { createEventStream } from './event-stream';
import { createHandsetRegistry } from './handset-registry';
import { renderPage } from './page-document';
import type { PageSetup, SuggestedNumber } from './protocol';

const ASSETS = join(PROGRAM_FOLDER, 'dist/simulator/page/assets');

/** What the browser handsets are built from. */
export interface HandsetsOptions {
  exchange: Exchange;
  title?: string;
  /** Asked each time the page opens; where it fails, the page offers numbers of its own. */
  suggestedNumbers?: () => Promise<readonly SuggestedNumber[]>;
}

/** The browser handsets. */
export interface HandsetsRouter extends Router {
  /** Ends the event streams, which would otherwise keep a stopping server waiting. */
  close(): void;
}

/**
 * The page with the handsets of an exchange, its events and its commands. Whoever mounts it sees to
 * it that strangers do not get here; that other sites give no commands is seen to here.
 */
export function createHandsetsRouter({
  exchange,
  title = 'Telephone exchange',
  suggestedNumbers = async () => [],
}: HandsetsOptions): HandsetsRouter {
  const handsets = createHandsetRegistry(exchange);
  const stream = createEventStream(exchange);
  const router = express.Router();
  router.use(secureHeaders);
  router.get('/', (request, response) => {
    const [path = '', query] = request.originalUrl.split('?');
    // Relative addresses begin at the last slash; so does the redirect, for the sake of proxies.
    if (!path.endsWith('/')) {
      const folder = `./${path.slice(path.lastIndexOf('/') + 1)}/`;
      response.redirect(query === undefined ? folder : `${folder}?${query}`);
      return;
    }
    response.set('Cache-Control', 'no-store').type('html').send(renderPage(title));
  });
  router.use('/assets', express.static(ASSETS, { index: false, redirect: false, maxAge: 0 }));
  router.get('/setup.json', async (_request, response) => {
    const setup: PageSetup = {
      title,
      number: exchange.number,
      suggestions: await suggestedNumbers().catch(() => []),
      handsets: handsets.list(),
    };
    response.set('Cache-Control', 'no-store').json(setup);
  });
  router.get('/events', stream.answer);
  router.get('/transcript.json', async (_request, response) => {
    const suggestions = await suggestedNumbers().catch(() => []);
    const at = new Date(exchange.clock.now()).toISOString().replace(/[:.]/g, '-');
    response
      .set('Cache-Control', 'no-store')
      .attachment(`run-${at}.json`)
      .json(save(exchange, suggestions));
  });
  router.use(createCommands(exchange, handsets));
  router.use(() => {
    throw new CommandError(404, 'There is nothing here.');
  });
  router.use(answerCommandErrors);
  return Object.assign(router, { close: stream.close });
}

function save(exchange: Exchange, suggestions: readonly SuggestedNumber[]): SavedRun {
  const telephones = new Set(exchange.calls.flatMap(({ from, to }) => [from, to]));
  // Many may withhold their number, and a name tells nobody from another.
  const named = suggestions.filter(
    ({ number, role }) => role !== 'withheld' && telephones.has(number),
  );
  const names = Object.fromEntries(named.map(({ number, name }) => [number, name]));
  try {
    return saveRun(exchange, { names });
  } catch (error) {
    if (error instanceof UserError) throw new CommandError(409, error.message);
    throw error;
  }
}

const secureHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      // The style sheet holds its small icons itself.
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      // Hold music is wherever the application's documents say.
      mediaSrc: ["'self'", 'https:', 'http:'],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  // That the whole host is to be had over https alone is not for this page to say.
  strictTransportSecurity: false,
});
