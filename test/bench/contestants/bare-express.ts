import express from 'express';
import { CONSTANT_ANSWER } from './constant-answer';

// What Express itself costs: a form is read, and nothing is done with it.
const { PORT, HOST = '' } = process.env;
express()
  .disable('x-powered-by')
  .disable('etag')
  .use(express.urlencoded({ extended: false }))
  .use((_request, response) => {
    response.type('text/xml').send(CONSTANT_ANSWER);
  })
  .listen(Number(PORT), HOST);
