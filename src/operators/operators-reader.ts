import { setImmediate as nextTurn } from 'node:timers/promises';
import { repeatSafely } from '../database/repeat-safely';
import type { Database } from '../database/tables';
import {
  findOperators,
  hasMoreOperators,
  type OperatorAccess,
  readOperatorPage,
} from './operators-table';

/** The operators' table, read a little at a time, so that calls are answered in between. */
export interface OperatorsReader {
  /** All of them; undefined where there are more than `most`, of whom none is read then. */
  readAll(most: number): Promise<OperatorAccess[] | undefined>;
  /** Those of these numbers who are operators, in the order of the numbers. */
  readThese(telnums: readonly string[]): Promise<OperatorAccess[]>;
}

/** Small enough to be taken in within some milliseconds. */
const PAGE_ROWS = 500;
/** In one statement. */
const NUMBERS_AT_ONCE = 64;

/** Asks `db`; each statement is bounded and repeated as a lookup is. */
export function createOperatorsReader(db: Database): OperatorsReader {
  return {
    async readAll(most) {
      if (await repeatSafely(db, () => hasMoreOperators(db, most))) return undefined;
      return readByPages((after, limit) =>
        repeatSafely(db, () => readOperatorPage(db, after, limit)),
      );
    },
    async readThese(telnums) {
      const operators: OperatorAccess[] = [];
      for (let start = 0; start < telnums.length; start += NUMBERS_AT_ONCE) {
        const some = telnums.slice(start, start + NUMBERS_AT_ONCE);
        const found = await repeatSafely(db, () => findOperators(db, some));
        operators.push(...found.filter((operator) => operator !== undefined));
        await nextTurn();
      }
      return operators;
    },
  };
}

/** All operators that `readPage` gives page by page; it is asked as `readOperatorPage` is. */
export async function readByPages(
  readPage: (after: string | undefined, most: number) => Promise<OperatorAccess[]>,
): Promise<OperatorAccess[]> {
  const operators: OperatorAccess[] = [];
  for (;;) {
    const page = await readPage(operators.at(-1)?.telnum, PAGE_ROWS);
    operators.push(...page);
    if (page.length < PAGE_ROWS) return operators;
    // SQLite answers at once: nothing else would get its turn between two pages.
    await nextTurn();
  }
}
