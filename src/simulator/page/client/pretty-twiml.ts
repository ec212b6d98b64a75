/** A piece of a document, of a kind that is written in a colour of its own. */
export interface Token {
  kind: 'mark' | 'name' | 'attribute' | 'value' | 'text' | 'aside';
  text: string;
}

/** A line of a document, `depth` steps to the right. */
export interface Line {
  depth: number;
  tokens: readonly Token[];
}

const PIECES =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[[\s\S]*?\]\]>|<(?:"[^"]*"|'[^']*'|[^'">])*>|[^<]+|</g;
const TAG = /^<(\/?)([^\s/>]+)([\s\S]*?)(\/?)>$/;
const ATTRIBUTE = /([^\s=]+)(\s*=\s*)?("[^"]*"|'[^']*'|[^\s"']+)?/g;

/**
 * A TwiML document with an element on each line; one that is no XML, as it stands. Nothing is
 * changed but space between elements.
 */
export function prettyTwiml(body: string): Line[] {
  if (!body.trimStart().startsWith('<')) {
    return body.split('\n').map((text) => ({ depth: 0, tokens: [{ kind: 'text', text }] }));
  }
  const pieces = (body.match(PIECES) ?? []).filter((piece) => piece.trim() !== '');
  const lines: Line[] = [];
  let depth = 0;
  for (let index = 0; index < pieces.length; index += 1) {
    const piece = pieces[index] as string;
    const tag = TAG.exec(piece);
    if (!tag || /^<[?!]/.test(piece)) {
      const kind = piece.startsWith('<') ? 'aside' : 'text';
      lines.push({ depth, tokens: [{ kind, text: piece.trim() }] });
      continue;
    }
    const [, closes, name, , isEmpty] = tag;
    if (closes) depth = Math.max(0, depth - 1);
    let isOpen = !closes && !isEmpty;
    const tokens = tokenizeTag(tag);
    const [text, end] = [pieces[index + 1], pieces[index + 2]];
    // A text alone in its element stays on the line.
    if (isOpen && text && !text.startsWith('<') && end === `</${name}>`) {
      tokens.push({ kind: 'text', text: text.trim() }, ...tokenizeTag(TAG.exec(end) ?? []));
      index += 2;
      isOpen = false;
    } else if (isOpen && text === `</${name}>`) {
      tokens.push(...tokenizeTag(TAG.exec(text) ?? []));
      index += 1;
      isOpen = false;
    }
    lines.push({ depth, tokens });
    if (isOpen) depth += 1;
  }
  return lines;
}

function tokenizeTag([, closes = '', name = '', attributes = '', isEmpty = '']: readonly (
  | string
  | undefined
)[]): Token[] {
  const tokens: Token[] = [
    { kind: 'mark', text: closes ? '</' : '<' },
    { kind: 'name', text: name },
  ];
  for (const [, attribute = '', equals = '', value = ''] of attributes.matchAll(ATTRIBUTE)) {
    tokens.push({ kind: 'attribute', text: ` ${attribute}` });
    if (equals) tokens.push({ kind: 'mark', text: '=' }, { kind: 'value', text: value });
  }
  tokens.push({ kind: 'mark', text: isEmpty ? '/>' : '>' });
  return tokens;
}
