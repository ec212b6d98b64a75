import type { Logger } from 'pino';
import type { Metrics } from '../metrics/metrics';
import type { Keeping } from '../server/keeping';
import type { Answers } from './ask';
import type { Member } from './crew';
import type { CrewFigures } from './crew-figures';
import type { Opening } from './opening';
import type { AskedOfPrimary } from './questions';

/** What workers are answered from. */
export interface PrimaryServices {
  keeping: Keeping;
  opening: Opening;
  /** Of this process. */
  metrics: Metrics;
  figures: CrewFigures;
  members(): readonly Member[];
  log: Logger;
}

/** How a primary answers one of its workers. */
export function answerWorker(
  { keeping, opening, metrics, figures, members, log }: PrimaryServices,
  member: Member,
): Answers<AskedOfPrimary> {
  const { spool, memory } = keeping;
  return {
    start: async () => ({ ...(await opening.start()), place: member.place }),
    opened: (opened) => done(opening.note(opened)),
    'cannot start': (reason) => {
      if (!opening.fail(reason))
        log.error({ place: member.place, reason }, 'a worker cannot start');
      return null;
    },
    keep: async (rows) => done(await Promise.all(rows.map(spool.add))),
    'spool state': spool.readState,
    'spool fault': spool.findFault,
    learn(lessons) {
      for (const { telnum, operator } of lessons) memory.learn(telnum, operator);
      return null;
    },
    recall: memory.recall,
    'take try': memory.takeTry,
    'give back tries': async (telnum) => done(await memory.giveBackTries(telnum)),
    figures: async () => [await metrics.readFigures(), ...(await figures.read(members()))],
    'last figures': (last) => done(figures.note(member, last)),
  };
}

/** The answer to what needs none. */
function done(_result: unknown): null {
  return null;
}
