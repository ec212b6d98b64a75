import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { UserError } from '../../src/errors';
import {
  type BenchOptions,
  GENERATORS,
  type GeneratorName,
  type OtherServer,
} from './bench-options';
import { findDefaultGenerator, getGenerator } from './find-generator';
import { LOADS } from './load/loads';
import type { Part } from './part';
import { PARTS } from './parts/parts';
import { type BenchResults, describeRun, putIntoReadme, writeResults } from './results';
import { ROOT } from './root';
import { runParts } from './run-parts';

/** What commander makes of the command line. */
interface Given {
  rounds?: number;
  seconds?: number;
  connections?: number;
  workers: number;
  database: BenchOptions['dialect'];
  generator?: GeneratorName;
  against?: string;
  againstDatabase?: string;
  loads?: string[];
  rows?: number;
  requests?: number;
  minutes?: number;
  json: string;
  quick?: true;
  list?: true;
}

const FULL = { rounds: 5, seconds: 8, connections: 32 };
const QUICK = { rounds: 1, seconds: 1, connections: 8 };
const INTERRUPTED = 130;

const HELP = `
Parts:
${listParts()}

Requests of --loads:
${LOADS.map(({ name, title }) => `  ${name.padEnd(12)}${title}`).join('\n')}

It starts its own database server, runs for some minutes, or an hour with the long parts, and wants the machine for itself: what
else runs there is in the figures. The exit code is 0 where every check passed, 1 where one did not.
With UPDATE_README=1 in the environment, the tables in README.md are those of this run.

Examples:
  npm run bench -- throughput --rounds 3 --loads first,wait
  npm run bench -- soak --minutes 10
  npm run bench -- --against http://user:secret@127.0.0.1:8081
  npm run bench -- --quick`;

const program = new Command('npm run bench --')
  .description('Measures how fast minicc is on this machine, beside others.')
  .argument('[parts...]', 'what to measure; everything that is not long, if nothing is named')
  .option('--rounds <number>', `how often each thing is measured (${FULL.rounds})`, readCount)
  .option('--seconds <number>', `how long each time (${FULL.seconds})`, readCount)
  .option('--connections <number>', `how many at once (${FULL.connections})`, readCount)
  .option('--workers <number>', 'of the wider server of ours', readCount, 2)
  .addOption(databaseOption())
  .addOption(generatorOption())
  .option(
    '--against <url>',
    'another server with the same routes, as http://USER:PASSWORD@HOST:PORT',
  )
  .option('--against-database <url>', 'where its rows are, as mysql://USER:PASSWORD@HOST/DATABASE')
  .option('--loads <names>', 'only these requests, separated by commas', readLoads)
  .option('--rows <number>', 'of the larger database of the part rows', readCount)
  .option('--requests <number>', 'at least so many in the part soak', readCount)
  .option('--minutes <number>', 'at least so long in the part soak', readCount)
  .option('--json <file>', 'where the results go', join(ROOT, 'bench-results.json'))
  .option('--quick', 'a form of a few seconds, which shows that all works; its figures say nothing')
  .option('--list', 'list the parts, and do nothing')
  .addHelpText('after', HELP)
  .action(async (names: string[], given: Given) => {
    if (given.list) process.stdout.write(`${listParts()}\n`);
    else process.exitCode = await bench(names, given);
  });

function databaseOption(): Option {
  const choices = ['mysql', 'sqlite'];
  return new Option('--database <kind>', 'what minicc keeps its rows in')
    .choices(choices)
    .default('mysql');
}

function generatorOption(): Option {
  const text = 'what sends the requests (wrk where it is installed)';
  return new Option('--generator <name>', text).choices(GENERATORS);
}

/** Runs what is asked for; gives the exit code. */
async function bench(names: readonly string[], given: Given): Promise<number> {
  const parts = names.length === 0 ? PARTS.filter(({ isLong }) => !isLong) : names.map(getPart);
  const options = createOptions(given);
  getGenerator(options.generator);
  const results = await runParts(parts, options, abortOnSignal());
  writeResults(given.json, results);
  const faults = tellResults(results);
  process.stdout.write(`\nThe results are in ${given.json}\n`);
  if (process.env.UPDATE_README) updateReadme(results, faults.length === 0);
  for (const fault of faults) process.stderr.write(`bench: ${fault}\n`);
  return faults.length === 0 ? 0 : 1;
}

