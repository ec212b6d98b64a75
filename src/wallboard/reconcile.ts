import type { Waiting } from './board';
import type { LiveNow } from './tell-now';
import type { QueueReading } from './twilio-queue';

/** Twilio's number is asked for every few seconds; one that is older than this counts no more. */
export const FRESH_MS = 15_000;

/** Our clock and Twilio's whole seconds may differ by so much. */
const SLACK_MS = 2000;

/**
 * Who waits, by Twilio's word where there is a fresh one, with what we heard since then; where our
 * own events tell of another number, that is given, too.
 */
export function reconcile(ours: LiveNow, reading: QueueReading | undefined, now: number): Waiting {
  const own = ours.waiting.map(({ since }) => since);
  if (reading === undefined || !isFresh(reading, now)) {
    return { count: own.length, longestSince: least(own), source: 'minicc', ours: undefined };
  }
  const stayed = reading.members.filter(({ callSid }) => !hasLeftSince(ours, callSid, reading));
  const listed = new Set(reading.members.map(({ callSid }) => callSid));
  const came = ours.waiting.filter(
    ({ callSid, since }) => !listed.has(callSid) && since > reading.readAt - SLACK_MS,
  );
  const unlisted = reading.size - reading.members.length;
  const count = stayed.length + came.length + unlisted;
  return {
    count,
    longestSince: least([...stayed, ...came].map(({ since }) => since)),
    source: 'twilio',
    ours: count === own.length ? undefined : own.length,
  };
}

/** Whether Twilio's word still counts. */
export function isFresh({ readAt }: QueueReading, now: number): boolean {
  return now - readAt <= FRESH_MS;
}

/** Whether we heard, after Twilio was asked, that they wait no more. */
function hasLeftSince({ calls }: LiveNow, callSid: string, { readAt }: QueueReading): boolean {
  const call = calls.get(callSid);
  return call !== undefined && call.state !== 'waiting' && call.heardAt >= readAt - SLACK_MS;
}

function least(times: readonly number[]): number | undefined {
  return times.reduce<number | undefined>(
    (least, time) => (least === undefined || time < least ? time : least),
    undefined,
  );
}
