import { randomBytes } from 'node:crypto';
import { canInstallPackages } from './apt';
import { withConnection } from './connection';
import { isDockerRunning, startDockerServer } from './docker-server';
import { startLocalServer } from './local-server';
import { findServerProgram, installServerProgram } from './server-program';

/** A MariaDB or MySQL server that belongs to the tests, and may be treated badly. */
export interface DatabaseServer {
  /** `mysql://root@127.0.0.1:PORT`, without a database. */
  url: string;
  /** Where it comes from: the path of its program, or the Docker image. */
  origin: string;
  /** Ends the server in good order, frozen or not, and removes its data. */
  stop(): Promise<void>;
  /** Lets it hang: connections stay open, nothing sent from now on is answered. */
  freeze(): Promise<void>;
  /** Ends `freeze`. */
  thaw(): void | Promise<void>;
  /** Ends it at once, as a power cut does, and waits until it is gone. Its data stays. */
  kill(): Promise<void>;
  /** Ends it in good order and waits until it is gone. Its data stays. */
  shutDown(): Promise<void>;
  /** Starts it again on the same port and data, and waits until it answers. */
  restart(): Promise<void>;
}

/** A database that one test file has for itself. */
export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

const advice =
  'No MariaDB or MySQL for the tests: set TEST_DATABASE_URL=mysql://…, ' +
  'or install mariadb-server (Debian/Ubuntu: apt-get install mariadb-server; ' +
  'macOS: brew install mariadb), or start Docker';

/**
 * Starts a server for the caller alone: an installed one, else one from Docker, else one that
 * apt-get installs first; each with these options of its own. Throws an error that says what to do
 * when there is no way.
 */
export async function startPrivateServer(options: readonly string[] = []): Promise<DatabaseServer> {
  const installed = findServerProgram();
  if (installed !== undefined) return startLocalServer(installed, options);
  if (await isDockerRunning()) return startDockerServer(options);
  if (canInstallPackages()) return startLocalServer(await installOrAdvise(), options);
  throw new Error(advice);
}

async function installOrAdvise(): Promise<string> {
  try {
    return await installServerProgram();
  } catch (cause) {
    throw new Error(`${advice} (apt-get failed)`, { cause });
  }
}

/** Creates an empty database with a name of its own on the server at `serverUrl`. */
export async function openTestDatabase(serverUrl: string): Promise<TestDatabase> {
  const name = `minicc_test_${randomBytes(8).toString('hex')}`;
  await execute(serverUrl, `CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => execute(serverUrl, `DROP DATABASE IF EXISTS ${name}`) };
}

async function execute(url: string, sql: string): Promise<void> {
  await withConnection(url, (connection) => connection.query(sql));
}
