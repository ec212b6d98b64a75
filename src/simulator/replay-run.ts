import { type Clock, createVirtualClock } from './clock';
import { type Difference, findFirstDifference, isHandsetEvent } from './compare-runs';
import type { ExchangeEvent, HandsetEvent } from './events';
import type { Exchange, ExchangeOptions } from './exchange-types';
import type { FaultRule } from './faults';
import { createReplayHandsets } from './replay-handsets';
import { type Pace, paceByEvents, paceByTime } from './replay-pace';
import type { SavedRun } from './saved-run';

/** What an exchange has to be made of, besides the application's addresses, to replay a run. */
export interface ReplayOptions
  extends Pick<
    ExchangeOptions,
    'number' | 'seed' | 'accountSid' | 'maxQueueSize' | 'playSeconds' | 'faults'
  > {
  clock: Clock;
}

/** What came of a replay. */
export interface Replay {
  exchange: Exchange;
  /** Undefined where everything happened as it did in the run. */
  firstDifference?: Difference | undefined;
}

/**
 * Does once more, on a virtual clock, what people did with their telephones in a run, and compares
 * what comes of it: of a run on the virtual clock the times too. What somebody did through the REST
 * interface is not done again. The exchange is left open.
 */
export async function replayRun(
  run: SavedRun,
  createExchangeFor: (options: ReplayOptions) => Exchange | Promise<Exchange>,
): Promise<Replay> {
  const { number, seed, accountSid, startedAt, maxQueueSize, faults, clock } = run.options;
  const { musicSeconds } = run.options;
  const exchange = await createExchangeFor({
    clock: createVirtualClock(startedAt),
    ...{ number, seed, accountSid, maxQueueSize, faults },
    ...(musicSeconds === undefined ? {} : { playSeconds: () => musicSeconds }),
  });
  const pace = clock === 'virtual' ? paceByTime(exchange) : paceByEvents(exchange, run.events);
  const undone = await performDeeds(run, exchange, pace);
  const last = run.events.at(-1);
  if (last && !undone) await pace(last.seq + 1, last.at);
  const isComplete = hasNothingLeft(run.events);
  if (isComplete && hasNoCallLeft(exchange)) await exchange.settled();
  const difference = findFirstDifference(run.events, exchange.transcript.events, {
    withTimes: clock === 'virtual',
    // Of a run that was saved in mid-call, nobody knows what came next.
    withEnds: isComplete || undone !== undefined,
  });
  return { exchange, firstDifference: difference ?? (undone && { expected: undone }) };
}

/** Does what people did, as far as it can be done; gives what cannot. */
async function performDeeds(
  run: SavedRun,
  exchange: Exchange,
  pace: Pace,
): Promise<ExchangeEvent | undefined> {
  const handsets = createReplayHandsets(run.events, exchange);
  try {
    for (const deed of listDeeds(run)) {
      const turn = pace(deed.seq, deed.at);
      if (turn !== undefined) await turn;
      if ('faults' in deed) exchange.setFaults(deed.faults);
      else if (!handsets.perform(deed.event)) return deed.event;
    }
    return undefined;
  } finally {
    handsets.letGo();
  }
}

type Deed = { seq: number; at: number } & (
  | { faults: readonly FaultRule[] }
  | { event: Extract<ExchangeEvent, HandsetEvent> }
);

/** What was done to the exchange from outside, in order. */
function listDeeds({ events, options }: SavedRun): Deed[] {
  const changes: readonly Deed[] = options.faultChanges ?? [];
  const handsetEvents = events
    .filter(isHandsetEvent)
    .map((event): Deed => ({ seq: event.seq, at: event.at, event }));
  return [...changes, ...handsetEvents].sort((a, b) => a.seq - b.seq);
}

function hasNothingLeft(events: readonly ExchangeEvent[]): boolean {
  const count = (...types: ExchangeEvent['type'][]) =>
    events.filter(({ type }) => types.includes(type)).length;
  return (
    count('dial', 'ring') === count('ended') && count('request') === count('response', 'failure')
  );
}

function hasNoCallLeft({ calls }: Exchange): boolean {
  return calls.every(({ endedAt }) => endedAt !== undefined);
}
