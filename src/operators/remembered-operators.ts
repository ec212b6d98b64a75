import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { LocalStore } from '../database/local-store';
import type { Database } from '../database/tables';
import { type OperatorsReader, readByPages } from './operators-reader';
import { findOperator, type OperatorAccess, readOperatorPage } from './operators-table';

/**
 * The operators as the database last told of them, in memory and in the store of this machine: all of
 * them, or, where they are too many, those who called last.
 */
export interface RememberedOperators {
  /**
   * Reads the table, and remembers it; of a table that is too long, it looks again at those who are
   * remembered. What was learnt since the reading began counts more.
   */
  learnAll(table: OperatorsReader): Promise<void>;
  /** Remembers what the database told of one number; false where the whole table is needed first. */
  learn(telnum: string, operator: OperatorAccess | undefined): boolean;
  /**
   * How many are remembered, and the one of this number, with the tries that were taken here since;
   * undefined where the table was never read.
   */
  recall(telnum: string): Promise<{ count: number; operator?: OperatorAccess } | undefined>;
  /** Starts no further write to the store. */
  close(): void;
}

/** Whoever called last is the last one, as far as this process has heard. */
type Operators = Map<string, OperatorAccess>;

/** Enough for a large centre; a few MiB, and read from the database within a second. */
const MOST_REMEMBERED = 20_000;
/** Written to the store at once; whoever else has something for it waits for a few milliseconds. */
const KEPT_AT_ONCE = 200;

/** Begins with what the store holds; without one, what is remembered ends with the process. */
export function createRememberedOperators(
  store: LocalStore | undefined,
  log: Logger,
  most = MOST_REMEMBERED,
): RememberedOperators {
  let known: Operators | undefined;
  /** Whom lookups told of since the table began to be read: it may have been read before them. */
  let lessons = new Set<string>();
  const keeper = store && createKeeper(store, log, () => known);
  const loaded = load();

  async function load(): Promise<void> {
    if (!store) return;
    try {
      const operators = await readStore(store);
      if (operators.length > 0) known ??= toMap(operators);
    } catch (error) {
      log.warn({ err: error }, 'the operators kept on this machine could not be read');
    }
  }

  async function learnAll(table: OperatorsReader): Promise<void> {
    await loaded;
    const taught = new Set<string>();
    lessons = taught;
    const all = await table.readAll(most);
    const told = toMap(all ?? (await table.readThese([...(known?.keys() ?? [])])));
    for (const telnum of taught) remember(told, telnum, known?.get(telnum));
    const knownBefore = known;
    known = told;
    if (store) await keepWhatDiffers(store, knownBefore, told);
  }

  /** Looks into the store each time: its files may have been taken away, or made anew. */
  async function keepWhatDiffers(
    store: LocalStore,
    before: Operators | undefined,
    told: Operators,
  ): Promise<void> {
    const list = await readStore(store).catch(() => undefined);
    if (!list) return keeper?.replaceAll();
    const kept = toMap(list);
    const telnums = new Set([...(before?.keys() ?? []), ...kept.keys(), ...told.keys()]);
    const isKept = (telnum: string) =>
      isSame(before?.get(telnum), told.get(telnum)) &&
      // Tries that were taken here stay until the database tells of others.
      kept.get(telnum)?.pin_hash === told.get(telnum)?.pin_hash;
    keeper?.keep([...telnums].filter((telnum) => !isKept(telnum)));
  }

  function learn(telnum: string, operator: OperatorAccess | undefined): boolean {
    if (!known) return false;
    const isNews = !isSame(known.get(telnum), operator);
    remember(known, telnum, operator);
    if (!isNews) return true;
    lessons.add(telnum);
    keeper?.keep([telnum, ...forgetOldest(known, most)]);
    return true;
  }

  async function recall(telnum: string) {
    await loaded;
    // What could not be read a moment ago may be there now.
    if (!known) await load();
    if (!known) return undefined;
    const operator = known.get(telnum);
    const count = known.size;
    return operator ? { count, operator: await withTriesTakenHere(operator) } : { count };
  }

  /** While the database cannot count the tries of a PIN, the store does. */
  async function withTriesTakenHere(operator: OperatorAccess): Promise<OperatorAccess> {
    if (!store || operator.pin_hash === null) return operator;
    const kept = await store.read((db) => findOperator(db, operator.telnum)).catch(() => undefined);
    if (!kept) return operator;
    const { pin_failures, pin_locked_until } = kept;
    return { ...operator, pin_failures, pin_locked_until };
  }

  return { learnAll, learn, recall, close: () => keeper?.close() };
}

