import type { ConnectionOptions, SslOptions } from 'mysql2';
import { type MysqlAddress, type MysqlLocation, nameAddress, type SslMode } from './database-url';
import { createMysqlConnection, type StatementForm } from './mysql-connection';
import { createSharedPool, type SharedPool } from './mysql-pool';
import type { TimeBounds } from './time-bounds';

/** To each host, unless told otherwise. */
const CONNECTIONS = 10;

/** What of a pool is seldom set. */
export interface MysqlPoolOptions {
  /** How many connections there may be to each host. */
  connections?: number | undefined;
  /** `prepared`, unless told otherwise. */
  statements?: StatementForm | undefined;
}

/** On each connection. */
const PREPARED_STATEMENTS = 200;

const SSL: Readonly<Record<SslMode, SslOptions | undefined>> = {
  DISABLED: undefined,
  REQUIRED: { rejectUnauthorized: false },
  VERIFY_CA: { rejectUnauthorized: true },
  VERIFY_IDENTITY: { rejectUnauthorized: true, verifyIdentity: true },
};

/** Connections to the hosts of `location`, over which nothing waits longer than `bounds`. */
export function createMysqlPool(
  location: MysqlLocation,
  bounds: TimeBounds,
  { connections = CONNECTIONS, statements = 'prepared' }: MysqlPoolOptions = {},
): SharedPool {
  const { queryMs } = bounds;
  const lockWaitSeconds = queryMs === undefined ? undefined : Math.ceil(queryMs / 1000);
  return createSharedPool({
    hosts: location.hosts.map((address) => ({
      name: nameAddress(address),
      connect: (onOver) =>
        createMysqlConnection({
          server: serverOf(location, address),
          ...{ statements, lockWaitSeconds, onOver },
        }),
    })),
    limit: connections,
    bounds,
  });
}

function serverOf(location: MysqlLocation, { host, port }: MysqlAddress): ConnectionOptions {
  const { user, password, database, sslMode } = location;
  const ssl = SSL[sslMode];
  return {
    ...{ host, port, user, password, database },
    ...(ssl ? { ssl } : {}),
    // A connection that is not open in time is destroyed as a whole.
    connectTimeout: 0,
    charset: 'utf8mb4',
    // Times travel as the UTC text they are stored as; a Date would bring this machine's zone in.
    dateStrings: true,
    // Routers forget an idle connection within minutes; the system would not notice for hours.
    keepAliveInitialDelay: 30_000,
    // MySQL keeps 16,382 for all its clients; mysql2 would keep as many for one connection.
    maxPreparedStatements: PREPARED_STATEMENTS,
  };
}
