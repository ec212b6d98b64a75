import { randomInt } from 'node:crypto';
import type { Command } from 'commander';
import { loadEnvironment, readConfig } from '../config';
import { UserError } from '../errors';
import { obtainCredentials } from '../http/kept-password';
import { takeInterruptions } from '../tryout/interruption';
import { load, type Store } from '../tryout/load-command';
import { type Application, aimAtOwnServer } from '../tryout/own-server';
import { phone, SCRIPT_HELP } from '../tryout/phone-command';
import { createProgressLine } from '../tryout/progress-line';
import {
  addTargetOptions,
  readCount,
  readKeys,
  readNumbers,
  readPositive,
  type TargetOptions,
  timeOption,
  toTarget,
} from '../tryout/target-options';
import { withDatabase } from './own-database';
import { print } from './print';

const DEFAULT_OPERATORS = 20;
const LOAD_HELP = `
Customers call at random, press the keys, wait as long as they are ready to, talk and hang up. The
results say how they fared, how fast webhooks were answered, and what Erlang A predicts.

Where the server of these settings is called, its rows are counted in the database of these settings:
each call leaves rows there, as customers' calls do. Operators are those of its table; where they are
too few, or have a PIN, others, named "minicc load", are in the table for the time of the run.

Ctrl+C ends the run and prints the results so far, a second one quits. The exit code is 0 where no
call and no webhook failed and every row is there once, 1 where not, and 130 after Ctrl+C.

  npx minicc load --virtual --for 8h --calls-per-second 0.05 --operators 8 --talk 2m`;

/** Adds `minicc phone` and `minicc load`. */
export function addTryoutCommands(program: Command): void {
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
        throw new UserError(
          '--operators goes without --url; with it, --operator-numbers says who.',
        );
      }
      return url === undefined
        ? withDatabase((db, { database: { describe } }) =>
            runLoadCommand(options, operators ?? DEFAULT_OPERATORS, { db, describe }),
          )
        : runLoadCommand(options, operatorNumbers ?? [], undefined);
    });
}

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
