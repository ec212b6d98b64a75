import type { Database, EventTable } from '../database/tables';

/** So many identifiers go into one statement. */
const CHUNK = 500;

/** How many rows of a table are about these calls. */
export async function countRows(
  db: Database,
  table: EventTable,
  callSids: readonly string[],
): Promise<number> {
  let count = 0;
  for (let start = 0; start < callSids.length; start += CHUNK) {
    const { rows } = await db
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number | bigint>().as('rows'))
      .where('CallSid', 'in', callSids.slice(start, start + CHUNK))
      .executeTakeFirstOrThrow();
    count += Number(rows);
  }
  return count;
}
