import type { Exchange } from '../exchange-types';
import type { FaultRule } from '../faults';
import type { FaultChange } from '../saved-run';
import type { Unmet } from './check';
import { beginStage, runStep } from './run-step';
import { nextSeq, ScriptPhone } from './script-phone';
import type { Script, Statement } from './statement';

/** How a script is run. */
export interface RunScriptOptions {
  /** Called with each line before it is acted out. */
  onLine?: ((statement: Statement) => void) | undefined;
}

/** What came of a script. */
export interface ScriptResult {
  /** The line that did not hold; those after it were not acted out. Undefined where all did. */
  failure?: ScriptFailure | undefined;
  /** The faults that the script set, as a saved run has them. */
  faultChanges: readonly FaultChange[];
}

/** A line that did not hold: what it waited for, and what was the case instead. */
export interface ScriptFailure extends Unmet {
  line: number;
  text: string;
}

/** Acts a script out, line by line up to the first that does not hold; hangs up what is left then. */
export async function runScript(
  script: Script,
  exchange: Exchange,
  { onLine }: RunScriptOptions = {},
): Promise<ScriptResult> {
  const phones = new Map(
    script.phones.map(({ name, number }) => [name, new ScriptPhone(name, number, exchange)]),
  );
  const stage = beginStage(exchange, (name) => getPhone(phones, name));
  const faults = createFaultSetter(exchange);
  let failure: ScriptFailure | undefined;
  for (const statement of script.statements) {
    onLine?.(statement);
    if (faults.take(statement)) continue;
    const unmet = await runStep(statement, stage);
    if (!unmet) continue;
    failure = { line: statement.line, text: statement.text, ...unmet };
    break;
  }
  await hangUpAll([...phones.values()], exchange);
  return { failure, faultChanges: faults.changes };
}

/** A failure as lines to print: where, what was to happen, and what did instead. */
export function describeFailure({ fileName }: Script, failure: ScriptFailure): string[] {
  const { line, text, expected, instead } = failure;
  return [`${fileName}:${line}: ${text}`, `  expected: ${expected}`, `  instead:  ${instead}`];
}

/** What a script calls each number; without those that several of its phones withhold. */
export function namesOfNumbers({ phones }: Script): Record<string, string> {
  const isShared = (wanted: string) => phones.filter(({ number }) => number === wanted).length > 1;
  return Object.fromEntries(
    phones.filter(({ number }) => !isShared(number)).map(({ number, name }) => [number, name]),
  );
}

function getPhone(phones: ReadonlyMap<string, ScriptPhone>, name: string): ScriptPhone {
  const phone = phones.get(name);
  if (!phone) throw new Error(`There is no phone ${name}.`);
  return phone;
}

type FaultStep = { kind: 'fault' | 'no-faults' };

/** Faults of lines that follow one another hold together, and replace those before them. */
function createFaultSetter(exchange: Exchange) {
  const changes: FaultChange[] = [];
  let block: readonly FaultRule[] | undefined;
  return {
    changes,
    take(statement: Statement): statement is Extract<Statement, FaultStep> {
      if (statement.kind !== 'fault' && statement.kind !== 'no-faults') {
        block = undefined;
        return false;
      }
      block = statement.kind === 'fault' ? [...(block ?? []), statement.rule] : [];
      exchange.setFaults(block);
      changes.push({ seq: nextSeq(exchange), at: exchange.clock.now(), faults: block });
      return true;
    },
  };
}

/** Calls that others make on the same exchange go on. */
async function hangUpAll(phones: readonly ScriptPhone[], exchange: Exchange): Promise<void> {
  for (const { handset } of phones) {
    handset.whenCalled = 'reject';
    handset.hangUp();
  }
  // Those that a document dialled end with the call whose document it is.
  const isAlone = exchange.calls.every(
    ({ endedAt, parentSid }) => endedAt !== undefined || parentSid !== undefined,
  );
  if (isAlone) await exchange.settled();
}
