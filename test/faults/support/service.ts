import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '../../support/free-port';
import { startProcessGuard } from '../../support/guarded-process';
import { BASIC, eventually, type RunningServer, startServer } from '../../support/running-server';

/** minicc on one port and in one folder, however often it is ended and started. */
export interface Service {
  readonly origin: string;
  readonly folder: string;
  readonly settings: Readonly<Record<string, string>>;
  /** The server that runs now, or ran last. */
  readonly server: RunningServer;
  /** Starts it and waits until it listens. */
  start(): Promise<void>;
  /** Sends a signal and waits for the end; gives the exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
  /** The log of all its runs. */
  logLines(): Record<string, unknown>[];
  /** How many rows went to the spool so far. */
  countSpooled(): number;
  /** Waits until it is ready: the database is there, and nothing is left in the spool. */
  recovers(): Promise<void>;
  /** Ends it and removes its folder. */
  remove(): Promise<void>;
}

/** How long it may take to recover by itself, in milliseconds. */
const RECOVERY_MS = 60_000;

/** Starts minicc with these settings, and `BASIC`. */
export async function startService(own: Readonly<Record<string, string>>): Promise<Service> {
  const folder = mkdtempSync(join(tmpdir(), 'minicc-fault-'));
  const port = await findFreePort();
  const settings = { ...BASIC, LANGUAGE: 'en-US', ...own, PORT: String(port) };
  const guard = startProcessGuard(folder);
  const runs: RunningServer[] = [];
  const service: Service = {
    origin: `http://127.0.0.1:${port}`,
    folder,
    settings,
    get server() {
      return runs.at(-1) as RunningServer;
    },
    async start() {
      const run = await startServer(settings, folder);
      guard.tell(String(run.process.pid));
      runs.push(run);
    },
    async end(signal) {
      const { process: child } = service.server;
      if (child.exitCode === null && child.signalCode === null) {
        const exit = once(child, 'exit');
        child.kill(signal);
        await exit;
        guard.tell('');
      }
      return child.exitCode;
    },
    logLines: () => runs.flatMap((run) => run.logLines()),
    countSpooled: () => runs.reduce((sum, run) => sum + run.output().split(SPOOLED).length - 1, 0),
    async recovers() {
      await eventually(async () => {
        const { status, text } = await service.server.request('/readyz');
        const { rows } = JSON.parse(text).spool;
        // A spool in a folder that cannot be used has none.
        return status === 200 && (rows ?? 0) === 0;
      }, RECOVERY_MS);
    },
    async remove() {
      await service.end('SIGKILL');
      await guard.end();
    },
  };
  await service.start();
  return service;
}

/** What the log says of each row that went to the spool. */
const SPOOLED = '"msg":"a history row went to the spool"';
