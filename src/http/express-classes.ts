import { IncomingMessage, ServerResponse } from 'node:http';
import type { Express } from 'express';
import type { ExchangeClasses } from './client-limits';

/**
 * Classes of requests and responses that are what Express makes of others when it handles them: it
 * gives each of them another prototype, after which the engine runs everything that is done with
 * them without its optimisations. That costs more than all else that Express does.
 * https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/Object/setPrototypeOf
 */
export function createExpressClasses(): {
  classes: ExchangeClasses;
  /** Has `app` handle requests of these classes as they are. */
  adopt(app: Express): void;
} {
  class ExpressRequest extends IncomingMessage {}
  class ExpressResponse extends ServerResponse {}
  return {
    classes: {
      IncomingMessage: ExpressRequest,
      ServerResponse: ExpressResponse as typeof ServerResponse,
    },
    adopt(app) {
      Object.setPrototypeOf(ExpressRequest.prototype, app.request);
      Object.setPrototypeOf(ExpressResponse.prototype, app.response);
      app.request = ExpressRequest.prototype as typeof app.request;
      app.response = ExpressResponse.prototype as typeof app.response;
    },
  };
}
