import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from './server-program';

const run = promisify(execFile);

/**
 * Makes a data directory with a root user without a password for `program`, mariadbd or mysqld. Of
 * the options that it will run with, some have to be known from the beginning.
 */
export async function createDataDirectory(
  program: string,
  dataDirectory: string,
  extraOptions: readonly string[] = [],
): Promise<void> {
  const { stdout: version } = await run(program, ['--no-defaults', '--version']);
  // Two that are made at once would take each other's temporary tables.
  const temporary = `--tmpdir=${dirname(dataDirectory)}`;
  const place = ['--no-defaults', `--datadir=${dataDirectory}`, temporary, ...userOption()];
  const options = [...place, ...extraOptions];
  if (version.includes('MariaDB')) {
    const noPassword = ['--auth-root-authentication-method=normal', '--skip-test-db'];
    await runToEnd(findInstallProgram(program), [...options, ...noPassword]);
  } else {
    await runToEnd(program, [...options, '--initialize-insecure']);
  }
}

/** Both servers refuse to run as root unless told so. */
export function userOption(): string[] {
  return process.getuid?.() === 0 ? ['--user=root'] : [];
}

/** mariadb-install-db says on standard output why it fails, which a plain error leaves out. */
async function runToEnd(program: string, args: string[]): Promise<void> {
  await run(program, args).catch((cause) => {
    throw new Error(`${program} failed:\n${cause.stdout}${cause.stderr}`, { cause });
  });
}

function findInstallProgram(program: string): string {
  const beside = [dirname(program), join(dirname(program), '../bin')];
  const path = findProgram('mariadb-install-db', beside) ?? findProgram('mysql_install_db', beside);
  if (path === undefined) throw new Error(`No mariadb-install-db for ${program}`);
  return path;
}
