import { fillUp, runCompiled } from '../database/compiled';
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

/** The operators of each of these numbers, to the letter, in their order; 1 to 200 of them. */
export async function findOperators(
  db: Database,
  callerIds: readonly string[],
): Promise<(OperatorAccess | undefined)[]> {
  const telnums = fillUp(callerIds);
  if (!telnums)
    throw new RangeError(`so many numbers are not looked up at once: ${callerIds.length}`);
  const rows = await runCompiled<OperatorAccess>(
    db,
    `find operators ${telnums.length}`,
    () => db.selectFrom('operators').select(ACCESS).where('telnum', 'in', telnums),
    telnums,
  );
  const found = new Map(rows.map((row) => [row.telnum, withWholeTime(row)]));
  return callerIds.map((callerId) => found.get(callerId));
}

/** The next operators in the order of their numbers, after one of them, or from the first one on. */
export async function readOperatorPage(
  db: Database,
  after: string | undefined,
  most: number,
): Promise<OperatorAccess[]> {
  let query = db.selectFrom('operators').select(ACCESS).orderBy('telnum').limit(most);
  if (after !== undefined) query = query.where('telnum', '>', after);
  const rows = await query.execute();
  return rows.map(withWholeTime);
}

/** Whether there are more operators than so many; no more of them than that are looked at. */
export async function hasMoreOperators(db: Database, than: number): Promise<boolean> {
  const query = db.selectFrom('operators').select('telnum').orderBy('telnum');
  const beyond = await query.limit(1).offset(than).execute();
  return beyond.length > 0;
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
