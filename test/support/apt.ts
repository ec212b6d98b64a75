import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { isExecutable } from './executable';

const run = promisify(execFile);

let hasUpdated = false;

/** Whether this is Debian, Ubuntu or the like, and we may install packages. */
export function canInstallPackages(): boolean {
  return process.getuid?.() === 0 && isExecutable('/usr/bin/apt-get');
}

/** Installs packages, without those that they only recommend. */
export async function installPackages(...names: string[]): Promise<void> {
  await update();
  await aptGet('install', '-y', '--no-install-recommends', ...names);
}

/** Puts the file of a package into `folder`, without installing it; needs no rights as a rule. */
export async function downloadPackage(name: string, folder: string): Promise<void> {
  const download = () => run('apt-get', ['-q', 'download', name], { cwd: folder });
  try {
    await download();
  } catch (error) {
    // A fresh system has no list of packages, and only root may fetch it.
    if (!canInstallPackages()) throw error;
    await update();
    await download();
  }
}

/** Debian 11 and Ubuntu 22.04 have the version at the end of some names, later ones do not. */
export async function findPackage(prefix: string): Promise<string> {
  await update();
  const { stdout } = await run('apt-cache', ['pkgnames', prefix]);
  const [name] = stdout.split('\n').filter(Boolean).sort();
  if (name === undefined) throw new Error(`apt-get knows no ${prefix}`);
  return name;
}

async function update(): Promise<void> {
  if (!hasUpdated) await aptGet('update');
  hasUpdated = true;
}

async function aptGet(...args: string[]): Promise<void> {
  await run('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=120', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    maxBuffer: 64 * 1024 * 1024,
  });
}
