import { inspect } from 'node:util';
import { describeError, UserError } from '../../src/errors';
import { findServerVersion } from '../support/connection';
import { type DatabaseServer, startPrivateServer } from '../support/database-server';
import { createBenchDatabase } from './bench-database';
import type { BenchOptions } from './bench-options';
import { startOurs } from './contestants/ours';
import { getGenerator } from './find-generator';
import { drive } from './load/drive';
import { describeMachine } from './machine';
import type { Part, PartContext, PartResult } from './part';
import { createProgress, type Progress } from './progress';
import type { BenchResults } from './results';

/** As durable as by default, but not as small: nothing that is measured waits for reads from a disk. */
const SERVER_OPTIONS = ['--innodb-buffer-pool-size=512M', '--loose-innodb-log-file-size=256M'];

/** Runs the parts one after another, and ends all that they started. */
export async function runParts(
  parts: readonly Part[],
  options: BenchOptions,
  signal: AbortSignal,
): Promise<BenchResults> {
  const date = new Date().toISOString();
  const server = createLazyServer(options);
  const results: BenchResults['parts'] = {};
  try {
    for (const part of parts) {
      signal.throwIfAborted();
      results[part.name] = await runPart(part, options, server, signal);
    }
    const generator = await getGenerator(options.generator).describe();
    const machine = describeMachine(await server.findVersion(), generator);
    const against = options.against?.origin;
    return { date, machine, options: { ...options, against }, parts: results };
  } finally {
    await server.stop();
  }
}

async function runPart(
  part: Part,
  options: BenchOptions,
  server: LazyServer,
  signal: AbortSignal,
): Promise<BenchResults['parts'][string]> {
  const progress = createProgress(part.name);
  progress.report(`${part.name}: ${part.title}`);
  const startedAt = performance.now();
  const ends: (() => Promise<unknown> | unknown)[] = [];
  try {
    const context = createContext(options, server, signal, progress, ends);
    const result = await part.run(context).catch((error) => explainEnd(error, signal));
    const tookSeconds = Math.round((performance.now() - startedAt) / 100) / 10;
    return { title: part.title, tookSeconds, ...result };
  } finally {
    progress.clear();
    for (const end of ends.reverse()) await end();
  }
}

/** What other parts found is worth having, whatever became of this one. */
function explainEnd(error: unknown, signal: AbortSignal): PartResult {
  signal.throwIfAborted();
  if (error instanceof UserError) throw error;
  process.stderr.write(`${inspect(error)}\n`);
  const fault = `it could not go on: ${describeError(error)}`;
  return { figures: [], faults: [fault], remarks: [], table: '', details: '' };
}

function createContext(
  options: BenchOptions,
  server: LazyServer,
  signal: AbortSignal,
  { report, step }: Progress,
  ends: (() => Promise<unknown> | unknown)[],
): PartContext {
  const generator = getGenerator(options.generator);
  return {
    ...{ options, signal, report, step },
    defer: (end) => ends.push(end),
    async openDatabase() {
      const database = await createBenchDatabase(await server.findUrl());
      ends.push(database.close);
      return database;
    },
    async startOurs(settings) {
      const ours = await startOurs(settings);
      ends.push(ours.program.stop);
      return ours;
    },
    drive: (target, load, how) => drive(generator, target, load, { ...how, signal }),
  };
}

/** The database server of a run, as of the tests: the one in TEST_DATABASE_URL, or one of its own. */
interface LazyServer {
  /** Undefined where the dialect needs none. */
  findUrl(): Promise<string | undefined>;
  findVersion(): Promise<string | undefined>;
  stop(): Promise<void>;
}

function createLazyServer({ dialect }: BenchOptions): LazyServer {
  const given = process.env.TEST_DATABASE_URL;
  let url: string | undefined;
  let server: DatabaseServer | undefined;
  let isUsed = false;
  return {
    async findUrl() {
      isUsed = true;
      if (dialect === 'sqlite') return undefined;
      if (url !== undefined) return url;
      if (!given) server = await startPrivateServer(SERVER_OPTIONS);
      url = server?.url ?? given;
      return url;
    },
    async findVersion() {
      if (url !== undefined) return findServerVersion(url);
      return isUsed ? 'SQLite' : undefined;
    },
    stop: async () => server?.stop(),
  };
}
