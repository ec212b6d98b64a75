import { dialectOf } from '../database/dialect';
import type { Database } from '../database/tables';
import type { UtcTime } from '../database/utc-time';

/** An operator, by the number they call from. */
export interface Operator {
  telnum: string;
  name: string | null;
}

/** What is to be known of an operator who calls. */
export interface OperatorAccess {
  telnum: string;
  /** Of an operator who has a PIN. */
  pin_hash: string | null;
  pin_failures: number;
  pin_locked_until: UtcTime | null;
}

const ACCESS = ['telnum', 'pin_hash', 'pin_failures', 'pin_locked_until'] as const;

/** The operator whose number is `callerId`, to the letter. */
export async function findOperator(
  db: Database,
  callerId: string,
): Promise<OperatorAccess | undefined> {
  const rows = await db
    .selectFrom('operators')
    .select(ACCESS)
    .where('telnum', '=', callerId)
    .execute();
  // MySQL takes trailing spaces for nothing when it compares.
  const found = rows.find((row) => row.telnum === callerId);
  return found && withWholeTime(found);
}

/** Every operator, as `findOperator` gives them, in no order. */
export async function listOperatorAccess(db: Database): Promise<OperatorAccess[]> {
  const rows = await db.selectFrom('operators').select(ACCESS).execute();
  return rows.map(withWholeTime);
}

/** mysql2 leaves out the milliseconds of a prepared statement's result where they are 0. */
function withWholeTime<T extends OperatorAccess>(row: T): T {
  const { pin_locked_until: until } = row;
  return until?.length === 'YYYY-MM-DD HH:MM:SS'.length
    ? { ...row, pin_locked_until: `${until}.000` }
    : row;
}

/** Every operator, in the order of their numbers. */
export function listOperators(db: Database): Promise<Operator[]> {
  return db.selectFrom('operators').select(['telnum', 'name']).orderBy('telnum').execute();
}

/** Every operator with what is known of their PIN, in the order of their numbers. */
export async function listOperatorsInFull(db: Database): Promise<(Operator & OperatorAccess)[]> {
  const rows = await db
    .selectFrom('operators')
    .select(['name', ...ACCESS])
    .orderBy('telnum')
    .execute();
  return rows.map(withWholeTime);
}

/** Adds an operator; one who is there already keeps their PIN, and their name unless `name` is given. */
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
