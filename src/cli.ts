#!/usr/bin/env node
import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { type Config, loadEnvironment, readConfig } from './config';
import { closeWithin, explainDatabaseError, openDatabase } from './database/database';
import { migrate } from './database/migrate';
import type { Database } from './database/tables';
import { COMMAND_BOUNDS } from './database/time-bounds';
import { UserError } from './errors';
import { obtainCredentials } from './http/kept-password';
import { parseOperatorName } from './operators/operator-name';
import { parseOperatorsFile } from './operators/operators-file';
import {
  listOperators,
  type Operator,
  removeOperator,
  saveOperator,
} from './operators/operators-table';
import { isE164, parsePhoneNumber } from './operators/phone-number';
import { Interrupted, takeInterruptions } from './tryout/interruption';
import { load, type Store } from './tryout/load-command';
import { type Application, aimAtOwnServer } from './tryout/own-server';
import { phone, SCRIPT_HELP } from './tryout/phone-command';
import { createProgressLine } from './tryout/progress-line';
import {
  addTargetOptions,
  readCount,
  readKeys,
  readNumbers,
  readPositive,
  type TargetOptions,
  timeOption,
  toTarget,
} from './tryout/target-options';
import { describeSetup } from './twilio/setup-instructions';
import { createWebhookUrls } from './twilio/urls';

const { version } = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8'));

const DEFAULT_OPERATORS = 20;
const LOAD_HELP = `
Customers call at random, press the keys, wait as long as they are ready to, talk and hang up. The
results say how they fared, how fast webhooks were answered, and what Erlang A predicts.

Where the server of these settings is called, its rows are counted in the database of these settings:
each call leaves rows there, as customers' calls do. Operators are those of its table; where they are
too few, others, named "minicc load", are in the table for the time of the run.

Ctrl+C ends the run and prints the results so far, a second one quits. The exit code is 0 where no
call and no webhook failed and every row is there once, 1 where not, and 130 after Ctrl+C.

  npx minicc load --virtual --for 8h --calls-per-second 0.05 --operators 8 --talk 2m`;

const program = new Command('minicc')
  .description('A call centre for a small business on one Twilio phone number.')
  .version(version)
  .addHelpText('after', '\nSettings come from the environment or .env; see .env.example.');

program
  .command('start')
  .description('run the server until it is stopped')
  .action(async () => {
    const { run } = await import('./main.js');
    await run();
    process.exit(0);
  });

program
  .command('migrate')
  .description('bring the database up to date, a MiniCC v2 database included, and nothing else')
  .action(() => withDatabase(async () => print('The database is up to date.')));

program
  .command('urls')
  .description('show the addresses to paste into Twilio, with the password')
  .action(() => {
    const { publicUrl, server, basicAuth } = readConfig(loadEnvironment(), 'command');
    const { credentials } = obtainCredentials(basicAuth);
    const origin = publicUrl ?? new URL(`http://localhost:${server.port}`);
    const urls = createWebhookUrls(origin, credentials);
    const isPublicUrlSet = publicUrl !== undefined;
    process.stdout.write(
      describeSetup(urls, { isPublicUrlSet, showPassword: true, passwordFile: undefined }),
    );
  });

const operators = program
  .command('operators')
  .description('who may answer: the phones that operators call from');

operators
  .command('add <number>')
  .description('add an operator, by phone number')
  .option('--name <name>', 'who it is')
  .action((number: string, { name }: { name?: string }) =>
    withDatabase(async (db, { defaultCountry }) => {
      const telnum = parsePhoneNumber(number, defaultCountry);
      await saveOperator(db, { telnum, name: parseOperatorName(name ?? '') });
      print(`${telnum} is an operator.`);
    }),
  );

operators
  .command('remove <number>')
  .description('remove an operator')
  .action((number: string) =>
    withDatabase(async (db, { defaultCountry }) => {
      // A number in another form than ours came by SQL, and is removed as it stands.
      const removed =
        (await removeOperator(db, number)) ||
        (await removeOperator(db, parsePhoneNumber(number, defaultCountry)));
      if (!removed) throw new UserError(`${number} is not an operator.`);
      print(`${number} is no longer an operator.`);
    }),
  );

operators
  .command('list')
  .description('list the operators')
  .action(() =>
    withDatabase(async (db) => {
      for (const { telnum, name } of await listOperators(db)) {
        const warning = isE164(telnum) ? '' : '(not in the form +815012345678: never recognised)';
        print([telnum.padEnd(16), name ?? '', warning].join('  ').trimEnd());
      }
    }),
  );

operators
  .command('import <file>')
  .description('add the operators of a CSV file: number[,name]; all of them, or none')
  .action((file: string) =>
    withDatabase(async (db, { defaultCountry }) => {
      const list = await readOperators(file, defaultCountry);
      await db.transaction().execute(async (transaction) => {
        for (const operator of list) await saveOperator(transaction, operator);
      });
      print(`${list.length} operators imported.`);
    }),
  );

