import { UserError } from '../../errors';
import { FORMS, type Form } from './forms';
import { LineReader, Misread } from './line-reader';
import { findNumber, NUMBER_FORMS } from './phone-number';
import type { PhoneDeclaration, Script, Statement } from './statement';
import { splitLine, type Token } from './tokens';

interface Line {
  line: number;
  text: string;
  tokens: Token[];
}

/** A letter, and then letters, digits, `_` and `-`. */
const NAME = /^\p{L}[\p{L}\p{M}\p{N}_-]*$/u;
/** Words that a line can begin with, and that are therefore no names. */
const FIRST_WORDS: ReadonlySet<string> = new Set([
  'phone',
  ...FORMS.filter(({ isOfPhone }) => !isOfPhone).map(({ words: [word = ''] }) => word),
]);

/**
 * The script in a file's `content`; `SCRIPT_HELP` tells what may be in it. Throws a `UserError` with a
 * line, `file:line: …`, for everything that cannot be understood.
 */
export function parseScript(content: string, fileName: string): Script {
  const faults: { line: number; message: string }[] = [];
  const attempt = <T>(line: number, read: () => T): T[] => {
    try {
      return [read()];
    } catch (error) {
      if (!(error instanceof Misread)) throw error;
      faults.push({ line, message: error.message });
      return [];
    }
  };
  const lines = content
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .flatMap((text, index) => attempt(index + 1, () => readLine(text, index + 1)))
    .filter(({ tokens }) => tokens.length > 0);
  const [declarations, others] = [
    lines.filter(isDeclaration),
    lines.filter((l) => !isDeclaration(l)),
  ];
  const phones: PhoneDeclaration[] = [];
  for (const line of declarations) {
    phones.push(...attempt(line.line, () => readPhone(line, phones)));
  }
  const statements = others.flatMap((line) =>
    attempt(line.line, () => readStatement(line, phones, declarations)),
  );
  if (faults.length === 0 && statements.length === 0) {
    throw new UserError(`${fileName}: nothing happens in this script`);
  }
  if (faults.length === 0) return { fileName, phones, statements };
  throw new UserError(
    faults
      .sort((a, b) => a.line - b.line)
      .map(({ line, message }) => `${fileName}:${line}: ${message}`)
      .join('\n'),
  );
}

function readLine(text: string, line: number): Line {
  const split = splitLine(text);
  if (!split) throw new Misread('a quote is not closed');
  return { line, ...split };
}

function isDeclaration({ tokens: [first] }: Line): boolean {
  return first?.kind === 'word' && first.value === 'phone';
}

function readPhone({ tokens }: Line, others: readonly PhoneDeclaration[]): PhoneDeclaration {
  const reader = new LineReader(tokens.slice(1));
  const name = reader.wordLike(NAME, 'a name for the phone: one word');
  if (FIRST_WORDS.has(name)) throw new Misread(`a phone cannot be called “${name}”`);
  if (others.some((other) => other.name === name)) {
    throw new Misread(`there is a phone “${name}” already`);
  }
  const written = reader.rest();
  const number = findNumber(written);
  if (number === undefined) throw reader.misread(NUMBER_FORMS);
  const holder = others.find((other) => other.number === number);
  if (holder && !/^[A-Za-z]+$/.test(number)) {
    throw new Misread(`${number} is the number of “${holder.name}” already`);
  }
  return { name, number };
}

function readStatement(
  { line, text, tokens }: Line,
  phones: readonly PhoneDeclaration[],
  declarations: readonly Line[],
): Statement {
  const names = [
    ...new Set(declarations.flatMap(({ tokens: [, name] }) => (name ? [name.value] : []))),
  ];
  const requireName = (name: string) => {
    // A phone whose declaration is at fault is known all the same: one message is enough.
    if (!names.includes(name)) throw new Misread(describeUnknown(name, names));
  };
  const numberOf = (name: string) => {
    requireName(name);
    return phones.find((phone) => phone.name === name)?.number ?? name;
  };
  const [first] = tokens;
  const asScript = findForm(tokens, false);
  if (asScript) {
    const reader = new LineReader(tokens.slice(asScript.words.length));
    return { line, text, ...asScript.read({ reader, who: '', numberOf }) };
  }
  if (first?.kind !== 'word' || FIRST_WORDS.has(first.value)) {
    throw new Misread(`expected ${beginningsOf(first?.value)}, found “${text}”`);
  }
  const { who, rest } = splitSubject(first.value, tokens.slice(1));
  requireName(who);
  const form = findForm(rest, true);
  if (!form) {
    const found =
      rest.length === 0 ? 'the end of the line' : `“${rest.map((t) => t.value).join(' ')}”`;
    throw new Misread(`expected what ${who} does or hears (${verbs()}), found ${found}`);
  }
  const reader = new LineReader(rest.slice(form.words.length));
  return { line, text, ...form.read({ reader, who, numberOf }) };
}

/** `Hanako's call` is read as `Hanako`, `'s`, `call`. */
function splitSubject(word: string, rest: Token[]): { who: string; rest: Token[] } {
  const [, owner] = /^(.+)['’]s$/.exec(word) ?? [];
  if (owner === undefined) return { who: word, rest };
  return { who: owner, rest: [{ kind: 'word', value: "'s" }, ...rest] };
}

/** The form with the longest beginning that these tokens have. */
function findForm(tokens: readonly Token[], isOfPhone: boolean): Form | undefined {
  return FORMS.filter((form) => form.isOfPhone === isOfPhone)
    .filter(({ words }) => new LineReader(tokens).takes(...words))
    .sort((a, b) => b.words.length - a.words.length)[0];
}

function beginningsOf(first: string | undefined): string {
  const forms = FORMS.filter(({ isOfPhone, words }) => !isOfPhone && words[0] === first);
  if (forms.length === 0) return 'the name of a phone';
  return forms.map(({ words }) => `“${words.join(' ')}”`).join(' or ');
}

function verbs(): string {
  const beginnings = FORMS.filter(({ isOfPhone }) => isOfPhone).map(({ words }) => words.join(' '));
  return [...new Set(beginnings)].join(', ');
}

function describeUnknown(name: string, names: readonly string[]): string {
  const known =
    names.length === 0 ? 'none is named: phone NAME NUMBER' : `there are ${names.join(', ')}`;
  return `there is no phone “${name}” (${known})`;
}
