import type { Contestant } from '../contestants/contestant';
import { readProcessUse } from '../process-tree';
import { watchRows } from './check-rows';
import type { Generator, Sent } from './generator';
import type { Load } from './loads';
import { type PreparedRequest, prepareRequests } from './prepare-requests';

/** How to send. */
export interface DriveOptions {
  connections: number;
  seconds: number;
  /** At most so many requests in a second are expected: so many different ones are prepared. */
  expectedRate: number;
}

/** What a server did under a load. */
export interface DriveResult extends Sent {
  requestsPerSecond: number;
  /** Of the server, all its processes; undefined where the system does not tell. */
  cpuMsPerRequest: number | undefined;
  /** Of its largest process, at the end. */
  residentMib: number | undefined;
  /** What is not as it must be, a line each. */
  faults: string[];
  /** Whether rows were asked for, and there were fewer prepared requests than the server would have answered. */
  ranOut: boolean;
}

/** More than expected: a server may be faster than it was. */
const SPARE = 4;
const LEAST = 1000;
const FOR_BARE = 10_000;
/** As many as fit into the memory of a small machine, at about 1 KiB each. */
const MOST = 400_000;

/**
 * Sends requests of a kind for some time, all of different calls, and counts the rows that they
 * made: every one that was acknowledged has its row, and there is none that nobody asked for.
 */
export async function drive(
  generator: Generator,
  target: Contestant,
  load: Load,
  { connections, seconds, expectedRate, signal }: DriveOptions & { signal: AbortSignal },
): Promise<DriveResult> {
  const wanted = target.isBare ? FOR_BARE : Math.ceil(expectedRate * seconds * SPARE);
  const requests = prepareRequests(load, Math.min(MOST, Math.max(LEAST, wanted)));
  const rows = await watchRows(target, load);
  const result = await measure(generator, target, requests, { connections, seconds, signal });
  const faults = [...listFaults(result), ...((await rows?.check(result)) ?? [])];
  const ranOut = !target.isBare && load.table !== undefined && result.sent >= requests.length;
  return { ...result, faults, ranOut };
}

async function measure(
  generator: Generator,
  target: Contestant,
  requests: readonly PreparedRequest[],
  burst: { connections: number; seconds: number; signal: AbortSignal },
): Promise<Omit<DriveResult, 'faults' | 'ranOut'>> {
  const { pid } = target;
  const before = pid === undefined ? undefined : readProcessUse(pid);
  const sent = await generator.send(target, requests, burst);
  const after = pid === undefined ? undefined : readProcessUse(pid);
  return {
    ...sent,
    requestsPerSecond: sent.acknowledged / sent.tookSeconds,
    cpuMsPerRequest: before && after && (after.cpuMs - before.cpuMs) / sent.acknowledged,
    residentMib: after?.largestMib,
  };
}

function listFaults({ acknowledged, refused, broken }: Sent): string[] {
  return [
    ...(refused > 0 ? [`${refused} requests were answered with an error`] : []),
    ...(broken > 0 ? [`${broken} connections broke or timed out`] : []),
    ...(acknowledged === 0 ? ['no request was answered'] : []),
  ];
}
