import { type Config, loadEnvironment, readConfig } from '../config';
import {
  closeWithin,
  type DatabaseOptions,
  explainDatabaseError,
  FOR_REPORTS,
  openDatabase,
} from '../database/database';
import { migrate } from '../database/migrate';
import type { Database } from '../database/tables';
import { COMMAND_BOUNDS } from '../database/time-bounds';

const CLOSE_MS = 1500;

/** Does `work` on the database of the settings, brought up to date, and closes it. */
export async function withDatabase(
  work: (db: Database, config: Config) => Promise<void>,
  options: DatabaseOptions = {},
): Promise<void> {
  const config = readConfig(loadEnvironment(), 'command');
  const db = openDatabase(config.database, COMMAND_BOUNDS, options);
  try {
    const applied = await migrate(db, { miniccV2TimeZone: config.miniccV2TimeZone });
    for (const name of applied) console.error(`Applied ${name} to ${config.database.describe}.`);
    await work(db, config);
  } catch (error) {
    throw explainDatabaseError(error, config.database);
  } finally {
    await closeWithin(db, CLOSE_MS);
  }
}

/** The same for what reads much of the history. */
export function withHistory(work: (db: Database, config: Config) => Promise<void>): Promise<void> {
  return withDatabase(work, FOR_REPORTS);
}
