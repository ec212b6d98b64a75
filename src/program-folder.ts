import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder that minicc was unpacked into: `package.json`, `sql` and the pages' assets are in it. It
 * is above `src`, whose files the tests run, and above the programs in `dist` that they are built into.
 */
export const PROGRAM_FOLDER: string = findPackage(__dirname);

function findPackage(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : findPackage(dirname(folder));
}
