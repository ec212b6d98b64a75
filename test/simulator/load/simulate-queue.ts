import { drawExponential } from '../../../src/simulator/load/distributions';
import type { QueueLoad } from '../../../src/simulator/load/erlang-a';
import { createRandom } from '../../../src/simulator/random';

/**
 * The long run of a queue by brute force: first come, first served, so each call is answered by
 * whichever operator is free first, unless its patience ends before.
 */
export function simulateQueue(
  load: QueueLoad,
  options: { calls: number; withinSeconds: number; seed: number },
) {
  const random = createRandom(options.seed);
  const freeAt = new Array<number>(load.operators).fill(0);
  const waits: number[] = [];
  const waitsOfAnswered: number[] = [];
  let waited = 0;
  let now = 0;
  for (let call = 0; call < options.calls; call += 1) {
    now += drawExponential(random, 1 / load.callsPerSecond);
    const patience = drawExponential(random, load.patienceSeconds);
    const operator = freeAt.indexOf(Math.min(...freeAt));
    const offered = Math.max(0, (freeAt[operator] as number) - now);
    if (offered > 0) waited += 1;
    waits.push(Math.min(offered, patience));
    if (offered > patience) continue;
    waitsOfAnswered.push(offered);
    freeAt[operator] = now + offered + drawExponential(random, load.serviceSeconds);
  }
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    waitingProbability: waited / options.calls,
    abandonmentProbability: 1 - waitsOfAnswered.length / options.calls,
    meanWaitSeconds: mean(waits),
    meanWaitOfAnsweredSeconds: mean(waitsOfAnswered),
    serviceLevel:
      waitsOfAnswered.filter((wait) => wait <= options.withinSeconds).length / options.calls,
  };
}
