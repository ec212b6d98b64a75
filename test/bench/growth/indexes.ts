import { sql } from 'kysely';
import type { BenchDatabase } from '../bench-database';

type Place = Pick<BenchDatabase, 'db' | 'location'>;

/** As full as pages of an index become that grew row by row, in no order. */
const FILL_PERCENT = 70;

/**
 * Takes the indexes of a table away, since filling it with many rows in no order would take hours;
 * gives a function that makes them again.
 */
export function layIndexesAside(place: Place, table: string): Promise<() => Promise<void>> {
  return place.location.dialect === 'mysql' ? layMysql(place, table) : laySqlite(place, table);
}

async function layMysql({ db }: Place, table: string): Promise<() => Promise<void>> {
  const { rows } = await sql<{ name: string; isPlain: number; columns: string }>`
    SELECT index_name AS name, MAX(non_unique) AS isPlain,
      GROUP_CONCAT(CONCAT('\`', column_name, '\`') ORDER BY seq_in_index) AS columns
    FROM information_schema.statistics
    WHERE table_schema = DATABASE() AND table_name = ${table} AND index_name <> 'PRIMARY'
    GROUP BY index_name`.execute(db);
  const change = (changes: string[]) =>
    sql.raw(`ALTER TABLE ${table} ${changes.join(', ')}`).execute(db);
  await change(rows.map(({ name }) => `DROP INDEX \`${name}\``));
  return async () => {
    await sql.raw(`SET GLOBAL innodb_fill_factor = ${FILL_PERCENT}`).execute(db);
    await change(
      rows.map(({ name, isPlain, columns }) => {
        const kind = Number(isPlain) === 0 ? 'UNIQUE INDEX' : 'INDEX';
        return `ADD ${kind} \`${name}\` (${columns})`;
      }),
    );
  };
}

async function laySqlite({ db }: Place, table: string): Promise<() => Promise<void>> {
  const { rows } = await sql<{ name: string; text: string }>`
    SELECT name, sql AS text FROM sqlite_master
    WHERE type = 'index' AND tbl_name = ${table} AND sql IS NOT NULL`.execute(db);
  for (const { name } of rows) await sql.raw(`DROP INDEX "${name}"`).execute(db);
  return async () => {
    for (const { text } of rows) await sql.raw(text).execute(db);
  };
}
