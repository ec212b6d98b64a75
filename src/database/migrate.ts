import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Migration, Migrator, sql } from 'kysely';
import { UserError } from '../errors';
import { PROGRAM_FOLDER } from '../program-folder';
import { isCollision, isMadeAlready } from './database-errors';
import { dialectOf, isMissingTable } from './dialect';
import { explainRefusal } from './missing-right';
import type { Database } from './tables';

const SQL_FOLDER = join(PROGRAM_FOLDER, 'sql');
const MIGRATION_TABLE = 'minicc_migration';

/** What `migrate` can be told. */
export interface MigrateOptions {
  /**
   * The zone in which a MiniCC v2 database wrote its times, as MySQL knows it (`+09:00`, or a name
   * where the server has its zone tables loaded); without it, the database server's own zone.
   */
  miniccV2TimeZone?: string | undefined;
}

/**
 * Applies the files of `sql/` that the database does not have yet, in order, and gives their names.
 * Servers that start together wait for each other. Throws a `UserError` where the schema is newer
 * than this program, or the zone is not known to the server; a `MissingRightError` where the user may
 * not make the change.
 */
export async function migrate(db: Database, options: MigrateOptions = {}): Promise<string[]> {
  await refuseNewerSchema(db);
  // Nobody has to be waited for where there is nothing to do.
  if ((await findPendingMigrations(db)).length === 0) return [];
  return dialectOf(db) === 'sqlite'
    ? db
        .connection()
        .execute((connection) => inWriteLock(connection, () => run(connection, options)))
    : runBesideOthers(db, options);
}

/** Another program at the same work can be in the way at each file, and once more at the first. */
const MOST_RUNS = 10;

/**
 * The nodes of a cluster do not know each other's locks: what is to be made may have been made by
 * another program a moment ago, and then it is looked again at what is still pending.
 */
async function runBesideOthers(db: Database, options: MigrateOptions): Promise<string[]> {
  const applied: string[] = [];
  for (let runs = 1; ; runs += 1) {
    try {
      await run(db, options, applied);
      return applied;
    } catch (error) {
      const wasOther = isMadeAlready(error) || isCollision(error);
      if (!wasOther || runs === MOST_RUNS) throw error;
    }
  }
}

/** Adds to `applied` as it goes, also where it ends with an error. */
async function run(
  db: Database,
  options: MigrateOptions,
  applied: string[] = [],
): Promise<string[]> {
  await refuseNewerSchema(db);
  await checkZone(db, options.miniccV2TimeZone);
  const { error, results = [] } = await createMigrator(db, options).migrateToLatest();
  for (const { status, migrationName } of results) {
    if (status === 'Success') applied.push(migrationName);
  }
  if (error) throw error;
  return applied;
}

/** Kysely's migrator waits for another one on MySQL only; on SQLite the write lock makes it wait. */
async function inWriteLock<T>(db: Database, work: () => Promise<T>): Promise<T> {
  await sql`begin immediate`.execute(db);
  try {
    const result = await work();
    await sql`commit`.execute(db);
    return result;
  } catch (error) {
    // After a full disk SQLite has rolled back by itself, and would complain of this one.
    await sql`rollback`.execute(db).catch(() => undefined);
    throw error;
  }
}

/** The names of migrations that the database still lacks; empty when it is ready for use. */
export async function findPendingMigrations(db: Database): Promise<string[]> {
  const applied = new Set(await findAppliedMigrations(db));
  return (await listMigrations(db)).filter((name) => !applied.has(name));
}

/** The names of migrations that the database has and this program does not know: it is older. */
export async function findUnknownMigrations(db: Database): Promise<string[]> {
  const known = new Set(await listMigrations(db));
  return (await findAppliedMigrations(db)).filter((name) => !known.has(name));
}

/** The names of the migrations that this program knows for the database's dialect, in order. */
async function listMigrations(db: Database): Promise<string[]> {
  const files = await readdir(join(SQL_FOLDER, dialectOf(db)));
  return files
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.replace(/\.sql$/, ''))
    .sort();
}

function createMigrator(db: Database, options: MigrateOptions): Migrator {
  return new Migrator({
    db,
    provider: { getMigrations: () => readMigrations(db, options) },
    migrationTableName: MIGRATION_TABLE,
    migrationLockTableName: `${MIGRATION_TABLE}_lock`,
    // MySQL has none for DDL; on SQLite there is one around everything.
    disableTransactions: true,
  });
}

async function readMigrations(
  db: Database,
  options: MigrateOptions,
): Promise<Record<string, Migration>> {
  const names = await listMigrations(db);
  const path = (name: string) => join(SQL_FOLDER, dialectOf(db), `${name}.sql`);
  return Object.fromEntries(names.map((name) => [name, createMigration(path(name), options)]));
}

async function refuseNewerSchema(db: Database): Promise<void> {
  const unknown = await findUnknownMigrations(db);
  if (unknown.length > 0) {
    throw new UserError(
      `the database is newer than this program: it has ${unknown.join(', ')}. Install the newer minicc here too.`,
    );
  }
}

async function findAppliedMigrations(db: Database): Promise<string[]> {
  try {
    const { rows } = await sql<{ name: string }>`
      select name from ${sql.table(MIGRATION_TABLE)} order by name`.execute(db);
    return rows.map((row) => row.name);
  } catch (error) {
    if (isMissingTable(error)) return [];
    throw error;
  }
}

async function checkZone(db: Database, zone: string | undefined): Promise<void> {
  if (zone === undefined || dialectOf(db) !== 'mysql') return;
  const { rows } = await sql<{ utc: string | null }>`
    select convert_tz('2014-04-01 09:00:00', ${zone}, '+00:00') as utc`.execute(db);
  if (rows[0]?.utc == null) {
    throw new UserError(
      `the database server does not know the time zone ${zone}; give its offset, such as +09:00`,
    );
  }
}

function createMigration(path: string, options: MigrateOptions): Migration {
  return {
    async up(db) {
      if (dialectOf(db) === 'mysql') {
        // A session variable: a migration runs on one connection from beginning to end.
        await sql`set @minicc_v2_time_zone = ${options.miniccV2TimeZone ?? null}`.execute(db);
      }
      for (const statement of splitStatements(await readFile(path, 'utf8'))) {
        await sql
          .raw(statement)
          .execute(db)
          .catch(async (error: unknown) => {
            throw await explainRefusal(db, error);
          });
      }
    },
  };
}

/** The statements of a file in which each ends with a semicolon at the end of a line. */
export function splitStatements(text: string): string[] {
  return text
    .replace(/^[ \t]*--.*\n?/gm, '')
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}
