import { join } from 'node:path';
import type { BenchDatabase } from '../bench-database';
import type { OursSettings } from '../part';
import { ROOT } from '../root';
import { type Contestant, CREDENTIALS, type HistoryTable } from './contestant';
import { type ServerProgram, startProgram } from './program';
import { readStartCommand } from './start-command';

/** minicc itself, as its owner runs it in production. */
export interface Ours extends Contestant {
  pid: number;
  program: ServerProgram;
  database: BenchDatabase;
}

/** Where Twilio believes it to be. */
export const PUBLIC_URL = 'https://call.example.com';
/** What requests are signed with. */
export const AUTH_TOKEN = '0123456789abcdef0123456789abcdef';

/** The built program. */
export const OUR_PROGRAM = join(ROOT, 'dist/main.js');

/** Starts the built program: password and signatures are checked, and it logs at its default level. */
export async function startOurs(settings: OursSettings): Promise<Ours> {
  const { name, database } = settings;
  const { nodeFlags } = readStartCommand();
  const program = await startProgram(OUR_PROGRAM, createEnvironment(settings), { nodeFlags });
  const { origin, pid } = program;
  const rows = (table: HistoryTable) => countRows(database, table);
  return { name, origin, credentials: CREDENTIALS, pid, isBare: false, rows, program, database };
}

/** The variables that it runs with. */
export function createEnvironment({
  database,
  workers,
  environment = {},
}: Omit<OursSettings, 'name'>): Record<string, string> {
  return {
    ...readStartCommand().variables,
    NODE_ENV: 'production',
    BASIC_AUTH_USER: CREDENTIALS.user,
    BASIC_AUTH_PASSWORD: CREDENTIALS.password,
    PUBLIC_URL,
    TWILIO_AUTH_TOKEN: AUTH_TOKEN,
    DATABASE_URL: database.url,
    WEB_CONCURRENCY: String(workers),
    ...environment,
  };
}

/** How many rows there are in a table. */
export async function countRows(
  { db }: Pick<BenchDatabase, 'db'>,
  table: HistoryTable,
): Promise<number> {
  const { rows } = await db
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as('rows'))
    .executeTakeFirstOrThrow();
  return Number(rows);
}
