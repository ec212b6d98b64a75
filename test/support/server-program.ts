import { findPackage, installPackages } from './apt';
import { findExecutable } from './executable';

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
  return findExecutable(name, firstFolders, usualFolders);
}

/**
 * Installs MariaDB with apt-get and gives the path of its program. Only the `core` packages: the
 * programs without the system service, so that nothing starts now or at the next boot.
 */
export async function installServerProgram(): Promise<string> {
  process.stderr.write('No MariaDB or MySQL found: installing one for the tests with apt-get\n');
  const server = await findPackage('mariadb-server-core');
  // mariadb-install-db needs my_print_defaults, which is among the client's programs.
  const client = await findPackage('mariadb-client-core');
  await installPackages(server, client);
  const program = findServerProgram();
  if (program === undefined) throw new Error('apt-get installed no mariadbd');
  return program;
}
