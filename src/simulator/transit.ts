import type { Call } from './call';
import type { Clock } from './clock';
import { createRandom, type Random } from './random';

const LEAST_MS = 20;
const MOST_MS = 80;

/**
 * How long a request is on its way, in virtual time; a real one takes what it takes. It is drawn for
 * each, so that requests which set out at the same moment, as the action and the status callback of
 * a caller who hangs up, arrive in no fixed order, as Twilio's do.
 *
 * Each call has chance of its own: how many requests others make, and which of two at the same
 * moment is the first to draw, must not change what happens to a call.
 */
export function createTransit(clock: Clock): (call: Call) => Promise<void> {
  const chances = new WeakMap<Call, Random>();
  return async (call) => {
    if (!clock.isVirtual) return;
    const chance = chances.get(call) ?? createRandom(Number.parseInt(call.sid.slice(2, 9), 16));
    chances.set(call, chance);
    await clock.sleep(LEAST_MS + Math.floor((MOST_MS - LEAST_MS) * chance.next()));
  };
}
