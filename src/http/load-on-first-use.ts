import type { RequestHandler } from 'express';

/** A handler that is created when it is first asked for: callers' requests need nothing of it. */
export function loadOnFirstUse(create: () => Promise<RequestHandler>): RequestHandler {
  let created: Promise<RequestHandler> | undefined;
  return async (request, response, next) => {
    // What failed may succeed when it is asked for again.
    created ??= create().catch((error: unknown) => {
      created = undefined;
      throw error;
    });
    const handle = await created;
    return handle(request, response, next);
  };
}
