import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findExecutable } from './executable';
import { createGuardedProcess } from './guarded-process';
import { eventually } from './running-server';
import { libraryPath, unpackPackage } from './unpacked-package';

/** A HAProxy of the test's own in front of servers on this machine. */
export interface Haproxy {
  stop(): Promise<void>;
}

const ADVICE =
  'No HAProxy for the tests: put haproxy on PATH ' +
  '(Debian/Ubuntu: apt-get install haproxy; macOS: brew install haproxy)';

/**
 * Starts the HAProxy of this machine, or the one in Debian's package, on a free port of 127.0.0.1, and
 * waits until one of the servers answers through it. Throws an error that says what to do when there is no way to get one.
 */
export async function startHaproxy(port: number, origins: readonly string[]): Promise<Haproxy> {
  const { program, env } = await findHaproxy();
  const directory = mkdtempSync(join(tmpdir(), 'minicc-haproxy-'));
  const configuration = join(directory, 'haproxy.cfg');
  writeFileSync(configuration, configure(port, origins));
  const guarded = createGuardedProcess(program, directory, env);
  guarded.start(['-db', '-f', configuration]);
  try {
    await eventually(() => isAlive(`http://127.0.0.1:${port}`));
  } catch (cause) {
    const text = await guarded.readLastLines();
    await guarded.remove();
    throw new Error(`${program} did not start:\n${text}`, { cause });
  }
  return { stop: guarded.remove };
}

async function findHaproxy(): Promise<{ program: string; env: NodeJS.ProcessEnv }> {
  const installed = findExecutable('haproxy', [], ['/usr/sbin', '/opt/homebrew/bin']);
  if (installed !== undefined) return { program: installed, env: process.env };
  const folder = await unpackPackage('haproxy', ADVICE);
  const env = { ...process.env, LD_LIBRARY_PATH: libraryPath(folder) };
  return { program: join(folder, 'usr/sbin/haproxy'), env };
}

function isAlive(origin: string): Promise<boolean> {
  return fetch(`${origin}/healthz`).then(
    ({ status }) => status === 200,
    () => false,
  );
}

/**
 * A server is asked whether it is alive, not whether it is ready: one whose database is away serves
 * callers all the same. What a server did not answer goes to the other one, although it may have
 * been done: an event has a key of its own, so that it is one row however often it is told of.
 */
function configure(port: number, origins: readonly string[]): string {
  const servers = origins.map(
    (origin, index) => `  server s${index} ${new URL(origin).host} check`,
  );
  return `
defaults
  mode http
  timeout connect 1s
  timeout client 20s
  timeout server 20s
  retries 3
  option redispatch 1
  option http-buffer-request
  retry-on conn-failure empty-response
listen minicc
  bind 127.0.0.1:${port}
  balance roundrobin
  option httpchk GET /healthz
  default-server inter 500ms fall 1 rise 1
${servers.join('\n')}
`;
}
