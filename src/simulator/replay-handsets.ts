import { isHandsetEvent } from './compare-runs';
import type { ExchangeEvent, HandsetEvent } from './events';
import type { Exchange, Handset } from './exchange-types';

/** The telephones of a run, in the hands of a replay. */
export interface ReplayHandsets {
  /** Does what a person did; false where that is impossible now. */
  perform(event: HandsetEvent): boolean;
  /** Takes no more notice of what happens. */
  letGo(): void;
}

/** Telephones that are as they were in a run: nothing they did by themselves happens twice. */
export function createReplayHandsets(
  events: readonly ExchangeEvent[],
  exchange: Exchange,
): ReplayHandsets {
  const byCall = new Map<string, Handset>();
  const busyByNumber = new Map<string, boolean[]>();
  for (const event of events) {
    if (event.type !== 'ring') continue;
    byCall.set(event.call, exchange.handset(event.to));
    const isBusy = wasBusy(events, event.call);
    busyByNumber.set(event.to, [...(busyByNumber.get(event.to) ?? []), isBusy]);
  }
  const letGo = exchange.transcript.subscribe((event) => {
    if (event.type !== 'ring') return;
    const isBusy = busyByNumber.get(event.to)?.shift();
    exchange.handset(event.to).whenCalled = isBusy ? 'busy' : 'wait';
  });

  function perform(event: HandsetEvent): boolean {
    try {
      if (event.type === 'dial') {
        const { from, forwardedFrom, callerName } = event;
        const handset = exchange.handset(from);
        handset.dial({ forwardedFrom, callerName });
        byCall.set(event.call, handset);
        return true;
      }
      const handset = byCall.get(event.call);
      if (!handset?.call || handset.call.endedAt !== undefined) return false;
      act(handset, event);
      return true;
    } catch {
      return false;
    }
  }

  return { perform, letGo };
}

function act(handset: Handset, event: Exclude<HandsetEvent, { type: 'dial' }>): void {
  if (event.type === 'press') handset.press(event.keys);
  else if (event.type === 'speak') handset.speak(event.seconds);
  else if (event.type === 'answer') handset.answer();
  else if (event.type === 'reject') handset.reject();
  else handset.hangUp();
}

/** Whether a telephone was engaged without anybody having turned the call down. */
function wasBusy(events: readonly ExchangeEvent[], call: string): boolean {
  const ofCall = events.filter((event) => 'call' in event && event.call === call);
  return (
    ofCall.some((event) => event.type === 'ended' && event.status === 'busy') &&
    !ofCall.some(isHandsetEvent)
  );
}
