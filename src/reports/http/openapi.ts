import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RequestHandler } from 'express';
import { PROGRAM_FOLDER } from '../../program-folder';
import { readQuery } from './query';

const FILE = join(PROGRAM_FOLDER, 'src/reports/http/openapi.yaml');

/** Answers with the description of the interface, read when it is first asked for. */
export function answerOpenApi(): RequestHandler {
  let description: unknown;
  return async (request, response) => {
    readQuery(request, []);
    description ??= await readDescription();
    response.json(description);
  };
}

async function readDescription(): Promise<unknown> {
  const { parse } = await import('yaml');
  return parse(await readFile(FILE, 'utf8'));
}
