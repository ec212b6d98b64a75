import { join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { PROGRAM_FOLDER } from '../program-folder';
import type { Program } from './load-program';

/** Where the built programs are, and beside them what V8 made of them. */
export const PROGRAMS_FOLDER: string = join(PROGRAM_FOLDER, 'dist/programs');

/**
 * The program of that name: `main` or `cli`. What V8 made of it is good for one version of Node, on
 * one kind of processor, with the same flags for V8.
 */
export function locateProgram(name: string): Program {
  return {
    path: join(PROGRAMS_FOLDER, `${name}.js`),
    cachePath: join(PROGRAMS_FOLDER, `${name}.${cachedDataVersionTag()}.cache`),
  };
}
