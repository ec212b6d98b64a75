import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { waitUntilAnswers } from './connection';
import type { DatabaseServer } from './database-server';
import { findFreePort } from './free-port';
import { freezeProcess } from './freeze-process';
import { type Guard, startGuard } from './guard';
import { findProgram } from './server-program';

const run = promisify(execFile);

const stopTimeoutMs = 10_000;

/** Reads process ids, an empty line for "none"; the last one is killed at the end. */
const guardScript = `
pid=
while read -r line; do pid=$line; done
[ -z "$pid" ] || kill -9 "$pid"
rm -rf "$1" || { sleep 1; rm -rf "$1"; }`;

/** With --skip-name-resolve, root@localhost is not root from 127.0.0.1. */
const initSql = `CREATE USER IF NOT EXISTS 'root'@'127.0.0.1' IDENTIFIED BY '';
GRANT ALL PRIVILEGES ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION;
`;

interface Running {
  child: ChildProcess;
  ended: Promise<void>;
}

/** Starts `program` (mariadbd or mysqld) on a new data directory and waits until it answers. */
export async function startLocalServer(program: string): Promise<DatabaseServer> {
  const directory = await mkdtemp(join(tmpdir(), 'minicc-database-'));
  const guard = startGuard(guardScript, directory);
  try {
    await createDataDirectory(program, directory);
    const port = await findFreePort();
    const server = createLocalServer(program, directory, port, guard);
    await server.restart();
    return server;
  } catch (error) {
    await guard.end();
    throw error;
  }
}

function createLocalServer(
  program: string,
  directory: string,
  port: number,
  guard: Guard,
): DatabaseServer {
  const url = `mysql://root@127.0.0.1:${port}`;
  let running: Running | undefined;

  function spawnServer(): Running {
    const child = spawnWithLog(program, serverOptions(directory, port), logPath(directory));
    guard.tell(String(child.pid ?? ''));
    const ended = new Promise<void>((resolve) => {
      const end = () => {
        guard.tell('');
        running = undefined;
        resolve();
      };
      child.once('exit', end);
      child.once('error', end);
    });
    return { child, ended };
  }

  async function kill(): Promise<void> {
    running?.child.kill('SIGKILL');
    await running?.ended;
  }

  return {
    url,
    origin: program,
    freeze: async () => {
      if (running?.child.pid !== undefined) await freezeProcess(running.child.pid);
    },
    thaw: () => {
      running?.child.kill('SIGCONT');
    },
    kill,
    restart: async () => {
      await kill();
      running = spawnServer();
      if (await waitUntilAnswers(url, () => running !== undefined)) return;
      await kill();
      throw new Error(`${program} did not start:\n${await readLastLines(logPath(directory))}`);
    },
    stop: async () => {
      running?.child.kill('SIGCONT');
      running?.child.kill('SIGTERM');
      await Promise.race([running?.ended, delay(stopTimeoutMs, undefined, { ref: false })]);
      await kill();
      await guard.end();
    },
  };
}

function spawnWithLog(program: string, args: string[], log: string): ChildProcess {
  const file = openSync(log, 'a');
  try {
    return spawn(program, args, { stdio: ['ignore', file, file] });
  } finally {
    closeSync(file);
  }
}

async function createDataDirectory(program: string, directory: string): Promise<void> {
  await writeFile(initFile(directory), initSql);
  const { stdout: version } = await run(program, ['--no-defaults', '--version']);
  const options = ['--no-defaults', `--datadir=${dataDirectory(directory)}`, ...userOption()];
  if (version.includes('MariaDB')) {
    const noPassword = ['--auth-root-authentication-method=normal', '--skip-test-db'];
    await runToEnd(findInstallProgram(program), [...options, ...noPassword]);
  } else {
    await runToEnd(program, [...options, '--initialize-insecure']);
  }
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

/**
 * Small and quick, but as durable and as strict as by default: innodb_flush_log_at_trx_commit and
 * sql_mode stay as they are. `loose` marks what only MariaDB or only MySQL knows.
 */
function serverOptions(directory: string, port: number): string[] {
  return [
    '--no-defaults',
    ...userOption(),
    `--datadir=${dataDirectory(directory)}`,
    `--tmpdir=${directory}`,
    `--socket=${join(directory, 'socket')}`,
    `--pid-file=${join(directory, 'pid')}`,
    `--init-file=${initFile(directory)}`,
    '--bind-address=127.0.0.1',
    `--port=${port}`,
    '--skip-name-resolve',
    '--skip-log-bin',
    '--max-connections=500',
    '--innodb-buffer-pool-size=64M',
    '--loose-innodb-log-file-size=16M',
    '--loose-mysqlx=OFF',
  ];
}

/** Both servers refuse to run as root unless told so. */
function userOption(): string[] {
  return process.getuid?.() === 0 ? ['--user=root'] : [];
}

function dataDirectory(directory: string): string {
  return join(directory, 'data');
}

function initFile(directory: string): string {
  return join(directory, 'init.sql');
}

function logPath(directory: string): string {
  return join(directory, 'log');
}

async function readLastLines(path: string): Promise<string> {
  const text = await readFile(path, 'utf8');
  return text.trimEnd().split('\n').slice(-20).join('\n');
}
