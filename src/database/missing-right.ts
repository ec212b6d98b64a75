import { sql } from 'kysely';
import { MissingRightError } from '../errors';
import type { Database } from './tables';

/** A refusal of a MySQL-family server with the GRANT that ends it; any other error as it is. */
export async function explainRefusal(db: Database, error: unknown): Promise<unknown> {
  const right = findDeniedRight(error);
  if (right === undefined) return error;
  const { rows } = await sql<{ name: string; user: string }>`
    select database() as name, current_user() as user`.execute(db);
  const [{ name = '', user = '' } = {}] = rows;
  return new MissingRightError(right, { database: name, user: quoteUser(user) });
}

/** As the server says it: `CREATE VIEW command denied to user …`. */
function findDeniedRight(error: unknown): string | undefined {
  if (!(error instanceof Error && 'code' in error)) return undefined;
  if (error.code !== 'ER_TABLEACCESS_DENIED_ERROR') return undefined;
  return /^([A-Z][A-Z, ]*) command denied/.exec(error.message)?.[1];
}

/** The host has no `@`; a name may. */
function quoteUser(user: string): string {
  const at = user.lastIndexOf('@');
  return `'${user.slice(0, at)}'@'${user.slice(at + 1)}'`;
}
