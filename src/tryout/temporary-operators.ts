import { randomInt } from 'node:crypto';
import type { Database } from '../database/tables';
import { listOperatorsInFull, removeOperator, saveOperator } from '../operators/operators-table';

/** By this name a person finds those that a killed run has left behind. */
const NAME = 'minicc load';

/** Operators for the time of a run. */
export interface RunOperators {
  /** Those who dial in. */
  numbers: readonly string[];
  /** Everybody's numbers, which no customer may have. */
  known: readonly string[];
  /** How many are there of another run, or left behind by one that was killed. */
  leftovers: number;
  /** Takes those out of the table again who were put there for the run; more than once, if asked. */
  removeAdded(): Promise<void>;
}

/**
 * So many operators of the table, of those without a PIN; where they are too few, others are put there, with numbers that no
 * run before had.
 */
export async function obtainOperators(db: Database, count: number): Promise<RunOperators> {
  const known = await listOperatorsInFull(db);
  const numbers = known
    .filter(
      ({ telnum, name, pin_hash }) => name !== NAME && /^\+\d+$/.test(telnum) && pin_hash === null,
    )
    .map(({ telnum }) => telnum)
    .slice(0, count);
  const taken = new Set(known.map(({ telnum }) => telnum));
  const added: string[] = [];
  const removeAdded = async () => {
    for (const telnum of added) await removeOperator(db, telnum);
  };
  try {
    while (numbers.length < count) {
      const telnum = `+81509${randomInt(1_000_000, 10_000_000)}`;
      if (taken.has(telnum)) continue;
      taken.add(telnum);
      added.push(telnum);
      await saveOperator(db, { telnum, name: NAME });
      numbers.push(telnum);
    }
  } catch (error) {
    await removeAdded().catch(() => {});
    throw error;
  }
  const leftovers = known.filter(({ name }) => name === NAME).length;
  return { numbers, known: [...taken], leftovers, removeAdded };
}
