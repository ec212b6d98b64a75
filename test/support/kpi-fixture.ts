import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Database } from '../../src/database/tables';

const FILE = join(__dirname, '../fixtures/kpi-fixture.sql');

/** When the calls of the fixture are over, but for one. */
export const KPI_FIXTURE_NOW = new Date('2026-03-02T10:00:00Z');

/** The day of the fixture, in UTC. */
export const KPI_FIXTURE_DAY = '2026-03-02';

/** Inserts the calls of the worked example: 14 of customers, 3 of operators, 4 outbound. */
export async function insertKpiFixture(db: Database): Promise<void> {
  const statements = readFileSync(FILE, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('INSERT'));
  for (const statement of statements) await sql.raw(statement).execute(db);
}
