import { execFile } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import type { Contestant } from '../contestants/contestant';
import type { Burst, Generator, Sent } from './generator';
import { createHeaders } from './headers';
import type { PreparedRequest } from './prepare-requests';
import { writeSendScript } from './send-lua';

const run = promisify(execFile);

/** A thread is good for more requests than any of the servers answers, and counts on its own. */
const THREADS = 1;

/** What `writeSendScript` prints. */
interface Printed {
  sent: number;
  answered: number;
  refused: number;
  broken: number;
  tookUs: number;
  p50Us: number;
  p99Us: number;
}

/** Sends with `wrk`, a program that has to be installed: https://github.com/wg/wrk */
export function createWrk(program: string, env = process.env): Generator {
  return {
    async describe() {
      // It has no option that only tells its version: it tells it, and then that it lacks an address.
      const { stdout } = await run(program, ['-v'], { env }).catch(
        (error) => error as { stdout: string },
      );
      return `wrk ${/^wrk (?:debian\/)?(\d[\w.]*)/.exec(stdout)?.[1] ?? ''}`.trim();
    },
    async send(target, requests, burst) {
      const folder = mkdtempSync(join(tmpdir(), 'minicc-wrk-'));
      try {
        return await sendFrom(
          folder,
          (args, signal) => run(program, args, { env, signal }),
          target,
          requests,
          burst,
        );
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  };
}

async function sendFrom(
  folder: string,
  start: (args: string[], signal: AbortSignal) => Promise<{ stdout: string }>,
  target: Contestant,
  requests: readonly PreparedRequest[],
  { connections, seconds, signal }: Burst,
): Promise<Sent> {
  const script = join(folder, 'send.lua');
  const file = join(folder, 'requests.tsv');
  writeFileSync(script, writeSendScript(createHeaders(target)));
  await pipeline(Readable.from(listLines(requests)), createWriteStream(file));
  const options = [`-t${THREADS}`, `-c${connections}`, `-d${seconds}s`, '--timeout', '10s'];
  const args = [...options, '-s', script, target.origin, '--', file];
  const { stdout } = await start(args, signal);
  return readPrinted(JSON.parse(stdout.slice(stdout.lastIndexOf('\n{') + 1)));
}

/** Some thousand lines at a time: as many chunks as requests would take longer than sending them. */
function* listLines(requests: readonly PreparedRequest[]): Iterable<string> {
  for (let start = 0; start < requests.length; start += 1000) {
    const lines = requests
      .slice(start, start + 1000)
      .map(({ path, signature, tokenStart, body }) =>
        [path, signature, tokenStart, body].join('\t'),
      );
    yield `${lines.join('\n')}\n`;
  }
}

function readPrinted({ sent, answered, refused, broken, ...times }: Printed): Sent {
  return {
    ...{ sent, acknowledged: answered - refused, refused, broken },
    tookSeconds: times.tookUs / 1e6,
    p50Ms: times.p50Us / 1000,
    p99Ms: times.p99Us / 1000,
  };
}