addTargetOptions(program.command('phone <script>'), {
  seed: 'chance and identifiers follow from it (default: by chance)',
})
  .description('act out a script of telephone calls, or replay a run that was saved')
  .option('--traffic', 'show requests and answers too')
  .option('--save <file>', 'save the run, to be replayed with minicc phone <file>')
  .addHelpText('after', () => `\n${SCRIPT_HELP}`)
  .action((script: string, options: TargetOptions & { traffic?: true; save?: string }) => {
    const { exchange, isOwnServer } = toTarget(options, aimAtThisServer);
    return phone(script, {
      target: { exchange: { ...exchange, seed: options.seed }, isOwnServer },
      musicSeconds: options.music,
      traffic: options.traffic ?? false,
      save: options.save,
      print,
      interruption: takeInterruptions(),
    });
  });

addTargetOptions(program.command('load'), {
  seed: 'the same seed gives the same customers (default: by chance)',
})
  .description('place many calls at once, and measure how they fare')
  .option('--calls-per-second <number>', 'how many customers call, on average', readPositive, 0.5)
  .option('--operators <count>', 'how many operators there are (default: 20)', readCount)
  .option(
    '--operator-numbers <list>',
    "with --url: the operators' numbers, separated by commas",
    readNumbers,
  )
  .addOption(timeOption('--talk <time>', 'how long they talk, on average', 30))
  .addOption(
    timeOption('--patience <time>', 'how long customers are ready to wait, on average', 60),
  )
  .addOption(timeOption('--for <time>', 'for how long customers call', 60))
  .option('--keys <keys>', 'what customers press when they hear something', readKeys, '1')
  .option('--json', 'print the results as JSON')
  .addHelpText('after', LOAD_HELP)
  .action((options: TargetOptions & LoadOptions) => {
    const { url, operators, operatorNumbers } = options;
    if (url === undefined && operatorNumbers !== undefined) {
      throw new UserError('--operator-numbers goes with --url: this server has its operators.');
    }
    if (url !== undefined && operators !== undefined) {
      throw new UserError('--operators goes without --url; with it, --operator-numbers says who.');
    }
    return url === undefined
      ? withDatabase((db, { database: { describe } }) =>
          runLoadCommand(options, operators ?? DEFAULT_OPERATORS, { db, describe }),
        )
      : runLoadCommand(options, operatorNumbers ?? [], undefined);
  });

interface LoadOptions {
  callsPerSecond: number;
  operators?: number;
  operatorNumbers?: string[];
  talk: number;
  patience: number;
  for: number;
  keys: string;
  json?: true;
}

function runLoadCommand(
  options: TargetOptions & LoadOptions,
  operators: number | readonly string[],
  store: Store | undefined,
): Promise<void> {
  return load({
    target: toTarget(options, aimAtThisServer),
    callsPerSecond: options.callsPerSecond,
    operators,
    talkSeconds: options.talk,
    patienceSeconds: options.patience,
    forSeconds: options.for,
    seed: options.seed ?? randomInt(2 ** 31),
    keys: options.keys,
    asJson: options.json ?? false,
    store,
    print: (text) => process.stdout.write(text),
    warn: (line) => console.error(line),
    progress: createProgressLine(process.stderr),
    interruption: takeInterruptions(),
  });
}

/** The server that these settings are for, as an exchange calls it. */
function aimAtThisServer(): Application {
  const config = readConfig(loadEnvironment(), 'command');
  return aimAtOwnServer(config, obtainCredentials(config.basicAuth).credentials);
}

async function readOperators(file: string, country: Config['defaultCountry']): Promise<Operator[]> {
  try {
    return parseOperatorsFile(await readFile(file), country);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${file} was not imported:\n${reason.replace(/^/gm, '  ')}`);
  }
}

const CLOSE_MS = 1500;

/** Does `work` on an up-to-date database, and closes it. */
async function withDatabase(work: (db: Database, config: Config) => Promise<void>): Promise<void> {
  const config = readConfig(loadEnvironment(), 'command');
  const db = openDatabase(config.database, COMMAND_BOUNDS);
  try {
    const applied = await migrate(db, { miniccV2TimeZone: config.miniccV2TimeZone });
    for (const name of applied) console.error(`Applied ${name} to ${config.database.describe}.`);
    await work(db, config);
  } catch (error) {
    throw explainDatabaseError(error, config.database);
  } finally {
    await closeWithin(db, CLOSE_MS);
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

program.parseAsync().catch((error: unknown) => {
  console.error(
    ...(error instanceof UserError ? [`minicc: ${error.message}`] : ['minicc:', error]),
  );
  // A connection to a hung database must not keep the process.
  process.exit(error instanceof Interrupted ? error.exitCode : 1);
});
