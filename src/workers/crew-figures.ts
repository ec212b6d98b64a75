import { retireFigures } from '../metrics/joint-figures';
import type { Member } from './crew';

/** What the workers count, including those that have ended: a sum that falls would look like a restart. */
export interface CrewFigures {
  /** What a worker counted until now, by itself. */
  note(member: Member, figures: string): void;
  /** The worker has ended: what it counted last goes on counting. */
  retire(member: Member): void;
  /** By worker, and by those that have ended. */
  read(members: readonly Member[]): Promise<readonly string[]>;
}

/** A worker that is busy for longer is shown as it was when it was asked before. */
const ASK_TIMEOUT_MS = 1000;

/** Figures of no worker yet. */
export function createCrewFigures(): CrewFigures {
  const latest = new Map<Member, string>();
  const ended = new WeakSet<Member>();
  let past = Promise.resolve('[]');

  function note(member: Member, figures: string): void {
    // What it still sent may arrive after its end.
    if (!ended.has(member)) latest.set(member, figures);
  }

  return {
    note,
    retire(member) {
      const figures = latest.get(member);
      ended.add(member);
      latest.delete(member);
      if (figures !== undefined)
        past = past.then((before) => retireFigures([before, figures]).catch(() => before));
    },
    async read(members) {
      const asked = members.map(async (member) => {
        note(member, await member.ask('figures', null, ASK_TIMEOUT_MS));
      });
      await Promise.allSettled(asked);
      return [await past, ...latest.values()];
    },
  };
}
