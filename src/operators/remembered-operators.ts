import type { Logger } from 'pino';
import type { LocalStore } from '../database/local-store';
import type { Database } from '../database/tables';
import { findOperator, listOperatorAccess, type OperatorAccess } from './operators-table';

/** The operators as the database last told of them, in memory and in the store of this machine. */
export interface RememberedOperators {
  /** Reads the whole table, and remembers it; what was learnt since the reading began counts more. */
  learnAll(readTable: () => Promise<OperatorAccess[]>): Promise<void>;
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

type Operators = Map<string, OperatorAccess>;

/** Begins with what the store holds; without one, what is remembered ends with the process. */
export function createRememberedOperators(
  store: LocalStore | undefined,
  log: Logger,
): RememberedOperators {
  let known: Operators | undefined;
  /** Counts what lookups taught us, so that a list read before it is not taken for newer. */
  let lessons = 0;
  const keeper = store && createKeeper(store, log, () => known);
  const loaded = load();

  async function load(): Promise<void> {
    if (!store) return;
    try {
      const operators = await store.read(listOperatorAccess);
      if (operators.length > 0) known ??= toMap(operators);
    } catch (error) {
      log.warn({ err: error }, 'the operators kept on this machine could not be read');
    }
  }

  async function learnAll(readTable: () => Promise<OperatorAccess[]>): Promise<void> {
    await loaded;
    const lessonsBefore = lessons;
    const told = toMap(await readTable());
    if (lessonsBefore !== lessons) return;
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
    const list = await store.read(listOperatorAccess).catch(() => undefined);
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
    if (isSame(known.get(telnum), operator)) return true;
    lessons += 1;
    if (operator) known.set(telnum, operator);
    else known.delete(telnum);
    keeper?.keep([telnum]);
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
      const telnums = [...unkept];
      const isReplacing = isToBeReplaced;
      unkept.clear();
      isToBeReplaced = false;
      try {
        await store.write((db) =>
          isReplacing
            ? replaceOperators(db, getKnown() ?? new Map())
            : writeOperators(db, telnums, getKnown() ?? new Map()),
        );
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

async function replaceOperators(db: Database, known: Operators): Promise<void> {
  await db.deleteFrom('operators').execute();
  for (const operator of known.values()) await insertOperator(db, operator);
}

async function writeOperators(
  db: Database,
  telnums: readonly string[],
  known: Operators,
): Promise<void> {
  for (const telnum of telnums) {
    await db.deleteFrom('operators').where('telnum', '=', telnum).execute();
    const operator = known.get(telnum);
    if (operator) await insertOperator(db, operator);
  }
}

async function insertOperator(db: Database, operator: OperatorAccess): Promise<void> {
  await db.insertInto('operators').values(operator).execute();
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
