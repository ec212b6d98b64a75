import { untilAborted } from '../interruption';
import { attribute, booleanAttribute, elementsOf, integerAttribute } from '../twiml/element';
import type { TwimlElement } from '../twiml/read-document';
import { pause, play, say } from './hear';
import { limitTime, type Next, requestAction, TimedOut, type VerbRun } from './verb-run';

/** What a Gather collected. */
interface Collected {
  digits: string;
  /** The key that ended the input; empty where a timeout or the number of digits did. */
  finishedOnKey: string;
}

/**
 * Collects keys while prompts are heard, and after. Input by speech is not modelled: a Gather for
 * speech hears silence. https://www.twilio.com/docs/voice/twiml/gather
 */
export async function gather(run: VerbRun, verb: TwimlElement): Promise<Next | undefined> {
  const { call, switchboard } = run;
  call.answer();
  const collected = await collect(run, verb);
  const { digits, finishedOnKey } = collected;
  switchboard.tell({ type: 'gathered', call: call.sid, ...collected });
  if (digits === '' && !booleanAttribute(verb, 'actionOnEmptyResult', false)) return undefined;
  const request = requestAction(run, verb, {
    purpose: 'gather-action',
    fallback: run.documentUrl,
    parameters: [
      ['Digits', digits],
      ...(finishedOnKey === '' ? [] : [['FinishedOnKey', finishedOnKey] as const]),
      // Not documented, but in requests that others have published.
      ['msg', 'Gather End'],
    ],
  });
  return request && { kind: 'document', request };
}

async function collect(run: VerbRun, verb: TwimlElement): Promise<Collected> {
  const takesKeys = (attribute(verb, 'input') ?? 'dtmf').split(' ').includes('dtmf');
  const numDigits = integerAttribute(verb, 'numDigits', Number.POSITIVE_INFINITY);
  const finishOnKey = attribute(verb, 'finishOnKey') ?? '#';
  const timeoutMs = 1000 * integerAttribute(verb, 'timeout', 5);

  const keys = new KeyQueue();
  const stop = takesKeys ? run.call.onKey((key) => keys.push(key)) : () => {};
  try {
    await hearPrompts(run, verb, keys);
    let digits = '';
    while (digits.length < numDigits) {
      const key = await nextKey(run, keys, timeoutMs);
      if (key === undefined) break;
      if (key === finishOnKey) return { digits, finishedOnKey: key };
      digits += key;
    }
    return { digits, finishedOnKey: '' };
  } finally {
    stop();
  }
}

/** Until they are over or a key is pressed, which silences them. */
async function hearPrompts(run: VerbRun, verb: TwimlElement, keys: KeyQueue): Promise<void> {
  const bargeIn = new AbortController();
  const signal = AbortSignal.any([run.signal, bargeIn.signal]);
  keys.whenPressed(() => bargeIn.abort());
  try {
    for (const prompt of elementsOf(verb)) {
      if (prompt.name === 'Say') await say({ ...run, signal }, prompt);
      if (prompt.name === 'Play') await play({ ...run, signal }, prompt);
      if (prompt.name === 'Pause') await pause({ ...run, signal }, prompt);
    }
  } catch (error) {
    if (run.signal.aborted || !bargeIn.signal.aborted) throw error;
  }
}

/** The next key, or undefined where none comes in time. */
async function nextKey(run: VerbRun, keys: KeyQueue, ms: number): Promise<string | undefined> {
  const limit = limitTime(run, ms);
  try {
    return await untilAborted(keys.next(), limit.signal);
  } catch (error) {
    if (error instanceof TimedOut) return undefined;
    throw error;
  } finally {
    limit.stop();
  }
}

/** Keys that were pressed and are still to be read. */
class KeyQueue {
  readonly #keys: string[] = [];
  #onKey: () => void = () => {};

  push(key: string): void {
    this.#keys.push(key);
    this.#onKey();
  }

  /** Calls `listener` at the next key, or now where there is one already. */
  whenPressed(listener: () => void): void {
    this.#onKey = listener;
    if (this.#keys.length > 0) listener();
  }

  next(): Promise<string> {
    return new Promise((resolve) => {
      this.whenPressed(() => {
        this.#onKey = () => {};
        resolve(this.#keys.shift() as string);
      });
    });
  }
}
