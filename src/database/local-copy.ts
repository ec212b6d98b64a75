import { statSync } from 'node:fs';
import type { Logger } from 'pino';
import { describeError } from '../errors';
import { isDamage, openLocalFile, setFileAside } from './local-file';
import type { Database } from './tables';

/** One of the two files of a local store. */
export interface LocalCopy {
  readonly path: string;
  /** Its handle while it is open; undefined where it is not, or another file has taken its name. */
  findOpen(): Promise<Database | undefined>;
  /** Opens it where that can be done; a damaged file is set aside and made anew. */
  open(): Promise<void>;
  /** Why it is not open. */
  fault(): unknown;
  /** Closes it, to be opened again later: it lacks something, or does not work now. */
  leave(error: unknown): Promise<void>;
  /** Closes it and sets it aside, damaged as it is. */
  replace(error: unknown): Promise<void>;
  close(): Promise<void>;
}

/** A file that could not be used is not tried again for so long; each time longer, if it is often. */
const SHORTEST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
const OFTEN_MS = 60_000;

/** The file at `path`, not yet open. What is wrong with it is logged. */
export function createLocalCopy(path: string, log: Logger): LocalCopy {
  let current: { db: Database; inode: number | undefined } | undefined;
  let fault: { error: unknown } | undefined;
  let pauseMs = SHORTEST_PAUSE_MS;
  let failedAt = Number.NEGATIVE_INFINITY;

  async function close(): Promise<void> {
    const { db } = current ?? {};
    current = undefined;
    await db?.destroy().catch(() => undefined);
  }

  function noteFault(error: unknown): void {
    const isNews = describeError(fault?.error) !== describeError(error);
    const now = performance.now();
    const isOften = now < failedAt + OFTEN_MS;
    pauseMs = isOften ? Math.min(pauseMs * 2, LONGEST_PAUSE_MS) : SHORTEST_PAUSE_MS;
    failedAt = now;
    fault = { error };
    log[isNews ? 'error' : 'debug']({ err: error, file: path }, 'a spool file cannot be used');
  }

  /** Not where another program has done so already. */
  function setAside(error: unknown, inode: number | undefined): void {
    if (findInode(path) !== inode) return;
    const aside = setFileAside(path, new Date());
    log.error({ err: error, file: path, aside }, 'a damaged spool file was set aside');
  }

  async function openOrReplace(): Promise<Database> {
    const inode = findInode(path);
    try {
      return await openLocalFile(path);
    } catch (error) {
      if (!isDamage(error)) throw error;
      setAside(error, inode);
      return openLocalFile(path);
    }
  }

  return {
    path,
    close,
    async findOpen() {
      if (current && current.inode !== findInode(path)) {
        log.error({ file: path }, 'a spool file was taken away while it was in use');
        await close();
      }
      return current?.db;
    },
    async open() {
      if (fault && performance.now() < failedAt + pauseMs) return;
      try {
        const db = await openOrReplace();
        current = { db, inode: findInode(path) };
        fault = undefined;
      } catch (error) {
        noteFault(error);
      }
    },
    fault: () => fault?.error,
    async leave(error) {
      await close();
      noteFault(error);
    },
    async replace(error) {
      const inode = current?.inode;
      await close();
      setAside(error, inode);
    },
  };
}

function findInode(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}
