import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { downloadPackage } from './apt';
import { findExecutable, isExecutable } from './executable';

const run = promisify(execFile);

const CACHE = join(__dirname, '../../node_modules/.cache/minicc');

const ADVICE =
  'No promtool for the tests: put it on PATH, it is part of Prometheus ' +
  '(Debian/Ubuntu: apt-get install prometheus; macOS: brew install prometheus)';

/** How long it may take to get one, in milliseconds. */
export const PROMTOOL_TIMEOUT_MS = 300_000;

/** What promtool said, and whether all was well. */
export interface PromtoolAnswer {
  code: number;
  output: string;
}

/**
 * Runs the promtool of this machine, or the one in Debian's package. Throws an error that says what
 * to do when there is no way to get one.
 */
export async function runPromtool(args: string[], input = ''): Promise<PromtoolAnswer> {
  const program = findExecutable('promtool', [], [CACHE]) ?? (await unpackPromtool());
  const running = run(program, args);
  running.child.stdin?.end(input);
  try {
    const { stdout, stderr } = await running;
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: unknown; stdout: string; stderr: string };
    if (typeof code !== 'number') throw error;
    return { code, output: stdout + stderr };
  }
}

/**
 * Unpacks Debian's package without installing it: that needs no rights, and starts no Prometheus now
 * or at the next boot.
 */
async function unpackPromtool(): Promise<string> {
  if (!isExecutable('/usr/bin/apt-get')) throw new Error(ADVICE);
  process.stderr.write('No promtool found: downloading one for the tests with apt-get\n');
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'unpacking-'));
  try {
    await downloadPackage('prometheus', folder);
    const [file = ''] = readdirSync(folder).filter((name) => name.endsWith('.deb'));
    await run('dpkg-deb', ['-x', file, 'unpacked'], { cwd: folder });
    // Into place in one step, for another worker may be at it, too.
    const draft = join(folder, 'promtool');
    copyFileSync(join(folder, 'unpacked/usr/bin/promtool'), draft);
    renameSync(draft, join(CACHE, 'promtool'));
  } catch (cause) {
    throw new Error(`${ADVICE} (apt-get failed)`, { cause });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return join(CACHE, 'promtool');
}
