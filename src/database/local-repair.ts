import { sql } from 'kysely';
import { waitWhileBusy } from './sqlite';
import { type Database, EVENT_TABLES } from './tables';

/**
 * Gives each of two local files the rows that only the other one has, and both the operators of the
 * one that was written to last. A row that was taken out of one file alone comes back: it is written
 * to the database again, which its key makes harmless. Resolves with how many rows were missing.
 */
export async function makeAlike(one: Database, otherPath: string): Promise<number> {
  return one.connection().execute(async (db) => {
    await sql.raw(`attach database '${otherPath.replaceAll("'", "''")}' as other`).execute(db);
    try {
      return await waitWhileBusy(() => db.transaction().execute(exchange));
    } finally {
      await sql.raw('detach database other').execute(db);
    }
  });
}

/** Notes that this file has been written to: of two files the one with the larger number is newer. */
export async function countWrite(db: Database): Promise<void> {
  await setGeneration(db, 'main', (await readGeneration(db, 'main')) + 1);
}

type Side = 'main' | 'other';

async function exchange(db: Database): Promise<number> {
  let missing = 0n;
  for (const table of EVENT_TABLES) {
    missing += await copyMissing(db, table, 'EventKey', 'other', 'main');
    missing += await copyMissing(db, table, 'EventKey', 'main', 'other');
  }
  await copyMissing(db, 'set_aside_rows', 'table_name, EventKey', 'other', 'main');
  await copyMissing(db, 'set_aside_rows', 'table_name, EventKey', 'main', 'other');
  const [main, other] = [await readGeneration(db, 'main'), await readGeneration(db, 'other')];
  const [newer, older]: [Side, Side] = main >= other ? ['main', 'other'] : ['other', 'main'];
  await sql`delete from ${sql.table(`${older}.operators`)}`.execute(db);
  await copyMissing(db, 'operators', 'telnum', newer, older);
  await setGeneration(db, older, Math.max(main, other));
  return Number(missing);
}

async function copyMissing(
  db: Database,
  table: string,
  key: string,
  from: Side,
  to: Side,
): Promise<bigint> {
  const { numAffectedRows } = await sql`
    insert into ${sql.table(`${to}.${table}`)} select * from ${sql.table(`${from}.${table}`)}
    where true on conflict (${sql.raw(key)}) do nothing`.execute(db);
  return numAffectedRows ?? 0n;
}

/** https://sqlite.org/pragma.html#pragma_user_version: ours to use, and part of a transaction. */
async function readGeneration(db: Database, side: Side): Promise<number> {
  const { rows } = await sql<{ user_version: number }>`
    pragma ${sql.raw(side)}.user_version`.execute(db);
  return rows[0]?.user_version ?? 0;
}

async function setGeneration(db: Database, side: Side, generation: number): Promise<void> {
  await sql.raw(`pragma ${side}.user_version = ${generation}`).execute(db);
}
