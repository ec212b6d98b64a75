import type { ExchangeEvent } from './events';
import type { Exchange } from './exchange-types';
import { ifItHappens } from './if-it-happens';

/**
 * Lets time pass until it is the turn of the event `seq`, which was recorded at `at`. Gives nothing to
 * wait for where that is now: even a moment would let others come first.
 */
export type Pace = (seq: number, at: number) => Promise<void> | undefined;

/**
 * The pace of a run on the virtual clock: each moment is the recorded one. A deed comes behind as
 * many events as it did, because it has its place among all that happens at one moment.
 */
export function paceByTime(exchange: Exchange): Pace {
  const { clock, transcript } = exchange;
  const reach = async (seq: number, at: number) => {
    const control = new AbortController();
    // Set first, so that it comes before whatever is planned for the same moment from now on.
    const moment = clock.sleep(at - clock.now(), control.signal).catch(() => {});
    // A moment has to be over before an event is known not to come in it.
    await awaitEvent(exchange, seq - 1, at - clock.now() + 1);
    if (clock.now() < at) await clock.drive(moment);
    control.abort();
  };
  return (seq, at) =>
    clock.now() >= at && transcript.events.length >= seq ? undefined : reach(seq, at);
}

/**
 * The pace of a run on the real clock, on which requests took times of their own: each deed comes as
 * long as it did after what was done or heard before it, whenever that comes.
 */
export function paceByEvents(exchange: Exchange, events: readonly ExchangeEvent[]): Pace {
  const { clock, transcript } = exchange;
  const reach = async (count: number, previousAt: number, at: number) => {
    const patienceMs = Math.max(0, previousAt - clock.now()) + LONGEST_REQUEST_MS;
    let missing = count;
    const isLast = (event: ExchangeEvent) => {
      if (isOnTheLine(event)) missing -= 1;
      return missing <= 0;
    };
    const withinSeconds = patienceMs / 1000;
    if (count > 0) await ifItHappens(exchange.waitFor(isLast, { withinSeconds }));
    await exchange.wait((at - previousAt) / 1000);
  };
  return (seq, at) => {
    const before = events.slice(0, seq).filter(isOnTheLine);
    const previousAt = before.at(-1)?.at ?? at;
    const isReached = transcript.events.filter(isOnTheLine).length >= before.length;
    return isReached && at === previousAt ? undefined : reach(before.length, previousAt, at);
  };
}

/** https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides */
const LONGEST_REQUEST_MS = 15_000;

function isOnTheLine(event: ExchangeEvent): boolean {
  return !('request' in event) && event.type !== 'debugger';
}

/** That an event does not come is found out by the comparison. */
async function awaitEvent(exchange: Exchange, seq: number, withinMs: number): Promise<void> {
  if ((exchange.transcript.events.at(-1)?.seq ?? -1) >= seq) return;
  const withinSeconds = withinMs / 1000;
  await ifItHappens(exchange.waitFor((event) => event.seq >= seq, { since: seq, withinSeconds }));
}
