import express from 'express';
import { answerErrors } from '../../src/http/error-answers';
import { listen } from '../../src/http/listen';
import { createLogger } from '../../src/http/log';
import { openRawClient } from '../support/raw-client';

it('an answer that fails when half of it is sent breaks off, and the log says so', async () => {
  const logLines: Record<string, unknown>[] = [];
  const log = createLogger(
    { level: 'info', numbers: 'masked' },
    { write: (line) => logLines.push(JSON.parse(line)) },
  );
  const app = express()
    .use((_request, response) => {
      response.set('Content-Length', '10').write('half ');
      throw new Error('the other half is missing');
    })
    .use(answerErrors(log, []));
  const server = await listen({ host: '127.0.0.1', port: 0 }, () => app, {
    onDropped: () => {},
  });
  const client = await openRawClient(`http://127.0.0.1:${server.port}`);
  client.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await client.ended;
  expect(await client.answers()).toEqual([]);
  client.close();
  await server.close(0);
  expect(logLines).toMatchObject([
    { level: 50, msg: 'an answer broke off', err: { message: 'the other half is missing' } },
  ]);
});
