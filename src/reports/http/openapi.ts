import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { RequestHandler } from 'express';
import { parse } from 'yaml';
import { readQuery } from './query';

/** From here it is as far to the top when run from `src`, as the tests do, as from `dist`. */
const FILE = resolve(__dirname, '../../../src/reports/http/openapi.yaml');

/** Answers with the description of the interface, read when it is first asked for. */
export function answerOpenApi(): RequestHandler {
  let description: unknown;
  return (request, response) => {
    readQuery(request, []);
    description ??= parse(readFileSync(FILE, 'utf8'));
    response.json(description);
  };
}
