import express, { type RequestHandler } from 'express';
import request from 'supertest';
import { loadOnFirstUse } from '../../src/http/load-on-first-use';

/** An app with a late handler at `/late`, and how often it was created. */
function buildApp(handler: RequestHandler) {
  let createdTimes = 0;
  const app = express();
  app.use(
    '/late',
    loadOnFirstUse(async () => {
      createdTimes += 1;
      return handler;
    }),
  );
  return { app, createdTimes: () => createdTimes };
}

describe('a handler that is loaded on first use', () => {
  const router = express.Router();
  router.get('/page', (req, response) => void response.send(`${req.baseUrl} ${req.path}`));
  router.get('/broken', () => Promise.reject(new Error('broken')));

  it('is not created by requests for something else', async () => {
    const { app, createdTimes } = buildApp(router);
    await request(app).get('/early').expect(404);
    expect(createdTimes()).toBe(0);
  });

  it('answers under the path that it is mounted at', async () => {
    const { app } = buildApp(router);
    await request(app).get('/late/page').expect(200, '/late /page');
  });

  it('is created once, for requests at the same time too', async () => {
    const { app, createdTimes } = buildApp(router);
    await Promise.all([request(app).get('/late/page'), request(app).get('/late/page')]);
    expect(createdTimes()).toBe(1);
  });

  it('leaves what it does not know, and what went wrong, to the app', async () => {
    const { app } = buildApp(router);
    app.use(((error, _request, response, _next) => {
      response.status(500).send(error.message);
    }) as express.ErrorRequestHandler);
    await request(app).get('/late/nothing').expect(404);
    await request(app).get('/late/broken').expect(500, 'broken');
  });
});
