import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { splitStatements } from '../../src/database/migrate';
import type { Database } from '../../src/database/tables';

/** Makes the tables of the PHP original in an empty MySQL database. */
export async function createMiniccV2Schema(db: Database): Promise<void> {
  const schema = readFileSync(join(__dirname, '../fixtures/minicc-v2-schema.sql'), 'utf8');
  for (const statement of splitStatements(schema)) await sql.raw(statement).execute(db);
}
