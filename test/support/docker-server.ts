import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { waitUntilAnswers } from './connection';
import type { DatabaseServer } from './database-server';
import { findFreePort } from './free-port';
import { startGuard } from './guard';

const run = promisify(execFile);

const image = 'mariadb:11';

/** Whether a Docker engine answers. */
export async function isDockerRunning(): Promise<boolean> {
  try {
    await run('docker', ['info'], { timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
}

/** Starts MariaDB in a container of its own and waits until it answers. */
export async function startDockerServer(options: readonly string[]): Promise<DatabaseServer> {
  const port = await findFreePort();
  const url = `mysql://root@127.0.0.1:${port}`;
  const container = await runContainer(port, options);
  // Not `docker run --rm`: that would lose the rows when the server is killed.
  const guard = startGuard('while read -r _; do :; done; docker rm -f -v "$1"', container);
  const stop = () => guard.end();
  const waitOrStop = async () => {
    if (await waitUntilAnswers(url, () => true)) return;
    const { stdout, stderr } = await docker('logs', '--tail', '20', container);
    await stop();
    throw new Error(`Docker's ${image} did not start:\n${stdout}${stderr}`);
  };

  const kill = async () => {
    await docker('kill', container).catch(() => {}); // it complains about a dead container
    await docker('wait', container);
  };

  await waitOrStop();
  return {
    url,
    origin: `Docker image ${image}`,
    stop,
    freeze: async () => {
      await docker('pause', container);
    },
    thaw: async () => {
      await docker('unpause', container);
    },
    kill,
    shutDown: async () => {
      await docker('stop', container);
    },
    restart: async () => {
      await kill();
      await docker('start', container);
      await waitOrStop();
    },
  };
}

async function runContainer(port: number, options: readonly string[]): Promise<string> {
  const publish = `127.0.0.1:${port}:3306`;
  const empty = 'MARIADB_ALLOW_EMPTY_ROOT_PASSWORD=1';
  const { stdout } = await docker(
    'run',
    '-d',
    '-p',
    publish,
    '-e',
    empty,
    image,
    '--skip-name-resolve',
    ...options,
  );
  return stdout.trim();
}

function docker(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  return run('docker', args);
}
