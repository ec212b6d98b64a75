import type { Logger } from 'pino';
import type { HistoryRow } from '../history/history-event';
import type { OperatorAccess } from '../operators/operators-table';
import type { Keeping } from '../server/keeping';
import type { Ask } from './ask';
import { createBundle } from './bundle';
import type { AskedOfPrimary, Lesson } from './questions';

/** Rows go to two files on a disk that may be busy; Twilio gives up after 15 s. */
const KEEP_TIMEOUT_MS = 5000;
/** Somebody waits, and is served without it. */
const ASK_TIMEOUT_MS = 2000;
/** What lookups tell is handed over so often; only what the database says next can be missed. */
const LEARN_EVERY_MS = 250;
/** More than are looked up meanwhile, unless something is wrong. */
const MOST_LESSONS = 10_000;

/** What the primary keeps, for a worker: the files have one owner. */
export function createPrimaryKeeping(ask: Ask<AskedOfPrimary>, log: Logger): Keeping {
  const keep = createBundle<HistoryRow>(async (rows) => {
    await ask('keep', rows, KEEP_TIMEOUT_MS);
  });
  const teacher = createTeacher(ask);
  return {
    spool: {
      add: keep,
      readState: () => ask('spool state', null, ASK_TIMEOUT_MS),
      findFault: () => ask('spool fault', null, ASK_TIMEOUT_MS),
    },
    memory: {
      learn: teacher.learn,
      recall: (telnum) =>
        ask('recall', telnum, ASK_TIMEOUT_MS).catch((error) => {
          log.error({ err: error }, 'the operators that are remembered could not be asked for');
          return undefined;
        }),
      takeTry: (operator) => ask('take try', operator, ASK_TIMEOUT_MS),
      async giveBackTries(telnum) {
        await ask('give back tries', telnum, ASK_TIMEOUT_MS);
      },
      // The primary does, for all.
      refresh: async () => {},
      close: teacher.close,
    },
  };
}

/** Hands over what lookups tell, the latest of each number, many at once. */
function createTeacher(ask: Ask<AskedOfPrimary>) {
  const lessons = new Map<string, OperatorAccess | undefined>();

  function teach(): void {
    if (lessons.size === 0) return;
    const told: Lesson[] = [...lessons].map(([telnum, operator]) => ({ telnum, operator }));
    lessons.clear();
    // Whoever is not told now is told by the next lookup, or reads the table within a minute.
    ask('learn', told, ASK_TIMEOUT_MS).catch(() => {});
  }

  const timer = setInterval(teach, LEARN_EVERY_MS).unref();
  return {
    learn(telnum: string, operator: OperatorAccess | undefined): void {
      if (lessons.size < MOST_LESSONS || lessons.has(telnum)) lessons.set(telnum, operator);
    },
    close() {
      clearInterval(timer);
      teach();
    },
  };
}
