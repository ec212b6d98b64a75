import { type Dialect, MysqlDialect, type MysqlPool, type MysqlPoolConnection } from 'kysely';
import { createPool, type Pool, type PoolConnection } from 'mysql2';
import { DatabaseTimeoutError } from '../errors';

/** How long a database may keep us waiting, in milliseconds. */
export interface TimeBounds {
  /** To hand out a connection, a new one included. */
  connectMs: number;
  /** To answer one statement; absent where a statement may take as long as it needs. */
  queryMs?: number;
}

const CONNECTIONS = 10;

/** Kysely over a pooled `mysql2`, in which nothing waits longer than `bounds`. */
export function createMysqlDialect(url: string, bounds: TimeBounds): Dialect {
  const pool = createPool({
    uri: url,
    connectionLimit: CONNECTIONS,
    connectTimeout: bounds.connectMs,
    charset: 'utf8mb4',
    // Times travel as the UTC text they are stored as; a Date would bring this machine's zone in.
    dateStrings: true,
    enableKeepAlive: true,
  });
  return new MysqlDialect({ pool: boundPool(pool, bounds) });
}

function boundPool(pool: Pool, bounds: TimeBounds): MysqlPool {
  return {
    getConnection(callback) {
      const answer = once(bounds.connectMs, callback);
      pool.getConnection((error, connection) => {
        if (answer.isLate()) connection?.release();
        else if (error) answer.give(error, undefined);
        else answer.give(undefined, boundConnection(connection, bounds.queryMs));
      });
    },
    end: (callback) => pool.end((error) => callback(error ?? undefined)),
  };
}

/**
 * A connection whose statements are given up after `queryMs`. mysql2's own `timeout` option reports
 * the timeout but leaves the statement pending, and the pool would hand that connection out again;
 * so it is destroyed.
 */
function boundConnection(
  connection: PoolConnection,
  queryMs: number | undefined,
): MysqlPoolConnection {
  const query = (sql: string, parameters: unknown[], callback?: Callback<never>) => {
    if (!callback) return connection.query(sql, parameters);
    const answer = once(queryMs, callback, () => connection.destroy());
    const onResult = (error: unknown, result: unknown) =>
      answer.give(error ?? undefined, result as never);
    // The binary protocol keeps values apart from the SQL text, whatever the server's sql_mode;
    // not every statement can be prepared, and those without values need not be.
    if (parameters.length > 0) connection.execute(sql, parameters as never, onResult);
    else connection.query(sql, onResult);
  };
  return {
    query: query as MysqlPoolConnection['query'],
    release: () => connection.release(),
  };
}

type Callback<T> = (error: unknown, result: T) => void;

/** Calls `callback` once: with what is given, or after `timeoutMs` with a `DatabaseTimeoutError`. */
function once<T>(timeoutMs: number | undefined, callback: Callback<T>, onTimeout?: () => void) {
  let done = false;
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          done = true;
          onTimeout?.();
          callback(new DatabaseTimeoutError(timeoutMs), undefined as T);
        }, timeoutMs);
  return {
    isLate: () => done,
    give(error: unknown, result: T | undefined) {
      if (done) return;
      done = true;
      clearTimeout(timer);
      callback(error, result as T);
    },
  };
}
