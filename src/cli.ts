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
import { SCRIPT_HELP } from './simulator/script/script-help';
import { load } from './tryout/load-command';
import { type Application, aimAtOwnServer } from './tryout/own-server';
import { phone } from './tryout/phone-command';
import { createProgressLine } from './tryout/progress-line';
import {
  addTargetOptions,
  readCount,
  readPositive,
  type TargetOptions,
  timeOption,
  toExchangeOptions,
} from './tryout/target-options';
import { describeSetup } from './twilio/setup-instructions';
import { createWebhookUrls } from './twilio/urls';

const { version } = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8'));

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

addTargetOptions(program.command('phone <script>'))
  .description('act out a script of telephone calls, or replay a run that was saved')
  .option('--traffic', 'show requests and answers too')
  .option('--save <file>', 'save the run, to be replayed with minicc phone <file>')
  .addHelpText('after', () => `\n${SCRIPT_HELP}`)
  .action(async (script: string, options: TargetOptions & { traffic?: true; save?: string }) => {
    const { seed } = options;
    await phone(script, {
      exchange: { ...toExchangeOptions(options, aimAtThisServer), seed },
      musicSeconds: options.music,
      traffic: options.traffic ?? false,
      save: options.save,
      print,
    });
  });

addTargetOptions(program.command('load'))
  .description('place many calls at once, and measure how they fare')
  .option('--calls-per-second <number>', 'how many customers call, on average', readPositive, 0.5)
  .option('--operators <count>', 'how many operators there are', readCount, 20)
  .option('--operator-numbers <list>', 'their numbers, separated by commas, where --url is given')
  .addOption(timeOption('--talk <time>', 'how long they talk, on average', 30))
  .addOption(
    timeOption('--patience <time>', 'how long customers are ready to wait, on average', 60),
  )
  .addOption(timeOption('--for <time>', 'for how long customers call', 60))
  .option('--keys <keys>', 'what customers press when they hear something', '1')
  .option('--json', 'print the results as JSON')
  .action((options: TargetOptions & LoadOptions) =>
    options.url === undefined
      ? withDatabase((db) => runLoadCommand(options, db))
      : runLoadCommand(options, undefined),
  );

interface LoadOptions {
  callsPerSecond: number;
  operators: number;
  operatorNumbers?: string;
  talk: number;
  patience: number;
  for: number;
  keys: string;
  json?: true;
}

async function runLoadCommand(options: TargetOptions & LoadOptions, db: Database | undefined) {
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  await load({
    exchange: toExchangeOptions(options, aimAtThisServer),
    callsPerSecond: options.callsPerSecond,
    operators: options.operators,
    operatorNumbers: options.operatorNumbers?.split(','),
    talkSeconds: options.talk,
    patienceSeconds: options.patience,
    forSeconds: options.for,
    seed: options.seed ?? randomInt(2 ** 31),
    keys: options.keys,
    asJson: options.json ?? false,
    db,
    print: (text) => process.stdout.write(text),
    showProgress: createProgressLine(process.stderr),
    signal: interrupted.signal,
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
  process.exit(1);
});
