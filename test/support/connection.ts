import { setTimeout as delay } from 'node:timers/promises';
import { type Connection, createConnection } from 'mysql2/promise';

const connectTimeoutMs = 5_000;

/** The result of `use` on a connection of its own, which is closed afterwards. */
export async function withConnection<T>(
  url: string,
  use: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await createConnection({ uri: url, connectTimeout: connectTimeoutMs });
  try {
    return await use(connection);
  } finally {
    // Not end(): that waits for an answer, which a frozen server never gives.
    connection.destroy();
  }
}

/** Name and version of the server at `url`, such as `MariaDB 10.11.19`; rejects when it does not answer. */
export async function findServerVersion(url: string): Promise<string> {
  const version = await withConnection(url, async (connection) => {
    const [rows] = await connection.query({
      sql: 'SELECT VERSION()',
      rowsAsArray: true,
      timeout: connectTimeoutMs,
    });
    return String((rows as unknown[][])[0]?.[0]);
  });
  return `${version.includes('MariaDB') ? 'MariaDB' : 'MySQL'} ${version.split('-')[0]}`;
}

/** Waits until the server at `url` answers; false when `isAlive` says no or the time is over. */
export async function waitUntilAnswers(
  url: string,
  isAlive: () => boolean,
  timeoutMs = 60_000,
): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isAlive() && Date.now() < deadline) {
    if (await answers(url)) return true;
    await delay(50);
  }
  return false;
}

function answers(url: string): Promise<boolean> {
  return findServerVersion(url).then(
    () => true,
    () => false,
  );
}
