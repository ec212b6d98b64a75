import type { Clock } from './clock';
import type { ExchangeEvent } from './events';
import type { WaitOptions } from './exchange-types';
import type { Transcript } from './transcript';

/** What was waited for did not happen in the time it had. */
export class NotInTimeError extends Error {
  override readonly name = 'NotInTimeError';
  readonly code = 'not_in_time';

  constructor(seconds: number) {
    super(`did not happen within ${seconds} s`);
  }
}

/**
 * The first event from `since` on that `matches`, which may have happened already. Rejects with a
 * `NotInTimeError` where it does not happen in time.
 */
export function waitForEvent(
  { transcript, clock }: { transcript: Transcript; clock: Clock },
  matches: (event: ExchangeEvent) => boolean,
  { since = 0, withinSeconds }: WaitOptions,
): Promise<ExchangeEvent> {
  const happened = findEvent(transcript.events, matches, since);
  if (happened) return Promise.resolve(happened);
  return new Promise((resolve, reject) => {
    const stop = new AbortController();
    const unsubscribe = transcript.subscribe((event) => {
      if (!matches(event)) return;
      unsubscribe();
      stop.abort();
      resolve(event);
    });
    if (withinSeconds === undefined) return;
    clock.sleep(1000 * withinSeconds, stop.signal).then(
      () => {
        unsubscribe();
        reject(new NotInTimeError(withinSeconds));
      },
      () => {},
    );
  });
}

function findEvent(
  events: readonly ExchangeEvent[],
  matches: (event: ExchangeEvent) => boolean,
  since: number,
): ExchangeEvent | undefined {
  const start = Math.max(0, since - (events[0]?.seq ?? 0));
  for (let index = start; index < events.length; index += 1) {
    const event = events[index];
    if (event && matches(event)) return event;
  }
  return undefined;
}
