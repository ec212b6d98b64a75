import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contestant } from '../contestants/contestant';
import { ROOT } from '../root';
import type {
  Autocannon,
  AutocannonClient,
  AutocannonRequest,
  AutocannonRun,
} from './autocannon-types';
import type { Burst, Generator, Sent } from './generator';
import { createHeaders, SIGNATURE_HEADER, TOKEN_HEADER } from './headers';
import { percentile } from './percentile';
import { completeToken, type PreparedRequest } from './prepare-requests';

const FOLDER = join(ROOT, 'node_modules/autocannon');
/** How often it looks whether it is over. */
const SAMPLE_MS = 50;
const TIMEOUT_SECONDS = 10;

/** Sends with `autocannon`, in this process; every request is sent once, and the run ends when all are. */
export function createAutocannon(): Generator {
  return {
    async describe() {
      const { version } = JSON.parse(readFileSync(join(FOLDER, 'package.json'), 'utf8'));
      return `autocannon ${version}`;
    },
    send,
  };
}

async function send(
  target: Contestant,
  requests: readonly PreparedRequest[],
  { connections: most, seconds, signal }: Burst,
): Promise<Sent> {
  signal.throwIfAborted();
  const connections = Math.min(most, requests.length);
  const headers = createHeaders(target);
  const shares = shareOut(requests, connections, headers);
  const tally = createTally();
  const run: AutocannonRun = loadAutocannon()({
    url: target.origin,
    ...{ connections, amount: requests.length, sampleInt: SAMPLE_MS, timeout: TIMEOUT_SECONDS },
    method: 'POST',
    setupClient(client) {
      client.setRequests(shares.shift() ?? []);
      tally.watch(client);
    },
  });
  const stop = () => run.stop();
  const timer = setTimeout(stop, 1000 * seconds);
  signal.addEventListener('abort', stop);
  const { errors, timeouts } = await run;
  clearTimeout(timer);
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  return { ...tally.read(), broken: errors + timeouts };
}

/** Only where it is used: it takes a while to load. */
function loadAutocannon(): Autocannon {
  return require('autocannon') as Autocannon;
}

/** The requests of each connection, as autocannon shares out their number. */
function shareOut(
  requests: readonly PreparedRequest[],
  connections: number,
  headers: Readonly<Record<string, string>>,
): AutocannonRequest[][] {
  const shares: AutocannonRequest[][] = Array.from({ length: connections }, () => []);
  for (const [index, request] of requests.entries()) {
    const { path, body, signature } = request;
    const own = { [SIGNATURE_HEADER]: signature, [TOKEN_HEADER]: completeToken(request, index) };
    shares[index % connections]?.push({
      ...{ method: 'POST', path, body },
      headers: { ...headers, ...own },
    });
  }
  return shares;
}

/** Counts what is sent and answered, with times finer than autocannon's own, which are whole milliseconds. */
function createTally() {
  const times: number[] = [];
  let [sent, acknowledged] = [0, 0];
  let [first, last] = [Number.NaN, Number.NaN];
  return {
    watch(client: AutocannonClient): void {
      client.on('request', () => {
        if (sent === 0) first = performance.now();
        sent += 1;
      });
      client.on('response', (status, _bytes, tookMs) => {
        last = performance.now();
        times.push(tookMs);
        if (status >= 200 && status < 300) acknowledged += 1;
      });
    },
    read(): Omit<Sent, 'broken'> {
      const sorted = Float64Array.from(times).sort();
      return {
        ...{ sent, acknowledged, refused: times.length - acknowledged },
        tookSeconds: (last - first) / 1000,
        p50Ms: percentile(sorted, 50),
        p99Ms: percentile(sorted, 99),
      };
    },
  };
}