/** Brings what changed into the store, in the background. */
interface Keeper {
  keep(telnums: readonly string[]): void;
  /** Where nobody knows what the store holds. */
  replaceAll(): void;
  close(): void;
}

function createKeeper(
  store: LocalStore,
  log: Logger,
  getKnown: () => Operators | undefined,
): Keeper {
  const unkept = new Set<string>();
  let isToBeReplaced = false;
  let isKeeping = false;
  let isFaultLogged = false;
  let isClosed = false;

  async function keepAll(): Promise<void> {
    while ((unkept.size > 0 || isToBeReplaced) && !isClosed) {
      const isReplacing = isToBeReplaced;
      if (isReplacing) for (const telnum of getKnown()?.keys() ?? []) unkept.add(telnum);
      const telnums = [...unkept].slice(0, KEPT_AT_ONCE);
      for (const telnum of telnums) unkept.delete(telnum);
      isToBeReplaced = false;
      try {
        await store.write(async (db) => {
          if (isReplacing) await db.deleteFrom('operators').execute();
          await writeOperators(db, telnums, getKnown() ?? new Map());
        });
        isFaultLogged = false;
      } catch (error) {
        // Tried again with the next change, or the next reading of the table.
        for (const telnum of telnums) unkept.add(telnum);
        isToBeReplaced ||= isReplacing;
        if (!isFaultLogged) {
          log.error({ err: error }, 'the operators could not be kept on this machine');
        }
        isFaultLogged = true;
        return;
      }
      await nextTurn();
    }
  }

  function start(): void {
    if (isKeeping) return;
    isKeeping = true;
    void keepAll().finally(() => {
      isKeeping = false;
    });
  }

  return {
    keep(telnums) {
      for (const telnum of telnums) unkept.add(telnum);
      start();
    },
    replaceAll() {
      isToBeReplaced = true;
      start();
    },
    close() {
      isClosed = true;
    },
  };
}

async function writeOperators(
  db: Database,
  telnums: readonly string[],
  known: Operators,
): Promise<void> {
  if (telnums.length === 0) return;
  const operators = telnums.flatMap((telnum) => known.get(telnum) ?? []);
  await db.deleteFrom('operators').where('telnum', 'in', telnums).execute();
  if (operators.length > 0) await db.insertInto('operators').values(operators).execute();
}

function readStore(store: LocalStore): Promise<OperatorAccess[]> {
  return readByPages((after, most) => store.read((db) => readOperatorPage(db, after, most)));
}

/** Puts an operator last; whoever is none is forgotten. */
function remember(known: Operators, telnum: string, operator: OperatorAccess | undefined): void {
  known.delete(telnum);
  // A caller's own number would keep all of their request in memory.
  if (operator) known.set(operator.telnum, operator);
}

/** Forgets those whom nobody has heard of for longest, beyond so many; gives their numbers. */
function forgetOldest(known: Operators, most: number): string[] {
  const forgotten: string[] = [];
  for (const telnum of known.keys()) {
    if (known.size <= most) break;
    known.delete(telnum);
    forgotten.push(telnum);
  }
  return forgotten;
}

function toMap(operators: readonly OperatorAccess[]): Operators {
  return new Map(operators.map((operator) => [operator.telnum, operator]));
}

function isSame(a: OperatorAccess | undefined, b: OperatorAccess | undefined): boolean {
  return (
    a?.telnum === b?.telnum &&
    a?.pin_hash === b?.pin_hash &&
    a?.pin_failures === b?.pin_failures &&
    a?.pin_locked_until === b?.pin_locked_until
  );
}
