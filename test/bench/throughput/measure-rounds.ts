import type { Contestant } from '../contestants/contestant';
import type { DriveResult } from '../load/drive';
import { LOADS, type Load } from '../load/loads';
import type { PartContext } from '../part';
import { createSteps } from '../steps';
import type { Contestants } from './contestants';

/** What one server did under one load, round by round. */
export interface Measured {
  load: Load;
  contestant: Contestant;
  rounds: DriveResult[];
}

/** For as long as it is not known how many a server answers; it matters little if they come again. */
const UNKNOWN_RATE = 3000;
/** V8 is at its best after some thousand requests of a kind; everybody gets as much time. */
const WARM_UP_SECONDS = 4;

/**
 * Measures everybody under every load. In each round each has a turn, and who was first is last in
 * the next: what becomes slower or faster meanwhile does so for all.
 */
export async function measureRounds(
  context: PartContext,
  { all, emptyLogs }: Contestants,
): Promise<Measured[]> {
  const { rounds, loads, isQuick } = context.options;
  const chosen = LOADS.filter(({ name }) => loads.includes(name));
  const turns = isQuick ? rounds : 1 + rounds;
  const steps = createSteps(context, chosen.length * all.length * turns);
  const measured: Measured[] = [];
  for (const load of chosen) {
    const these = all.map((contestant) => ({ load, contestant, rounds: [] as DriveResult[] }));
    const rates = await warmUp(context, these, steps);
    for (let round = 0; round < rounds; round += 1) {
      emptyLogs();
      for (const each of rotate(these, round)) {
        steps(`${load.name}, round ${round + 1} of ${rounds}, ${each.contestant.name}`);
        each.rounds.push(await driveOne(context, each, rates.get(each.contestant) ?? UNKNOWN_RATE));
      }
    }
    measured.push(...these);
  }
  return measured;
}

async function warmUp(
  context: PartContext,
  these: readonly Measured[],
  steps: (doing: string) => void,
): Promise<Map<Contestant, number>> {
  const rates = new Map<Contestant, number>();
  if (context.options.isQuick) return rates;
  for (const { load, contestant } of these) {
    steps(`${load.name}, warming up ${contestant.name}`);
    const { connections } = context.options;
    const { requestsPerSecond } = await context.drive(contestant, load, {
      ...{ connections, seconds: WARM_UP_SECONDS, expectedRate: UNKNOWN_RATE },
    });
    rates.set(contestant, requestsPerSecond);
  }
  return rates;
}

function driveOne(
  { drive, options }: PartContext,
  { contestant, load }: Measured,
  expectedRate: number,
): Promise<DriveResult> {
  const { connections, seconds } = options;
  return drive(contestant, load, { connections, seconds, expectedRate });
}

function rotate<T>(list: readonly T[], by: number): T[] {
  const from = by % list.length;
  return [...list.slice(from), ...list.slice(0, from)];
}
