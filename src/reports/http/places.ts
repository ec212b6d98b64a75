/** How many may be at work at a time; those beyond wait, in the order in which they came. */
export interface PlacesOptions {
  atWork: number;
  /** How many may wait. */
  waiting: number;
}

/** Places to work at. */
export interface Places {
  /** Whether all are taken, and as many wait as may. */
  areFull(): boolean;
  /** Resolves when there is a place. Rejects with the reason of `signal` where that is aborted. */
  take(signal: AbortSignal): Promise<void>;
  /** As `take`, but before all others: of one who has only paused. */
  takeAgain(signal: AbortSignal): Promise<void>;
  giveBack(): void;
}

/** Places that nobody has taken yet. */
export function createPlaces({ atWork, waiting }: PlacesOptions): Places {
  /** What admits those who wait, each in its turn. */
  const admissions: (() => void)[] = [];
  let taken = 0;

  async function enter(signal: AbortSignal, join: (admit: () => void) => void): Promise<void> {
    signal.throwIfAborted();
    if (taken >= atWork) await waitForAdmission(signal, join);
    else taken += 1;
  }

  function waitForAdmission(signal: AbortSignal, join: (admit: () => void) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        admissions.splice(admissions.indexOf(admit), 1);
        reject(signal.reason);
      };
      const admit = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      signal.addEventListener('abort', leave, { once: true });
      join(admit);
    });
  }

  return {
    areFull: () => taken >= atWork && admissions.length >= waiting,
    take: (signal) => enter(signal, (admit) => admissions.push(admit)),
    takeAgain: (signal) => enter(signal, (admit) => admissions.unshift(admit)),
    giveBack() {
      const admit = admissions.shift();
      if (admit) admit();
      else taken -= 1;
    },
  };
}
