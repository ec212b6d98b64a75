import { readFile, writeFile } from 'node:fs/promises';
import { describeError, UserError } from '../errors';
import type { ExchangeEvent } from '../simulator/events';
import { createExchange } from '../simulator/exchange';
import type { Exchange, ExchangeOptions } from '../simulator/exchange-types';
import { replayRun } from '../simulator/replay-run';
import { parseSavedRun, saveRun } from '../simulator/saved-run';
import { parseScript } from '../simulator/script/parse-script';
import { createNameFinder, describeFailure, runScript } from '../simulator/script/run-script';
import { createLineWriter } from '../simulator/transcript-lines';

/** How a script is acted out. */
export interface PhoneOptions {
  exchange: ExchangeOptions;
  /** How long a recording plays. */
  musicSeconds: number;
  /** Show requests and answers too. */
  traffic: boolean;
  /** The file that the run is saved to. */
  save: string | undefined;
  print(line: string): void;
}

/**
 * Acts out the script in a file, or replays the run that was saved in it, and prints what happens.
 * Throws a `UserError` with the line that did not hold, or the event that was another.
 */
export async function phone(file: string, options: PhoneOptions): Promise<void> {
  const content = await readText(file);
  await (content.trimStart().startsWith('{')
    ? replay(file, content, options)
    : actOut(file, content, options));
}

async function actOut(file: string, content: string, options: PhoneOptions): Promise<void> {
  const script = parseScript(content, file);
  const exchange = createExchange(options.exchange);
  printEvents(exchange, options, createNameFinder(script));
  const { failure, faultChanges } = await runScript(script, exchange);
  if (options.save !== undefined) {
    const { number, seed, accountSid, startedAt, clock, transcript } = exchange;
    const kind = clock.isVirtual ? 'virtual' : 'real';
    const { musicSeconds } = options;
    const run = saveRun({
      options: { clock: kind, number, seed, accountSid, startedAt, musicSeconds, faultChanges },
      transcript,
    });
    await writeText(options.save, `${JSON.stringify(run)}\n`);
  }
  await exchange.close();
  if (failure) throw new UserError(describeFailure(script, failure).join('\n'));
  options.print(`${script.statements.length} lines held.`);
}

async function replay(file: string, content: string, options: PhoneOptions): Promise<void> {
  const run = parseSavedRun(content, file);
  const { exchange, firstDifference } = await replayRun(run, (ownOptions) => {
    const exchange = createExchange({ ...options.exchange, ...ownOptions });
    printEvents(exchange, options);
    return exchange;
  });
  await exchange.close();
  if (firstDifference) {
    const { expected, actual } = firstDifference;
    throw new UserError(
      [
        `${file}: something else happened than in the run.`,
        `  expected: ${describeEvent(expected)}`,
        `  instead:  ${describeEvent(actual)}`,
      ].join('\n'),
    );
  }
  options.print('Everything happened as it did in the run.');
}

function describeEvent(event: ExchangeEvent | undefined): string {
  return event ? JSON.stringify(event) : 'nothing';
}

function printEvents(
  exchange: Exchange,
  { traffic, print }: PhoneOptions,
  names?: (number: string) => string | undefined,
): void {
  const write = createLineWriter({ traffic, names });
  exchange.transcript.subscribe((event) => {
    for (const line of write(event)) print(line);
  });
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${describeError(error)}`);
  }
}

async function writeText(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new UserError(`${file} cannot be written: ${describeError(error)}`);
  }
}
