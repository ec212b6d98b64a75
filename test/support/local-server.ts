import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntilAnswers } from './connection';
import { createDataDirectory, userOption } from './data-directory';
import type { DatabaseServer } from './database-server';
import { findFreePort } from './free-port';
import { freezeProcess } from './freeze-process';
import { createGuardedProcess, type GuardedProcess } from './guarded-process';

/** With --skip-name-resolve, root@localhost is not root from 127.0.0.1. */
export const INIT_SQL = `CREATE USER IF NOT EXISTS 'root'@'127.0.0.1' IDENTIFIED BY '';
GRANT ALL PRIVILEGES ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION;
`;

/** Starts `program` (mariadbd or mysqld) on a new data directory and waits until it answers. */
export async function startLocalServer(
  program: string,
  extraOptions: readonly string[] = [],
): Promise<DatabaseServer> {
  const directory = await mkdtemp(join(tmpdir(), 'minicc-database-'));
  const guarded = createGuardedProcess(program, directory);
  try {
    await writeFile(initFile(directory), INIT_SQL);
    await createDataDirectory(program, join(directory, 'data'), extraOptions);
    const port = await findFreePort();
    const options = [...serverOptions(directory, port), `--init-file=${initFile(directory)}`];
    const server = createLocalServer(program, port, guarded, [...options, ...extraOptions]);
    await server.restart();
    return server;
  } catch (error) {
    await guarded.remove();
    throw error;
  }
}

function createLocalServer(
  program: string,
  port: number,
  guarded: GuardedProcess,
  options: readonly string[],
): DatabaseServer {
  const url = `mysql://root@127.0.0.1:${port}`;
  return {
    url,
    origin: program,
    freeze: async () => {
      if (guarded.pid !== undefined) await freezeProcess(guarded.pid);
    },
    thaw: () => guarded.signal('SIGCONT'),
    kill: guarded.kill,
    shutDown: guarded.shutDown,
    restart: async () => {
      await guarded.kill();
      guarded.start(options);
      if (await waitUntilAnswers(url, () => guarded.pid !== undefined)) return;
      await guarded.kill();
      throw new Error(`${program} did not start:\n${await guarded.readLastLines()}`);
    },
    stop: async () => {
      await guarded.shutDown();
      await guarded.remove();
    },
  };
}

/**
 * Small and quick, but as durable and as strict as by default: innodb_flush_log_at_trx_commit and
 * sql_mode stay as they are. `loose` marks what only MariaDB or only MySQL knows.
 */
export function serverOptions(directory: string, port: number): string[] {
  return [
    '--no-defaults',
    ...userOption(),
    `--datadir=${join(directory, 'data')}`,
    `--tmpdir=${directory}`,
    `--socket=${join(directory, 'socket')}`,
    `--pid-file=${join(directory, 'pid')}`,
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

function initFile(directory: string): string {
  return join(directory, 'init.sql');
}
