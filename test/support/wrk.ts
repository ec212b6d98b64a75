import { join } from 'node:path';
import { findExecutable } from './executable';
import { libraryPath, unpackPackage } from './unpacked-package';

const ADVICE =
  'No wrk for the tests: put it on PATH (Debian/Ubuntu: apt-get install wrk; macOS: brew install wrk)';

/**
 * The wrk of this machine, or the one in Debian's package, which is not installed. Throws an error
 * that says what to do when there is no way to get one.
 */
export async function findWrk(): Promise<{ program: string; env: NodeJS.ProcessEnv }> {
  const installed = findExecutable('wrk');
  if (installed !== undefined) return { program: installed, env: process.env };
  const folder = await unpackPackage('wrk', ADVICE);
  const env = { ...process.env, LD_LIBRARY_PATH: libraryPath(folder) };
  return { program: join(folder, 'usr/bin/wrk'), env };
}
