import { existsSync } from 'node:fs';
import { closeWithin } from '../database/database';
import { checkWhole, isDamage } from '../database/local-file';
import { copyPath } from '../database/local-store';
import { lookAtFile } from '../database/look-at-file';
import { describeError } from '../errors';
import { readSpoolState, type SpoolState } from '../history/spool-rows';
import { examineFilePlace } from './disk';
import { type Finding, fault, ok, warning } from './finding';

/** The rows that wait for the database, and the place where they wait. Nothing there is changed. */
export async function* examineSpool(path: string): AsyncGenerator<Finding> {
  yield* examineFilePlace(path, 'SPOOL_PATH');
  const files = [path, copyPath(path)].filter((file) => existsSync(file));
  if (files.length === 0) {
    yield ok('There is no spool yet; the first start makes it.');
    return;
  }
  const looks = await Promise.all(files.map(lookAt));
  yield* describeFaults(looks);
  const [fullest] = looks
    .flatMap(({ state }) => (state ? [state] : []))
    .sort((a, b) => b.rows + b.setAside - (a.rows + a.setAside));
  if (fullest) yield* describeState(fullest);
}

/** A spool file looked at. */
interface Look {
  file: string;
  /** Undefined where there is an error. */
  state?: SpoolState;
  error?: unknown;
}

const BUSY_MS = 2000;
const CLOSE_MS = 500;

/** The spool opened as a server opens it would be mended on the way, which is the server's work. */
async function lookAt(file: string): Promise<Look> {
  const db = lookAtFile(file, BUSY_MS);
  try {
    await checkWhole(db);
    return { file, state: await readSpoolState(db, new Date()) };
  } catch (error) {
    return { file, error };
  } finally {
    await closeWithin(db, CLOSE_MS);
  }
}

function* describeFaults(looks: readonly Look[]): Generator<Finding> {
  const isAnySound = looks.some(({ state }) => state);
  for (const { file, error } of looks) {
    if (error === undefined) continue;
    if (!isDamage(error)) {
      yield warning(
        `The spool file ${file} cannot be read: ${describeError(error)}`,
        'Ask as the user that minicc runs as; if minicc was just updated, start it first.',
      );
    } else if (isAnySound) {
      yield warning(
        `The spool file ${file} is damaged: ${describeError(error)}`,
        'The next start sets it aside and makes it anew from the other one; see whether the disk is failing.',
      );
    } else {
      yield fault(
        `The spool file ${file} is damaged, and no other one is sound: ${describeError(error)}`,
        `The next start sets it aside and begins anew. Keep it: "sqlite3 ${file} .recover" may get rows out of it. See whether the disk is failing.`,
      );
    }
  }
}

const LONG_SECONDS = 60;

function* describeState({ rows, oldestSeconds = 0, setAside }: SpoolState): Generator<Finding> {
  if (rows === 0) yield ok('No rows wait for the database.');
  else if (oldestSeconds < LONG_SECONDS) {
    yield ok(
      rows === 1
        ? '1 row is on its way to the database.'
        : `${rows} rows are on their way to the database.`,
    );
  } else {
    yield warning(
      `${rows === 1 ? '1 row waits' : `${rows} rows wait`} for the database, the oldest for ${Math.round(oldestSeconds / 60)} minutes.`,
      'They go there by themselves when minicc runs and the database takes them; "npx minicc spool drain" moves them now.',
    );
  }
  if (setAside > 0) {
    yield fault(
      setAside === 1
        ? '1 row was set aside: the database refused it for good.'
        : `${setAside} rows were set aside: the database refused them for good.`,
      '"npx minicc spool status" shows the reasons; mend the database, then run "npx minicc spool drain --set-aside".',
    );
  }
}
