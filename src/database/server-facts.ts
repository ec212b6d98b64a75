import { sql } from 'kysely';
import type { Database } from './tables';

/** What a server of the MySQL family says of itself. */
export interface ServerFacts {
  product: 'MySQL' | 'MariaDB';
  /** In numbers alone, as `10.11.19`. */
  version: string;
  /** Whether it has every feature that minicc's tables need. */
  isNewEnough: boolean;
  /** Whether it takes no writes. */
  isReadOnly: boolean;
  /** Settings with which it says of a row that it is kept before the row is on a disk. */
  lateWrites: readonly { name: string; value: string }[];
}

interface Row {
  version: string;
  read_only: unknown;
  innodb_flush_log_at_trx_commit: unknown;
  log_bin: unknown;
  sync_binlog: unknown;
}

/** Asks a MySQL-family server what it is. */
export async function readServerFacts(db: Database): Promise<ServerFacts> {
  const { rows } = await sql<Row>`
    select version() as version, @@global.read_only as read_only,
      @@global.innodb_flush_log_at_trx_commit as innodb_flush_log_at_trx_commit,
      @@global.log_bin as log_bin, @@global.sync_binlog as sync_binlog`.execute(db);
  const [row] = rows as [Row];
  const text = row.version;
  const product = /mariadb/i.test(text) ? 'MariaDB' : 'MySQL';
  // MariaDB may put 5.5.5- before its version, for the sake of old clients.
  const version = /\d+\.\d+\.\d+/.exec(text.replace(/^5\.5\.5-/, ''))?.[0] ?? text;
  return {
    product,
    version,
    isNewEnough: isAtLeast(version, LEAST[product]),
    isReadOnly: isOn(row.read_only),
    lateWrites: listLateWrites(row),
  };
}

function isOn(value: unknown): boolean {
  return !['0', 'OFF'].includes(String(value));
}

/**
 * Where there is a binary log, InnoDB does not flush at the commit but relies on that log, unless it
 * is 3: https://mariadb.com/kb/en/binary-log-group-commit-and-innodb-flushing-performance/
 */
function listLateWrites(row: Row): ServerFacts['lateWrites'] {
  const flush = String(row.innodb_flush_log_at_trx_commit);
  const sync = String(row.sync_binlog);
  if (flush === '3') return [];
  return [
    ...(flush === '1' ? [] : [{ name: 'innodb_flush_log_at_trx_commit', value: flush }]),
    ...(isOn(row.log_bin) && sync !== '1' ? [{ name: 'sync_binlog', value: sync }] : []),
  ];
}

/** MySQL has expressions as defaults from then on; older MariaDB is no longer maintained. */
const LEAST: Readonly<Record<ServerFacts['product'], string>> = {
  MySQL: '8.0.13',
  MariaDB: '10.6.0',
};

function isAtLeast(version: string, least: string): boolean {
  return version.localeCompare(least, 'en', { numeric: true }) >= 0;
}
