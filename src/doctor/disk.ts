import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { describeError } from '../errors';
import { type Finding, fault, ok, warning } from './finding';

const MB = 1024 * 1024;
const LITTLE_BYTES = 500 * MB;
const TOO_LITTLE_BYTES = 20 * MB;

/** Whether a file can be written where it is, or made where it is not, and has room to grow. */
export async function* examineFilePlace(path: string, setting: string): AsyncGenerator<Finding> {
  const writeFault = findWriteFault(path);
  if (writeFault !== undefined) {
    yield fault(
      `${setting} ${path} cannot be written: ${writeFault}`,
      'See who owns the file and its folder: the user that minicc runs as must be able to write both. Ask as that user.',
    );
    return;
  }
  yield* examineRoom(findFolder(path), setting);
}

/** SQLite writes beside its file, too. */
function findWriteFault(path: string): string | undefined {
  try {
    const folder = findFolder(path);
    if (!statSync(folder).isDirectory()) return `${folder} is not a folder`;
    accessSync(folder, constants.W_OK | constants.X_OK);
    if (existsSync(path)) accessSync(path, constants.R_OK | constants.W_OK);
    return undefined;
  } catch (error) {
    return describeError(error);
  }
}

/** The folder of a file that may not be there yet, or the nearest one above it that is. */
function findFolder(path: string): string {
  let folder = dirname(resolve(path));
  while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}

async function* examineRoom(folder: string, setting: string): AsyncGenerator<Finding> {
  const { bavail, bsize } = await statfs(folder);
  const freeBytes = bavail * bsize;
  const found = `${describeSize(freeBytes)} are free where ${setting} is.`;
  const advice = 'Free some room on that disk, or set it to a file on another one.';
  if (freeBytes < TOO_LITTLE_BYTES) yield fault(found, advice);
  else if (freeBytes < LITTLE_BYTES) yield warning(found, advice);
  else yield ok(found);
}

function describeSize(bytes: number): string {
  return bytes < 10_000 * MB
    ? `${Math.floor(bytes / MB)} MB`
    : `${Math.floor(bytes / MB / 1024)} GB`;
}
