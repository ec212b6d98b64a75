import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { downloadPackage } from './apt';
import { isExecutable } from './executable';

const run = promisify(execFile);

const CACHE = join(__dirname, '../../node_modules/.cache/minicc');

/**
 * Debian's package `name`, and the libraries it needs that this system lacks, unpacked in a folder
 * that is given. Nothing is installed: that needs no rights, and starts nothing now or at the next
 * boot. Throws an error with `advice` where there is no way.
 */
export async function unpackPackage(name: string, advice: string): Promise<string> {
  const place = join(CACHE, name);
  if (existsSync(place)) return place;
  if (!isExecutable('/usr/bin/apt-get')) throw new Error(advice);
  process.stderr.write(`No ${name} found: downloading it for the tests with apt-get\n`);
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'unpacking-'));
  try {
    await downloadPackage(name, folder);
    for (const library of await listLackingLibraries(name)) await downloadPackage(library, folder);
    for (const file of readdirSync(folder).filter((entry) => entry.endsWith('.deb'))) {
      await run('dpkg-deb', ['-x', file, 'unpacked'], { cwd: folder });
    }
    putIntoPlace(join(folder, 'unpacked'), place);
  } catch (cause) {
    throw new Error(`${advice} (apt-get failed)`, { cause });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return place;
}

/** In one step; another worker may have been at it, too, and have been faster. */
function putIntoPlace(draft: string, place: string): void {
  try {
    renameSync(draft, place);
  } catch (error) {
    if (!existsSync(place)) throw error;
  }
}

/** The folders with libraries in an unpacked package, as `LD_LIBRARY_PATH` has them. */
export function libraryPath(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const libraries = files.filter((file) => /\.so(\.\d+)*$/.test(file));
  return [...new Set(libraries.map((file) => join(folder, dirname(file))))].join(':');
}

async function listLackingLibraries(name: string): Promise<string[]> {
  const lacking: string[] = [];
  for (const packages = [name]; packages.length > 0; ) {
    const { stdout } = await run('apt-cache', ['depends', packages.pop() ?? '']);
    for (const [, library = ''] of stdout.matchAll(/^ *\|?Depends: (lib\S+)$/gm)) {
      if (lacking.includes(library) || (await isInstalled(library))) continue;
      lacking.push(library);
      packages.push(library);
    }
  }
  return lacking;
}

async function isInstalled(name: string): Promise<boolean> {
  const query = run('dpkg-query', ['-W', '-f', `\${db:Status-Status}`, name]);
  return query.then(
    ({ stdout }) => stdout === 'installed',
    () => false,
  );
}
