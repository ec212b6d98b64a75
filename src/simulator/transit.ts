import type { Call } from './call';
import type { Clock } from './clock';
import { createRandom } from './random';

const LEAST_MS = 20;
const MOST_MS = 80;
/** More requests than this no call makes, so that no two calls have the same chance. */
const CALL_STRIDE = 9973;

/**
 * How long a request is on its way, in virtual time; a real one takes what it takes. It is drawn for
 * each, so that requests which set out at the same moment, as the action and the status callback of
 * a caller who hangs up, arrive in no fixed order, as Twilio's do.
 *
 * Each call has chance of its own: how many requests others make, and which of two at the same
 * moment is the first to draw, must not change what happens to a call.
 */
export function createTransit(clock: Clock, seed: number): (call: Call) => Promise<void> {
  const requests = new WeakMap<Call, number>();
  return async (call) => {
    if (!clock.isVirtual) return;
    const earlier = requests.get(call) ?? 0;
    requests.set(call, earlier + 1);
    // From its number anew: kept for each call, chance would take more memory than all the rest of it.
    const chance = createRandom(seed + CALL_STRIDE * call.ordinal + earlier);
    await clock.sleep(LEAST_MS + Math.floor((MOST_MS - LEAST_MS) * chance.next()));
  };
}
