import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const usualFolders = [
  '/usr/sbin',
  '/usr/libexec',
  '/usr/local/sbin',
  '/usr/local/bin',
  '/usr/local/mysql/bin',
  '/usr/local/opt/mariadb/bin',
  '/usr/local/opt/mysql/bin',
  '/opt/homebrew/bin',
  '/opt/homebrew/opt/mariadb/bin',
  '/opt/homebrew/opt/mysql/bin',
];

/** Path of an installed `mariadbd` or `mysqld`, if there is one. */
export function findServerProgram(): string | undefined {
  return findProgram('mariadbd') ?? findProgram('mysqld');
}

/** Path of a program in `firstFolders`, on PATH or where database servers usually are. */
export function findProgram(name: string, firstFolders: string[] = []): string | undefined {
  const onPath = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return [...firstFolders, ...onPath, ...usualFolders]
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/** Whether this is Debian, Ubuntu or the like, and we may install packages. */
export function canInstallServerProgram(): boolean {
  return process.getuid?.() === 0 && isExecutable('/usr/bin/apt-get');
}

/**
 * Installs MariaDB with apt-get and gives the path of its program. Only the `core` packages: the
 * programs without the system service, so that nothing starts now or at the next boot.
 */
export async function installServerProgram(): Promise<string> {
  process.stderr.write('No MariaDB or MySQL found: installing one for the tests with apt-get\n');
  await aptGet('update');
  const server = await findPackage('mariadb-server-core');
  // mariadb-install-db needs my_print_defaults, which is among the client's programs.
  const client = await findPackage('mariadb-client-core');
  await aptGet('install', '-y', '--no-install-recommends', server, client);
  const program = findServerProgram();
  if (program === undefined) throw new Error('apt-get installed no mariadbd');
  return program;
}

/** Debian 11 and Ubuntu 22.04 have the version at the end of the name, later ones do not. */
async function findPackage(prefix: string): Promise<string> {
  const { stdout } = await run('apt-cache', ['pkgnames', prefix]);
  const [name] = stdout.split('\n').filter(Boolean).sort();
  if (name === undefined) throw new Error(`apt-get knows no ${prefix}`);
  return name;
}

async function aptGet(...args: string[]): Promise<void> {
  await run('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=120', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    maxBuffer: 64 * 1024 * 1024,
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
