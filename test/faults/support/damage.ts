import { randomBytes } from 'node:crypto';
import { statSync, truncateSync, writeFileSync } from 'node:fs';
import Libsql from 'libsql';

/** Something that may happen to a file of the spool. */
export interface Damage {
  /** Whether it happens to what SQLite keeps in its log, `-wal`, before that goes into the file. */
  isOfLog: boolean;
  strike(path: string): void;
  /**
   * Whether what is left is worth keeping. A log that was cut short is a shorter log, and a file
   * without anything in it is a new one.
   */
  isSetAside: boolean;
}

/** Each of them; `path` is that of the file without its log. */
export const DAMAGES: Readonly<Record<string, Damage>> = {
  'cut short': {
    isOfLog: false,
    // Farther back, it might be that nothing but room for rows is gone.
    strike: (path) => truncateSync(path, 10_000),
    isSetAside: true,
  },
  'cut short in its log': {
    isOfLog: true,
    strike: (path) => truncateSync(`${path}-wal`, statSync(`${path}-wal`).size / 2),
    isSetAside: false,
  },
  'written over': {
    isOfLog: false,
    strike: (path) => writeFileSync(path, randomBytes(statSync(path).size)),
    isSetAside: true,
  },
  emptied: {
    isOfLog: false,
    strike: (path) => truncateSync(path, 0),
    isSetAside: false,
  },
};

/** Has SQLite move everything from its log into the file, as it does by itself now and then. */
export function emptyLog(path: string): void {
  const file = new Libsql(path);
  const [done] = file.prepare('pragma wal_checkpoint(truncate)').all([]);
  file.close();
  if ((done as { busy: number }).busy !== 0) throw new Error(`${path} is in use`);
}
