import type { Logger } from 'pino';
import { describeError } from '../errors';
import { createLocalCopy, type LocalCopy } from './local-copy';
import { isDamage } from './local-file';
import { countWrite, makeAlike } from './local-repair';
import { waitWhileBusy } from './sqlite';
import type { Database } from './tables';

/**
 * A SQLite database of this machine alone, in the schema of `sql/sqlite/` and of `sql/spool.sql`,
 * kept in two files of the same content, so that damage to one of them loses nothing.
 */
export interface LocalStore {
  /**
   * Does `work` in a transaction, on each of the two files; durable (fsync) when it resolves.
   * Resolves where at least one file took it; else rejects with the reason.
   */
  write(work: (db: Database) => Promise<unknown>): Promise<void>;
  /** Asks the first file that can be read. Rejects with the reason where none can. */
  read<T>(work: (db: Database) => Promise<T>): Promise<T>;
  /** Why nothing can be kept here now, in a few words; undefined when it can. Never rejects. */
  findFault(): Promise<string | undefined>;
  /** Nothing is done any more after this. */
  close(): Promise<void>;
}

/** How long both files together may keep a caller waiting while other programs write to them. */
const BUSY_MS = 500;
/** A store that took something so lately takes more. */
const PROVEN_MS = 5000;

/** The second file of a store. */
export function copyPath(path: string): string {
  return `${path}.copy`;
}

/** What came of asking the files. */
interface Outcome<T> {
  answers: T[];
  /** Not `wasAsked`: the file was not open. */
  failures: { copy: LocalCopy; error: unknown; wasAsked: boolean }[];
}

/**
 * Opens the store in `path` and `copyPath(path)`, at first use, and again after a failure. A damaged
 * file is set aside under another name, which is logged, and made anew from the other one.
 */
export function openLocalStore(path: string, log: Logger): LocalStore {
  const copies = [createLocalCopy(path, log), createLocalCopy(copyPath(path), log)] as const;
  let queue: Promise<unknown> = Promise.resolve();
  let writtenAt = Number.NEGATIVE_INFINITY;
  let isClosed = false;

  /** One after another: what one of them finds wrong with a file, the next one finds mended. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = queue.then(() => {
      if (isClosed) throw new Error('the spool is closed');
      return work();
    });
    queue = done.catch(() => undefined);
    return done;
  }

  /** Opens both files, before either is used: what only one of them has is in both then. */
  async function openBoth(): Promise<void> {
    const opened: LocalCopy[] = [];
    for (const copy of copies) {
      if (await copy.findOpen()) continue;
      await copy.open();
      opened.push(copy);
    }
    const [first, second] = [await copies[0].findOpen(), await copies[1].findOpen()];
    if (!first || !second || opened.length === 0) return;
    try {
      const rows = await makeAlike(first, copies[1].path);
      if (rows > 0) log.info({ rows }, 'one spool file lacked rows that the other one had');
    } catch (error) {
      // Its connection had the other file attached to it, and may have still.
      await copies[0].leave(error);
    }
  }

  /** Asks one file after the other, or only until one answers. */
  async function ask<T>(
    work: (db: Database) => Promise<T>,
    isForAll: boolean,
  ): Promise<Outcome<T>> {
    const outcome: Outcome<T> = { answers: [], failures: [] };
    const end = performance.now() + BUSY_MS;
    await openBoth();
    for (const copy of copies) {
      if (outcome.answers.length > 0 && !isForAll) break;
      const db = await copy.findOpen();
      try {
        if (!db) throw copy.fault() ?? new Error(`${copy.path} is not there`);
        outcome.answers.push(await waitWhileBusy(() => work(db), end - performance.now()));
      } catch (error) {
        outcome.failures.push({ copy, error, wasAsked: db !== undefined });
      }
    }
    return outcome;
  }

  /** Asks once more where a file was found damaged: it has been set aside by then. */
  async function askOrMend<T>(work: (db: Database) => Promise<T>, isForAll: boolean): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      const { answers, failures } = await ask(work, isForAll);
      const asked = failures.filter(({ wasAsked }) => wasAsked);
      const damaged = asked.filter(({ error }) => isDamage(error));
      // A file that did not take what the other one took has fallen behind.
      const behind = isForAll && answers.length > 0 ? asked : damaged;
      for (const { copy, error } of behind) {
        await (isDamage(error) ? copy.replace(error) : copy.leave(error));
      }
      if (answers.length > 0) return answers[0] as T;
      if (damaged.length === 0 || attempt === 2) throw failures[0]?.error;
    }
  }

  async function write(work: (db: Database) => Promise<unknown>): Promise<void> {
    const inTransaction = (db: Database) =>
      db.transaction().execute(async (transaction) => {
        await work(transaction);
        await countWrite(transaction);
      });
    await askOrMend(inTransaction, true);
    writtenAt = performance.now();
  }

  return {
    write: (work) => inTurn(() => write(work)),
    read: (work) => inTurn(() => askOrMend(work, false)),
    findFault: () =>
      inTurn(async () => {
        if (performance.now() < writtenAt + PROVEN_MS) return undefined;
        // Whether a disk has room shows when something is written to it.
        await write(async () => undefined);
        return undefined;
      }).catch(describeError),
    close: () =>
      inTurn(async () => {
        isClosed = true;
        for (const copy of copies) await copy.close();
      }).catch(() => undefined),
  };
}
