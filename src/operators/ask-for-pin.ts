import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { UserError } from '../errors';
import { parsePin } from './pin';

/** Where a person types: standard input, which is a terminal or not. */
export type PinInput = NodeJS.ReadableStream & { isTTY?: boolean };

/**
 * A new PIN: asked for twice on a terminal, which shows nothing of it; elsewhere the first line of
 * the input. Throws a `UserError` where it is no PIN, the two differ, or the input ends.
 */
export async function askForPin(input: PinInput, ask: (text: string) => void): Promise<string> {
  const terminal = input.isTTY === true;
  // What readline shows of the keys goes nowhere.
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input, output, terminal });
  const lines = reader[Symbol.asyncIterator]();
  const read = async (prompt: string) => {
    if (terminal) ask(prompt);
    const { value, done } = await lines.next();
    if (terminal) ask('\n');
    if (done) throw new UserError('no PIN was given');
    return value;
  };
  try {
    const pin = parsePin(await read('PIN, 4 to 12 digits: '));
    if (terminal && parsePin(await read('The same again: ')) !== pin) {
      throw new UserError('the two PINs are not the same');
    }
    return pin;
  } finally {
    reader.close();
  }
}
