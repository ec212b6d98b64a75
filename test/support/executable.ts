import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Path of a program in `firstFolders`, on PATH or in `lastFolders`, if it is there. */
export function findExecutable(
  name: string,
  firstFolders: readonly string[] = [],
  lastFolders: readonly string[] = [],
): string | undefined {
  const onPath = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return [...firstFolders, ...onPath, ...lastFolders]
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/** Whether there is a program at `path` that we may run. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
