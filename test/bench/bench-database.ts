import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/database/database';
import { parseDatabaseUrl } from '../../src/database/database-url';
import { migrate } from '../../src/database/migrate';
import { COMMAND_BOUNDS } from '../../src/database/time-bounds';
import { openTestDatabase } from '../support/database-server';
import type { OwnDatabase } from '../support/test-database';

/** An empty database, up to date; `db` waits as long as an answer takes. */
export type BenchDatabase = OwnDatabase;

/** Creates one on the server at `serverUrl`, or a SQLite file where there is none. */
export async function createBenchDatabase(serverUrl: string | undefined): Promise<BenchDatabase> {
  const { url, drop } =
    serverUrl === undefined ? createSqliteFile() : await openTestDatabase(serverUrl);
  const location = parseDatabaseUrl(url);
  const db = openDatabase(location, COMMAND_BOUNDS);
  await migrate(db);
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

function createSqliteFile() {
  const folder = mkdtempSync(join(tmpdir(), 'minicc-bench-'));
  return {
    url: `sqlite:${join(folder, 'minicc.db')}`,
    drop: async () => rmSync(folder, { recursive: true }),
  };
}
