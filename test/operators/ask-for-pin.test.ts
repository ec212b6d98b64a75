import { PassThrough } from 'node:stream';
import { UserError } from '../../src/errors';
import { askForPin } from '../../src/operators/ask-for-pin';

/** A terminal as Node shows it to a program, with what a person types there. */
function openTerminal(...lines: string[]) {
  const modes: boolean[] = [];
  const input = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (mode: boolean) => modes.push(mode),
  });
  const shown: string[] = [];
  const ask = (text: string) => {
    shown.push(text);
    if (text !== '\n') input.write(lines.shift() ?? '\x04');
  };
  return { input, modes, shown, answer: askForPin(input, ask) };
}

describe('askForPin on a terminal', () => {
  it('asks twice, and shows nothing of the PIN', async () => {
    const { answer, shown, modes } = openTerminal('1234\r', '1234\r');
    expect(await answer).toBe('1234');
    expect(shown).toEqual(['PIN, 4 to 12 digits: ', '\n', 'The same again: ', '\n']);
    // In raw mode the terminal itself shows no keys.
    expect(modes).toEqual([true, false]);
  });

  it('lets a key be taken back', async () => {
    expect(await openTerminal('1239\x7f4\r', '1234\r').answer).toBe('1234');
  });

  it.each([
    ['two that differ', ['1234\r', '1235\r'], 'the two PINs are not the same'],
    ['what is no PIN', ['12x4\r'], 'a PIN has 4 to 12 digits and nothing else'],
    ['Ctrl+D', ['\x04'], 'no PIN was given'],
    ['Ctrl+C', ['12\x03'], 'no PIN was given'],
    ['Ctrl+C at the second time', ['1234\r', '\x03'], 'no PIN was given'],
  ])('refuses %s', async (_what, lines, message) => {
    const { answer, modes } = openTerminal(...lines);
    await expect(answer).rejects.toThrow(new UserError(message));
    expect(modes.at(-1)).toBe(false);
  });
});

describe('askForPin on other input', () => {
  const read = (text: string) => {
    const shown: string[] = [];
    const input = new PassThrough();
    input.end(text);
    return { shown, answer: askForPin(input, (text) => shown.push(text)) };
  };

  it.each(['1234\n', '1234', '1234\r\n', '1234\n9999\n'])(
    'takes the first line of %j, and asks nothing',
    async (text) => {
      const { answer, shown } = read(text);
      expect(await answer).toBe('1234');
      expect(shown).toEqual([]);
    },
  );

  it.each([
    ['', 'no PIN was given'],
    ['\n1234\n', 'a PIN has 4 to 12 digits and nothing else'],
  ])('refuses %j', async (text, message) => {
    await expect(read(text).answer).rejects.toThrow(new UserError(message));
  });
});
