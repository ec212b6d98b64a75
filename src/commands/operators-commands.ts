import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Config } from '../config';
import { UserError } from '../errors';
import { askForPin } from '../operators/ask-for-pin';
import { describeOperator } from '../operators/describe-operator';
import { parseOperatorName } from '../operators/operator-name';
import { parseOperatorsFile } from '../operators/operators-file';
import {
  listOperatorsInFull,
  type Operator,
  removeOperator,
  saveOperator,
} from '../operators/operators-table';
import { parsePhoneNumber } from '../operators/phone-number';
import { hashPin } from '../operators/pin';
import { giveBackTries, setPinHash } from '../operators/pin-tries';
import { withDatabase } from './own-database';
import { print } from './print';

/** Adds `minicc operators`. */
export function addOperatorsCommands(program: Command): void {
  const operators = program
    .command('operators')
    .description('who may answer: the phones that operators call from');

  operators
    .command('add <number>')
    .description('add an operator, by phone number')
    .option('--name <name>', 'who it is')
    .option('--pin', 'ask for a PIN, which this operator has to give in each call')
    .option('--no-pin', 'take the PIN away')
    // What is refused would be repeated, and this may be a PIN.
    .configureOutput({
      outputError: (text, write) => write(text.replace(/--pin=[^']*/, '--pin=…')),
    })
    .action((number: string, { name, pin }: { name?: string; pin?: boolean }) =>
      withDatabase(async (db, { defaultCountry }) => {
        const telnum = parsePhoneNumber(number, defaultCountry);
        const operator = { telnum, name: parseOperatorName(name ?? '') };
        const pinHash = pin ? await hashPin(await askForPin(process.stdin, askPerson)) : null;
        await db.transaction().execute(async (transaction) => {
          await saveOperator(transaction, operator);
          if (pin !== undefined) await setPinHash(transaction, telnum, pinHash);
        });
        print(`${telnum} is an operator${pin ? ', with a PIN' : ''}.`);
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
    .command('unlock <number>')
    .description('let an operator try their PIN again, whose number is locked after wrong ones')
    .action((number: string) =>
      withDatabase(async (db, { defaultCountry }) => {
        const telnum = parsePhoneNumber(number, defaultCountry);
        if (!(await giveBackTries(db, telnum))) {
          throw new UserError(`${telnum} is not an operator.`);
        }
        print(`${telnum} is not locked.`);
      }),
    );

  operators
    .command('list')
    .description('list the operators, who has a PIN, and whose number is locked')
    .action(() =>
      withDatabase(async (db) => {
        const now = new Date();
        for (const operator of await listOperatorsInFull(db)) {
          print(describeOperator(operator, now));
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
}

async function readOperators(file: string, country: Config['defaultCountry']): Promise<Operator[]> {
  try {
    return parseOperatorsFile(await readFile(file), country);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${file} was not imported:\n${reason.replace(/^/gm, '  ')}`);
  }
}

/** A question is not among the results that a command prints. */
function askPerson(text: string): void {
  process.stderr.write(text);
}
