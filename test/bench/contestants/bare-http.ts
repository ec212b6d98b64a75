import { createServer } from 'node:http';
import { CONSTANT_ANSWER } from './constant-answer';

// What Node itself costs: a body is read to its end, and nothing is done with it.
const { PORT, HOST } = process.env;
const HEADERS = {
  'Content-Type': 'text/xml; charset=utf-8',
  'Content-Length': Buffer.byteLength(CONSTANT_ANSWER),
};
createServer((request, response) => {
  request.resume();
  request.on('end', () => response.writeHead(200, HEADERS).end(CONSTANT_ANSWER));
}).listen(Number(PORT), HOST);