/** Prints what was found; gives what was wrong, a line each. */
function tellResults(results: BenchResults): string[] {
  process.stdout.write(`${describeRun(results)}\n`);
  return Object.entries(results.parts).flatMap(([name, part]) => {
    process.stdout.write(`\n${part.title}\n\n${part.details.trim()}\n\n${part.table.trim()}\n`);
    for (const remark of part.remarks) process.stdout.write(`\n${remark}\n`);
    return part.faults.map((fault) => `${name}: ${fault}`);
  });
}

function updateReadme(results: BenchResults, isRight: boolean): void {
  if (!isRight || results.options.isQuick) {
    process.stdout.write('README.md stays: only a full run whose checks passed belongs there\n');
    return;
  }
  const put = putIntoReadme(results);
  process.stdout.write(`README.md has new tables: ${put.join(', ') || 'none'}\n`);
}

function createOptions(given: Given): BenchOptions {
  const { rounds, seconds, connections, ...rest } = given;
  const form = given.quick ? QUICK : FULL;
  return {
    rounds: rounds ?? form.rounds,
    seconds: seconds ?? form.seconds,
    connections: connections ?? form.connections,
    workers: rest.workers,
    dialect: rest.database,
    generator: rest.generator ?? findDefaultGenerator(),
    against: readOther(given),
    loads: rest.loads ?? LOADS.map(({ name }) => name),
    ...{ rows: rest.rows, requests: rest.requests, minutes: rest.minutes },
    isQuick: rest.quick ?? false,
  };
}

function readOther({ against, againstDatabase }: Given): OtherServer | undefined {
  if (against === undefined) {
    if (againstDatabase === undefined) return undefined;
    throw new UserError('--against-database says where the rows of --against are: name that, too');
  }
  const url = URL.canParse(against) ? new URL(against) : undefined;
  if (url?.protocol !== 'http:' || url.pathname !== '/') {
    throw new UserError('--against must be an address as http://USER:PASSWORD@HOST:PORT');
  }
  const credentials = {
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
  return { origin: url.origin, credentials, databaseUrl: againstDatabase };
}

function getPart(name: string): Part {
  const part = PARTS.find((candidate) => candidate.name === name);
  if (part) return part;
  const names = PARTS.map((each) => each.name).join(', ');
  throw new UserError(`there is no part ${JSON.stringify(name)}; there are: ${names}`);
}

function listParts(): string {
  return PARTS.map(
    ({ name, title, isLong }) => `  ${name.padEnd(12)}${title}${isLong ? ' (long)' : ''}`,
  ).join('\n');
}

function readCount(text: string): number {
  if (/^[1-9]\d{0,7}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1 on.');
}

function readLoads(text: string): string[] {
  const names = text.split(',');
  const unknown = names.find((name) => !LOADS.some((load) => load.name === name));
  if (unknown === undefined) return names;
  const known = LOADS.map(({ name }) => name).join(', ');
  throw new InvalidArgumentError(`There is no ${JSON.stringify(unknown)}; there are: ${known}.`);
}

/** Aborted by the first SIGINT or SIGTERM; what was started is ended then. */
function abortOnSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => controller.abort(new Interruption(name)));
  }
  return controller.signal;
}

class Interruption extends Error {
  override readonly name = 'Interruption';
}

/** A program that is ended by a signal fails with an error of its own: the signal is the reason. */
function isInterruption(error: unknown): boolean {
  return error instanceof Error && ['Interruption', 'AbortError'].includes(error.name);
}

program.parseAsync().then(
  () => process.exit(),
  (error: unknown) => {
    if (isInterruption(error)) process.exit(INTERRUPTED);
    const isPlain = error instanceof UserError;
    console.error(...(isPlain ? [`bench: ${error.message}`] : ['bench:', error]));
    process.exit(1);
  },
);
