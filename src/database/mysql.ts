import { type Dialect, MysqlDialect, type MysqlPool, type MysqlPoolConnection } from 'kysely';
import { createPool, type Pool, type PoolConnection, type SslOptions } from 'mysql2';
import { DatabaseTimeoutError } from '../errors';
import type { MysqlLocation, SslMode } from './database-url';
import type { TimeBounds } from './time-bounds';

const CONNECTIONS = 10;

const SSL: Readonly<Record<SslMode, SslOptions | undefined>> = {
  DISABLED: undefined,
  REQUIRED: { rejectUnauthorized: false },
  VERIFY_CA: { rejectUnauthorized: true },
  VERIFY_IDENTITY: { rejectUnauthorized: true, verifyIdentity: true },
};

/** Kysely over a pooled `mysql2`, in which nothing waits longer than `bounds`. */
export function createMysqlDialect(location: MysqlLocation, bounds: TimeBounds): Dialect {
  const { host, port, user, password, database, sslMode } = location;
  const ssl = SSL[sslMode];
  const pool = createPool({
    ...{ host, port, user, password, database },
    ...(ssl ? { ssl } : {}),
    connectionLimit: CONNECTIONS,
    connectTimeout: bounds.connectMs,
    charset: 'utf8mb4',
    // Times travel as the UTC text they are stored as; a Date would bring this machine's zone in.
    dateStrings: true,
    // Routers forget an idle connection within minutes; the system would not notice for hours.
    keepAliveInitialDelay: 30_000,
  });
  if (bounds.queryMs !== undefined) limitLockWaits(pool, bounds.queryMs);
  return new MysqlDialect({ pool: boundPool(pool, bounds) });
}

/**
 * Has the server give up a statement that waits for a lock when we do: a statement that we only
 * stop listening to keeps its thread at the server, and a long backup would use them all up.
 */
function limitLockWaits(pool: Pool, timeoutMs: number): void {
  const seconds = Math.ceil(timeoutMs / 1000);
  pool.on('connection', (connection) => {
    connection.query(
      `set session lock_wait_timeout = ${seconds}, innodb_lock_wait_timeout = ${seconds}`,
      () => undefined, // a connection that fails here fails its first statement too
    );
  });
}

function boundPool(pool: Pool, bounds: TimeBounds): MysqlPool {
  return {
    getConnection(callback) {
      const askedAt = performance.now();
      const answer = once(bounds.connectMs, callback);
      pool.getConnection((error, connection) => {
        if (answer.isGiven()) connection?.release();
        else if (error) answer.give(error, undefined);
        else answer.give(undefined, boundConnection(connection, bounds.queryMs, askedAt));
      });
    },
    end: (callback) => pool.end((error) => callback(error ?? undefined)),
  };
}

/** What a statement is left with at least, when the wait for a connection took most of its time. */
const LEAST_MS = 100;

/**
 * A connection whose statements are given up after `queryMs`, the first of them counted from
 * `askedAt`, when the connection was asked for: to a caller it is all one wait. mysql2's own
 * `timeout` option reports the timeout but leaves the statement pending, and the pool would hand
 * that connection out again; so it is destroyed.
 */
function boundConnection(
  connection: PoolConnection,
  queryMs: number | undefined,
  askedAt: number,
): MysqlPoolConnection {
  let waitedMs = performance.now() - askedAt;
  function query(sql: string, parameters: unknown[], callback?: Callback<never>) {
    if (!callback) throw new Error('streaming is not bounded in time');
    const boundMs = queryMs === undefined ? undefined : Math.max(queryMs - waitedMs, LEAST_MS);
    waitedMs = 0;
    const answer = once(boundMs, callback, () => destroy(connection));
    const onResult = (error: unknown, result: unknown) =>
      answer.give(error ?? undefined, result as never);
    try {
      // The binary protocol keeps values apart from the SQL text, whatever the server's sql_mode;
      // not every statement can be prepared, and those without values need not be.
      if (parameters.length > 0) connection.execute(sql, parameters as never, onResult);
      else connection.query(sql, onResult);
    } catch (error) {
      onResult(error, undefined);
    }
  }
  return {
    query: query as MysqlPoolConnection['query'],
    release: () => connection.release(),
  };
}

/** mysql2 says goodbye and waits for the server to hang up, which a hung one never does. */
function destroy(connection: PoolConnection): void {
  connection.destroy();
  const { stream } = connection as unknown as { stream?: { destroy(): void } };
  stream?.destroy();
}

type Callback<T> = (error: unknown, result: T) => void;

/** Calls `callback` once: with what is given, or after `timeoutMs` with a `DatabaseTimeoutError`. */
function once<T>(timeoutMs: number | undefined, callback: Callback<T>, onTimeout?: () => void) {
  let given = false;
  const give = (error: unknown, result: T | undefined) => {
    if (given) return;
    given = true;
    clearTimeout(timer);
    callback(error, result as T);
  };
  const expire = (afterMs: number) => {
    give(new DatabaseTimeoutError(afterMs), undefined);
    onTimeout?.();
  };
  const timer = timeoutMs === undefined ? undefined : setTimeout(expire, timeoutMs, timeoutMs);
  return { isGiven: () => given, give };
}
