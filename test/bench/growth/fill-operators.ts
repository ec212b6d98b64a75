import { sql } from 'kysely';
import type { BenchDatabase } from '../bench-database';
import { dialectSql } from './dialect-sql';
import { digitsBelow, numbersSql } from './numbers-sql';

/** Adds so many operators, from whose numbers no prepared request comes. */
export async function fillOperators(
  { db, location }: Pick<BenchDatabase, 'db' | 'location'>,
  count: number,
): Promise<void> {
  const { joined, padded } = dialectSql(location.dialect);
  const telnum = joined("'+8150'", padded('n', 8));
  const name = joined("'Operator '", padded('n', 8));
  const statement = `INSERT INTO operators (telnum, name) SELECT ${telnum}, ${name}
    FROM ${numbersSql(digitsBelow(count))} WHERE n < ${count}`;
  await sql.raw(statement).execute(db);
  if (location.dialect === 'mysql') await sql.raw('ANALYZE TABLE operators').execute(db);
}
