import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely, MysqlDialect } from 'kysely';
import { DatabaseDownError, DatabaseTimeoutError, describeError, UserError } from '../errors';
import type { DatabaseUrl, MysqlLocation, SqliteLocation } from './database-url';
import { createMysqlPool, type MysqlPoolOptions } from './mysql';
import { rememberPool } from './pool-use';
import { createSqliteDialect } from './sqlite';
import type { Tables } from './tables';
import { rememberBounds, type TimeBounds } from './time-bounds';

/** What of a database handle is seldom set: of MySQL's what a pool has, and of SQLite's its cache. */
export interface DatabaseOptions extends MysqlPoolOptions {
  /** How much of a SQLite file is held in memory; 2000 unless told otherwise. */
  cacheKib?: number | undefined;
}

/**
 * How reports ask. MariaDB 10.11 may answer wrongly where a prepared statement reads their views
 * again; and SQLite looks each call up in indexes whose upper pages should be at hand.
 */
export const FOR_REPORTS: DatabaseOptions = { statements: 'text', cacheKib: 16_384 };

/** Opens the database; a connection is made on first use. Close with `closeWithin`. */
export function openDatabase(
  url: DatabaseUrl,
  bounds: TimeBounds,
  options: DatabaseOptions = {},
): Kysely<Tables> {
  const db =
    url.dialect === 'mysql' ? openMysql(url, bounds, options) : openSqlite(url, bounds, options);
  rememberBounds(db, bounds);
  return db;
}

function openMysql(
  url: MysqlLocation,
  bounds: TimeBounds,
  options: DatabaseOptions,
): Kysely<Tables> {
  const pool = createMysqlPool(url, bounds, options);
  const db = new Kysely<Tables>({ dialect: new MysqlDialect({ pool }) });
  rememberPool(db, pool);
  return db;
}

function openSqlite(
  { path }: SqliteLocation,
  { busyMs }: TimeBounds,
  { cacheKib }: DatabaseOptions,
): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: createSqliteDialect(path, busyMs, cacheKib) });
}

/** A database's error with the name of the setting to look at, without its password. */
export function explainDatabaseError(error: unknown, { describe }: DatabaseUrl): unknown {
  if (!isOfDatabase(error)) return error;
  return new UserError(`DATABASE_URL ${describe} cannot be used: ${describeError(error)}`);
}

/**
 * Errors of drivers and of the network have a code in capitals, or an empty one. Other errors of ours
 * have one in small letters or a number, and Node's own for wrong arguments are of these classes.
 */
function isOfDatabase(error: unknown): boolean {
  if (error instanceof DatabaseTimeoutError || error instanceof DatabaseDownError) return true;
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return false;
  if (error instanceof TypeError || error instanceof RangeError) return false;
  return !/^[a-z]/.test(error.code);
}

/** Closes the database, or leaves it after `timeoutMs`. Never throws: nobody could act on it. */
export async function closeWithin(db: Kysely<Tables>, timeoutMs: number): Promise<void> {
  const closed = db.destroy().catch(() => undefined);
  await Promise.race([closed, sleep(timeoutMs, undefined, { ref: false })]);
}
