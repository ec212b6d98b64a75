import type { RequestHandler } from 'express';
import { requestStateOf } from './request-state';
import type { WebhookRoute } from './webhook-route';

/** What became of a request. */
export interface WebhookOutcome {
  /** Undefined where the request is for no webhook of ours. */
  route: WebhookRoute | undefined;
  /** Of the answer; undefined where the other side went before it had one. */
  status: number | undefined;
  /** The caller got no help from us: a status of 5xx, the apology, or no answer. */
  hasFailed: boolean;
  seconds: number;
}

/** Is told of each request that comes past it, once that has been answered or given up. */
export type OnWebhook = (outcome: WebhookOutcome) => void;

/** Measures every request that comes past it. */
export function measureWebhooks(onWebhook: OnWebhook): RequestHandler {
  return (_request, response, next) => {
    const start = performance.now();
    response.once('close', () => {
      const { route, hasFailed = false } = requestStateOf(response);
      const status = response.writableFinished ? response.statusCode : undefined;
      onWebhook({
        route,
        status,
        hasFailed: hasFailed || status === undefined || status >= 500,
        seconds: (performance.now() - start) / 1000,
      });
    });
    next();
  };
}
