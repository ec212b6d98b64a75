import type { Compilable, CompiledQuery } from 'kysely';
import { dialectOf } from './dialect-name';
import type { Database } from './tables';

const kept = new Map<string, CompiledQuery>();

/**
 * Runs a statement whose text is made once for each `name` and dialect: `create` gives the same for
 * the same name, but for its values, which are `parameters`, in the order in which they stand there.
 */
export async function runCompiled<R>(
  db: Database,
  name: string,
  create: () => Compilable<R>,
  parameters: readonly unknown[],
): Promise<R[]> {
  const key = `${dialectOf(db)} ${name}`;
  let compiled = kept.get(key) as CompiledQuery<R> | undefined;
  if (!compiled) {
    compiled = create().compile();
    kept.set(key, compiled);
  }
  const { rows } = await db.executeQuery<R>({ ...compiled, parameters });
  return rows;
}

/** Few: a server keeps each text as a statement for each connection, and we keep what it says of it. */
const LENGTHS = [1, 2, 4, 8, 16, 24, 32, 64, 200];

/**
 * The same list, with its last item repeated until it has one of a few lengths; undefined where it is
 * longer than 200, or empty.
 */
export function fillUp<T>(list: readonly T[]): readonly T[] | undefined {
  const length = LENGTHS.find((candidate) => candidate >= list.length);
  const last = list.at(-1);
  if (length === undefined || last === undefined) return undefined;
  return [...list, ...Array<T>(length - list.length).fill(last)];
}
