import type { RequestHandler } from 'express';

/** Why the server is not ready for calls, or undefined when it is. Never throws. */
export type FindUnreadiness = () => Promise<string | undefined>;

/** Answers that the program runs. */
export const answerAlive: RequestHandler = (_request, response) => {
  response.set('Cache-Control', 'no-store').json({ status: 'alive' });
};

/** Answers whether the server is ready for calls: 200, or 503 with the reason. */
export function answerReady(findUnreadiness: FindUnreadiness): RequestHandler {
  return async (_request, response) => {
    const reason = await findUnreadiness();
    response
      .status(reason === undefined ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json(reason === undefined ? { status: 'ready' } : { status: 'not ready', reason });
  };
}
