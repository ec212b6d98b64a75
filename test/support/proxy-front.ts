import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCertificate } from './certificate';
import { findFreePort } from './free-port';
import { createGuardedProcess } from './guarded-process';
import type { ProxyProgram } from './proxy-program';
import { eventually } from './running-server';
import { startTlsEntrance, type TlsEntrance } from './tls-entrance';

/** A proxy of the test's own, as README.md has it set up, in front of servers on this machine. */
export interface ProxyFront {
  /** As clients that speak plain http reach it, for whom the encryption is done. */
  origin: string;
  stop(): Promise<void>;
}

/** What a proxy is started with. */
export interface ProxyFrontOptions {
  /** Those of two servers. */
  origins: readonly string[];
  /** Of `origin`; a free one, unless told otherwise. */
  port?: number | undefined;
}

const HOSTNAME = 'calls.example.com';

/** Starts a proxy, and waits until one of the servers answers through it. */
export async function startProxyFront(
  proxy: ProxyProgram,
  { origins, port }: ProxyFrontOptions,
): Promise<ProxyFront> {
  const { program, env } = await proxy.find();
  const own = prepare(proxy, await findFreePort(), origins);
  const guarded = createGuardedProcess(program, own.folder, env);
  guarded.start(proxy.runOptions(own.file));
  let entrance: TlsEntrance | undefined;
  try {
    entrance = await startTlsEntrance({ ...own, hostname: HOSTNAME, listenOn: port });
    const { origin } = entrance;
    await eventually(() => {
      if (guarded.pid === undefined) throw new Error('it ended');
      return isAlive(origin);
    });
    return {
      origin,
      async stop() {
        entrance?.close();
        await guarded.remove();
      },
    };
  } catch (cause) {
    const text = await guarded.readLastLines();
    entrance?.close();
    await guarded.remove();
    throw new Error(`${program} did not start:\n${text}`, { cause });
  }
}

/** What a proxy says of README.md's configuration: its exit code, and all that it prints. */
export async function checkConfiguration(
  proxy: ProxyProgram,
): Promise<{ code: number; text: string }> {
  const { program, env } = await proxy.find();
  const origins = ['http://127.0.0.1:3001', 'http://127.0.0.1:3002'];
  const { folder, file } = prepare(proxy, await findFreePort(), origins);
  const guarded = createGuardedProcess(program, folder, env);
  try {
    return await new Promise((resolve) => {
      execFile(program, proxy.checkOptions(file), { env }, (error, stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), text: stdout + stderr }),
      );
    });
  } finally {
    await guarded.remove();
  }
}

function prepare(proxy: ProxyProgram, port: number, origins: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'minicc-proxy-'));
  const { cert, key } = createCertificate(HOSTNAME, 30);
  const certificateFile = join(folder, 'certificate.pem');
  writeFileSync(certificateFile, cert + key);
  const file = join(folder, 'proxy.conf');
  const servers = origins.map((origin) => new URL(origin).host) as [string, string];
  writeFileSync(file, proxy.configure({ port, certificateFile, servers, folder }));
  return { folder, file, port, cert };
}

/** Where nobody listens yet, fetch begins anew without end. */
function isAlive(origin: string): Promise<boolean> {
  return fetch(`${origin}/healthz`, { signal: AbortSignal.timeout(500) }).then(
    ({ status }) => status === 200,
    () => false,
  );
}
