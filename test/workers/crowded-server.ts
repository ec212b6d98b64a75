import cluster from 'node:cluster';
import express from 'express';
import { CLIENT_TIMEOUTS } from '../../src/http/client-limits';
import { listen } from '../../src/http/listen';

// A program of its own: two workers, each with room for so many connections.
const MOST = 3;

if (cluster.isPrimary) {
  let listening = 0;
  for (let count = 0; count < 2; count += 1) cluster.fork();
  cluster.on('message', (_worker, message) => {
    if (message === 'dropped') console.log('dropped');
    else if (++listening === 2) console.log(`listening on ${message}`);
  });
  process.on('disconnect', () => process.exit());
} else {
  const app = () => express().get('/', (_request, response) => void response.send('well'));
  const options = {
    onDropped: () => void process.send?.('dropped'),
    timeouts: CLIENT_TIMEOUTS,
    maxConnections: MOST,
  };
  void listen({ host: '127.0.0.1', port: 0 }, app, options).then(({ port }) =>
    process.send?.(port),
  );
}
