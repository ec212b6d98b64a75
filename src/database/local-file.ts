import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Kysely, sql } from 'kysely';
import { PROGRAM_FOLDER } from '../program-folder';
import { migrate, splitStatements } from './migrate';
import { createSqliteDialect, waitWhileBusy } from './sqlite';
import type { Database, Tables } from './tables';

const SPOOL_SQL = join(PROGRAM_FOLDER, 'sql/spool.sql');
/** How long libsql keeps our thread while another program writes. */
const BUSY_MS = 20;

/** Opens a local file, looks whether all of it fits together, and brings its tables up to date. */
export async function openLocalFile(path: string): Promise<Database> {
  makeForOwnerAlone(path);
  const db: Database = new Kysely<Tables>({ dialect: createSqliteDialect(path, BUSY_MS) });
  try {
    await waitWhileBusy(() => checkWhole(db));
    await waitWhileBusy(() => migrate(db));
    for (const statement of splitStatements(await readFile(SPOOL_SQL, 'utf8'))) {
      await waitWhileBusy(() => sql.raw(statement).execute(db));
    }
    return db;
  } catch (error) {
    await db.destroy().catch(() => undefined);
    if (!isDamage(error)) checkRights(path);
    throw error;
  }
}

/** It holds callers' numbers and the hashes of PINs; SQLite gives the files beside it its rights. */
function makeForOwnerAlone(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
}

/** Throws in the system's words where SQLite may not write; it has but a number for that. */
function checkRights(path: string): void {
  accessSync(dirname(path), constants.W_OK | constants.X_OK);
  accessSync(path, constants.R_OK | constants.W_OK);
}

/** Throws an error of which `isDamage` is true where what a file holds does not fit together. */
export async function checkWhole(db: Database): Promise<void> {
  const { rows } = await sql<{ quick_check: string }>`pragma quick_check(1)`.execute(db);
  const verdict = rows[0]?.quick_check;
  if (verdict !== 'ok') throw new DamagedFileError(verdict ?? 'it cannot be checked');
}

/** SQLite found that what a file holds does not fit together. */
class DamagedFileError extends Error {
  override readonly name = 'DamagedFileError';
  readonly code = 'SQLITE_CORRUPT';
}

/** Whether a file itself is at fault: cut short, or written over. */
export function isDamage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    /^SQLITE_(CORRUPT|NOTADB|IOERR_SHORT_READ)/.test(code) ||
    /malformed|not a database/.test(error.message)
  );
}

/** Gives a damaged file, with what SQLite keeps beside it, another name, which is returned. */
export function setFileAside(path: string, now: Date): string {
  const stamp = now.toISOString().replace(/[:.]/g, '-');
  const aside = `${path}.damaged-${stamp}`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
  }
  return aside;
}
