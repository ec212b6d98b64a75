import express, { type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { CallFlow } from './callflow/call-flow';
import { answerPin, chooseFromMenu, greet } from './callflow/entry';
import { exitEnqueue } from './callflow/exit-enqueue';
import { guidance } from './callflow/guidance';
import { information } from './callflow/information';
import { operatorQueue } from './callflow/operator-queue';
import { statusCallback } from './callflow/status-callback';
import { createWait } from './callflow/wait';
import { RequestError } from './errors';
import { createHistoryEvent, type HistoryRoute } from './history/history-event';
import type { HistoryRecorder } from './history/recorder';
import { answerMetrics } from './http/answer-metrics';
import { requireBasicAuth } from './http/basic-auth';
import { answerErrors } from './http/error-answers';
import { createGuessLimiter } from './http/guess-limiter';
import { answerAlive, answerReady, type FindUnreadiness, type ReadSpool } from './http/health';
import { measureWebhooks } from './http/measure-webhooks';
import { logRequests } from './http/request-log';
import { secureHeaders } from './http/secure-headers';
import type { TrustProxy } from './http/trust-proxy';
import { type Answer, createWebhook } from './http/webhook';
import type { WebhookRoute } from './http/webhook-route';
import type { Metrics } from './metrics/metrics';
import type { OperatorDirectory } from './operators/directory';
import type { CallRequest } from './twilio/call-request';
import type { SignatureKey } from './twilio/signature';
import type { Credentials } from './twilio/urls';
import type { Wallboard } from './wallboard/wallboard';

/** What the app is built from. */
export interface Services {
  callFlow: CallFlow;
  credentials: Credentials;
  /** Where Twilio's signature is to be checked. */
  signatureKey: SignatureKey | undefined;
  operators: OperatorDirectory;
  history: HistoryRecorder;
  findUnreadiness: FindUnreadiness;
  readSpool: ReadSpool;
  metrics: Metrics;
  /** Whose word counts on the address that a request came from; it counts for nothing else. */
  trustProxy: TrustProxy;
  /** Aborted where the server stops: no answer is held back any more. */
  stopping: AbortSignal;
  /** The clock: what is recorded of a webhook has its time. */
  now: () => Date;
  /** The page with the browser handsets, where it is wanted. */
  handsets?: RequestHandler | undefined;
  /** What goes on now; it hears of each webhook. */
  wallboard: Pick<Wallboard, 'page' | 'hear'>;
  /** What happened, for people and programs. */
  reports?: RequestHandler | undefined;
  log: Logger;
}

/** The Express app, every route in the order in which a call meets them. Does not listen. */
export function createApp(services: Services): Express {
  const { callFlow, credentials, signatureKey, operators, history, metrics, handsets, log } =
    services;
  const { onRefused } = metrics;
  const limitGuesses = createGuessLimiter({ log, stopping: services.stopping, onRefused });

  const record = (route: HistoryRoute, request: CallRequest) =>
    history.record(createHistoryEvent(route, request));
  const letIn = requireBasicAuth(credentials, limitGuesses);
  const measure = measureWebhooks(metrics.onWebhook);
  const webhook = (route: WebhookRoute, answer: Answer) => [
    letIn,
    measure,
    ...createWebhook(
      route,
      signatureKey,
      async (request) => {
        const document = await answer(request);
        services.wallboard.hear(route, request);
        return document;
      },
      onRefused,
    ),
  ];

  const calls = express.Router();
  calls.all(
    ['/', '/index', '/index.php'],
    webhook('index', async (request) => {
      const { digits, wrongPins } = request;
      if (digits === undefined) return greet(await operators.recognise(request), callFlow);
      if (wrongPins === undefined) return chooseFromMenu(request, callFlow);
      return answerPin(await operators.checkPin(request, digits), wrongPins, callFlow);
    }),
  );
  calls.all(
    ['/information', '/information.xml'],
    webhook('information', () => information(callFlow)),
  );
  calls.all(['/wait', '/wait.php'], webhook('wait', createWait(callFlow)));
  calls.all(
    ['/operator_queue', '/operator_queue.php'],
    webhook('operator_queue', (request) => operatorQueue(request, callFlow)),
  );
  calls.all(
    ['/guidance', '/guidance.php'],
    webhook('guidance', async (request) => {
      await record('guidance', request);
      return guidance(callFlow);
    }),
  );
  calls.all(
    ['/exit_enqueue', '/exit_enqueue.php'],
    webhook('exit_enqueue', async (request) => {
      await record('exit_enqueue', request);
      return exitEnqueue(request, callFlow);
    }),
  );
  calls.all(
    ['/status_callback', '/status_callback.php'],
    webhook('status_callback', async (request) => {
      await record('status_callback', request);
      return statusCallback();
    }),
  );

  const health = express.Router();
  health.get('/healthz', answerAlive);
  health.get('/readyz', answerReady(services));

  const nothingHere = () => {
    throw new RequestError(404, 'There is nothing here.');
  };

  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', false);
  app.set('trust proxy', services.trustProxy);
  app.use(logRequests(log, services.now));
  // Webhooks are let in and answered on a short way of their own: somebody is listening.
  app.use(mountPath(callFlow.urls.basePath), calls);
  app.use(secureHeaders);
  for (const path of new Set(['/', mountPath(callFlow.urls.basePath)])) app.use(path, health);
  app.use(letIn);
  for (const basePath of new Set(['', callFlow.urls.basePath])) {
    app.get(mountPath(`${basePath}/metrics`), answerMetrics(metrics.read));
  }
  if (handsets) app.use(mountPath(`${callFlow.urls.basePath}/simulator`), handsets);
  if (services.reports) app.use(mountPath(`${callFlow.urls.basePath}/reports`), services.reports);
  app.use(mountPath(`${callFlow.urls.basePath}/wallboard`), services.wallboard.page);
  app.use(measure, nothingHere);
  app.use(answerErrors(log, [callFlow.speak('trouble')]));
  return app;
}

/** A path as Express matches it to the letter: https://expressjs.com/en/guide/migrating-5.html */
function mountPath(basePath: string): string {
  return basePath === '' ? '/' : basePath.replace(/[^\w/%~-]/g, '\\$&');
}
