import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DatabaseOptions, openDatabase } from '../../src/database/database';
import { type DatabaseUrl, parseDatabaseUrl } from '../../src/database/database-url';
import type { DialectName } from '../../src/database/dialect';
import type { Database } from '../../src/database/tables';
import { webhookBounds } from '../../src/database/time-bounds';
import { openTestDatabase } from './database-server';

/** Both databases that minicc runs on; every test of a query runs on each. */
export const DIALECTS: readonly DialectName[] = ['sqlite', 'mysql'];

/** An empty database of the test's own, real and with nothing in it, not even tables. */
export interface OwnDatabase {
  /** As it stands in DATABASE_URL. */
  url: string;
  location: DatabaseUrl;
  db: Database;
  close(): Promise<void>;
}

/** Creates an empty database of a dialect: a file, or a database on the test server. */
export async function createOwnDatabase(
  dialect: DialectName,
  options?: DatabaseOptions,
): Promise<OwnDatabase> {
  const { url, drop } = dialect === 'mysql' ? await openTestDatabase(serverUrl()) : sqliteFile();
  const location = parseDatabaseUrl(url);
  const db = openDatabase(location, webhookBounds(1000), options);
  return {
    url,
    location,
    db,
    async close() {
      await db.destroy();
      await drop();
    },
  };
}

function serverUrl(): string {
  const url = process.env.TEST_DATABASE_URL;
  if (!url) throw new Error('TEST_DATABASE_URL is not set: run the tests with Jest');
  return url;
}

function sqliteFile(): { url: string; drop(): Promise<void> } {
  const folder = mkdtempSync(join(tmpdir(), 'minicc-test-'));
  return {
    url: `sqlite:${join(folder, 'minicc.db')}`,
    drop: async () => rmSync(folder, { recursive: true }),
  };
}
