/** A word of a line, or a text in quotes. */
export interface Token {
  kind: 'word' | 'text';
  /** Without the quotes. */
  value: string;
}

/** A line in pieces. `text` is the line without its comment. */
export interface SplitLine {
  tokens: Token[];
  text: string;
}

/** Which quotes end a text that begins with which. */
const QUOTES: Readonly<Record<string, string>> = {
  '"': '"',
  '“': '”',
  '„': '“”"',
  '«': '»',
  '「': '」',
};

/**
 * The words and quoted texts of a line; `undefined` where a quote is not closed. A word that begins
 * with `#` begins a comment, unless it comes after `presses`, where it is a key.
 */
export function splitLine(line: string): SplitLine | undefined {
  const tokens: Token[] = [];
  let rest = line.trim();
  const text = () =>
    line
      .trim()
      .slice(0, line.trim().length - rest.length)
      .trim();
  while (rest !== '') {
    const closing = QUOTES[rest.charAt(0)];
    if (closing !== undefined) {
      const end = [...rest].findIndex(
        (character, index) => index > 0 && closing.includes(character),
      );
      if (end < 0) return undefined;
      const quoted = [...rest].slice(0, end + 1).join('');
      tokens.push({ kind: 'text', value: quoted.slice(1, -1) });
      rest = rest.slice(quoted.length).trimStart();
      continue;
    }
    const [word = ''] = /^[^\s"“„«「]+/u.exec(rest) ?? [];
    const isKey = tokens.at(-1)?.value === 'presses';
    if (word.startsWith('#') && !isKey) break;
    tokens.push({ kind: 'word', value: word });
    rest = rest.slice(word.length).trimStart();
  }
  return { tokens, text: text() };
}
