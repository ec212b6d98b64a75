import { dialectOf } from '../database/dialect';
import type { Database } from '../database/tables';

/** An operator, by the number they call from. */
export interface Operator {
  telnum: string;
  name: string | null;
}

/** Whether `callerId` is in the table, to the letter. */
export async function hasOperator(db: Database, callerId: string): Promise<boolean> {
  const rows = await db
    .selectFrom('operators')
    .select('telnum')
    .where('telnum', '=', callerId)
    .execute();
  // MySQL takes trailing spaces for nothing when it compares.
  return rows.some((row) => row.telnum === callerId);
}

/** Every operator, in the order of their numbers. */
export function listOperators(db: Database): Promise<Operator[]> {
  return db.selectFrom('operators').select(['telnum', 'name']).orderBy('telnum').execute();
}

/** Every operator's number, in no order. */
export async function listOperatorNumbers(db: Database): Promise<string[]> {
  const rows = await db.selectFrom('operators').select('telnum').execute();
  return rows.map((row) => row.telnum);
}

/** Adds an operator; one who is there already keeps their name unless `name` is given. */
export async function saveOperator(db: Database, { telnum, name }: Operator): Promise<void> {
  const insert = db.insertInto('operators').values({ telnum, name });
  const change = name === null ? { telnum } : { name };
  await (dialectOf(db) === 'mysql'
    ? insert.onDuplicateKeyUpdate(change)
    : insert.onConflict((conflict) => conflict.column('telnum').doUpdateSet(change))
  ).execute();
}

/** Removes an operator; false where there was none of that number. */
export async function removeOperator(db: Database, telnum: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('operators')
    .where('telnum', '=', telnum)
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}
