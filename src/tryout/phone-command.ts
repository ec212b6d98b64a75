import { open, readFile, writeFile } from 'node:fs/promises';
import { describeError, UserError } from '../errors';
import { createExchange } from '../simulator/exchange';
import type { Exchange } from '../simulator/exchange-types';
import { replayRun } from '../simulator/replay-run';
import { parseSavedRun, type RunCircumstances, saveRun } from '../simulator/saved-run';
import { parseScript } from '../simulator/script/parse-script';
import { describeFailure, namesOfNumbers, runScript } from '../simulator/script/run-script';
import type { Script, Statement } from '../simulator/script/statement';
import { createLineWriter } from '../simulator/transcript-lines';
import { describeDifference } from './describe-difference';
import { type Interruption, unlessInterrupted } from './interruption';
import { requireListener, watchForRefusal } from './reach';
import type { Target } from './target-options';

/** What a script may say, for people to read. */
export { SCRIPT_HELP } from '../simulator/script/script-help';

/** How a script is acted out. */
export interface PhoneOptions {
  target: Target;
  /** How long a recording plays. */
  musicSeconds: number;
  /** Show requests and answers too. */
  traffic: boolean;
  /** The file that the run is saved to. */
  save: string | undefined;
  print(line: string): void;
  interruption: Interruption;
}

/**
 * Acts out the script in a file, or replays the run that was saved in it, and prints what happens.
 * Throws a `UserError` with the line that did not hold, or the event that was another, and
 * `Interrupted` where somebody wanted an end before.
 */
export async function phone(file: string, options: PhoneOptions): Promise<void> {
  const content = await readText(file);
  await (content.trimStart().startsWith('{')
    ? replay(file, content, options)
    : actOut(file, content, options));
}

async function actOut(file: string, content: string, options: PhoneOptions): Promise<void> {
  const { target, musicSeconds, save, interruption, print } = options;
  const script = readScript(file, content);
  await requireListener(target);
  if (save !== undefined) await requireWritable(save);
  const exchange = createExchange(target.exchange);
  const names = namesOfNumbers(script);
  printEvents(exchange, options, names);
  let refusal = '';
  watchForRefusal(exchange, target, (explanation) => {
    refusal = `\n${explanation}`;
  });
  let current: Statement | undefined;
  let hasFaults = false;
  const onLine = (statement: Statement) => {
    current = statement;
    hasFaults ||= statement.kind === 'fault';
  };
  const acting = runScript(script, exchange, { onLine });
  const where = () => `Interrupted at ${file}:${current?.line}: ${current?.text}`;
  const result = await unlessInterrupted(acting, interruption.stop, where).catch(
    async (error: unknown) => {
      // Which faults held when is known only when the script is over.
      if (!hasFaults) await saveTo(save, exchange, { musicSeconds, names });
      throw error;
    },
  );
  const { failure, faultChanges } = result;
  await saveTo(save, exchange, { musicSeconds, names, faultChanges });
  await exchange.close();
  if (failure) throw new UserError(describeFailure(script, failure).join('\n') + refusal);
  const count = script.statements.length;
  print(count === 1 ? 'The line held.' : `All ${count} lines held.`);
}

function readScript(file: string, content: string): Script {
  try {
    return parseScript(content, file);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      `${file} is no script that can be acted out:\n${error.message.replace(/^/gm, '  ')}\nWhat a script may say: npx minicc phone --help`,
    );
  }
}

async function replay(file: string, content: string, options: PhoneOptions): Promise<void> {
  const { target, save, interruption, print } = options;
  if (save !== undefined) throw new UserError(`${file} is a saved run; --save goes with a script.`);
  const run = parseSavedRun(content, file);
  await requireListener(target);
  const { names = {} } = run.options;
  let refusal = '';
  const replaying = replayRun(run, (ownOptions) => {
    const exchange = createExchange({ ...target.exchange, ...ownOptions });
    printEvents(exchange, options, names);
    watchForRefusal(exchange, target, (explanation) => {
      refusal = `\n${explanation}`;
    });
    return exchange;
  });
  const where = () => `Interrupted in the replay of ${file}`;
  const { exchange, firstDifference } = await unlessInterrupted(
    replaying,
    interruption.stop,
    where,
  );
  const { events } = exchange.transcript;
  if (firstDifference) {
    const runs = { expected: run.events, actual: events };
    const { expected, instead } = describeDifference(firstDifference, runs, finderOf(names));
    throw new UserError(
      `${file}: something else happened than in the run.\n  expected: ${expected}\n  instead:  ${instead}${refusal}`,
    );
  }
  await exchange.close();
  print('Everything happened as it did in the run.');
}

async function saveTo(
  file: string | undefined,
  exchange: Exchange,
  circumstances: RunCircumstances,
): Promise<void> {
  if (file === undefined) return;
  const run = saveRun(exchange, circumstances);
  try {
    await writeFile(file, `${JSON.stringify(run)}\n`);
  } catch (error) {
    throw unwritable(file, error);
  }
}

function printEvents(
  exchange: Exchange,
  { traffic, print }: PhoneOptions,
  names: Readonly<Record<string, string>>,
): void {
  const write = createLineWriter({ traffic, names: finderOf(names) });
  exchange.transcript.subscribe((event) => {
    for (const line of write(event)) print(line);
  });
}

function finderOf(names: Readonly<Record<string, string>>) {
  const byNumber = new Map(Object.entries(names));
  return (number: string) => byNumber.get(number);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${describeFileError(error)}`);
  }
}

/** Found out before a long run, not behind it. */
async function requireWritable(file: string): Promise<void> {
  try {
    await (await open(file, 'a')).close();
  } catch (error) {
    throw unwritable(file, error);
  }
}

function unwritable(file: string, error: unknown): UserError {
  return new UserError(`${file} cannot be written: ${describeFileError(error)}`);
}

function describeFileError(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return FILE_ERRORS[code] ?? describeError(error);
}

const FILE_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a folder',
  EACCES: 'that is not allowed',
};
