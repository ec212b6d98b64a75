import { join } from 'node:path';

/** The folder with package.json: two above this file, and two above `dist/bench/bench.js` as well. */
export const ROOT = join(__dirname, '../..');
