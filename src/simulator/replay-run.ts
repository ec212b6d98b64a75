import { type Clock, createVirtualClock } from './clock';
import { type Difference, findFirstDifference, isHandsetEvent } from './compare-runs';
import type { ExchangeEvent, HandsetEvent } from './events';
import type { Exchange, ExchangeOptions } from './exchange-types';
import type { FaultRule } from './faults';
import { createReplayHandsets } from './replay-handsets';
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
  const handsets = createReplayHandsets(run.events, exchange);
  let isFaithful = true;
  for (const deed of listDeeds(run)) {
    await reach(exchange, deed.seq - 1, deed.at);
    if ('faults' in deed) exchange.setFaults(deed.faults);
    else isFaithful = handsets.perform(deed.event);
    if (!isFaithful) break;
  }
  handsets.letGo();
  const last = run.events.at(-1);
  if (last && isFaithful) await reach(exchange, last.seq, last.at);
  const isComplete = hasNothingLeft(run.events);
  if (isComplete && hasNoCallLeft(exchange)) await exchange.settled();
  // Of a run that was saved in mid-call, nobody knows what came next.
  const actual = exchange.transcript.events.filter(
    ({ at, seq }) => isComplete || !last || at < last.at || seq <= last.seq,
  );
  const withTimes = clock === 'virtual';
  return { exchange, firstDifference: findFirstDifference(run.events, actual, { withTimes }) };
}

type Deed = { seq: number; at: number } & (
  | { faults: readonly FaultRule[] }
  | { event: HandsetEvent }
);

/** What was done to the exchange from outside, in order. */
function listDeeds({ events, options }: SavedRun): Deed[] {
  const end = events.at(-1)?.at ?? options.startedAt;
  const changes = (options.faultChanges ?? []).map(
    ({ seq, faults }): Deed => ({ seq, at: events[seq]?.at ?? end, faults }),
  );
  const handsetEvents = events
    .filter(isHandsetEvent)
    .map((event): Deed => ({ seq: event.seq, at: event.at, event }));
  return [...changes, ...handsetEvents].sort((a, b) => a.seq - b.seq);
}

/**
 * Lets time pass until the moment `at` is reached and the event `seq` has happened, because a deed has
 * its place among all that happens at one moment; but not beyond that moment, should the event not come.
 */
async function reach(exchange: Exchange, seq: number, at: number): Promise<void> {
  const { clock, transcript } = exchange;
  const control = new AbortController();
  // Set first, so that it comes before whatever is planned for the same moment from now on.
  const moment = clock.sleep(at - clock.now(), control.signal).catch(() => {});
  if (seq >= 0 && (transcript.events.at(-1)?.seq ?? -1) < seq) {
    const withinSeconds = (at - clock.now() + 1) / 1000;
    // That it does not come is found out by the comparison.
    await exchange
      .waitFor((event) => event.seq >= seq, { since: seq, withinSeconds })
      .catch(() => {});
  }
  if (clock.now() < at) await clock.drive(moment);
  control.abort();
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
