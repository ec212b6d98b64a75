import { parseDuration } from '../duration';
import type { Token } from './tokens';

/** Why a line cannot be read; the message is for whoever wrote it. */
export class Misread extends Error {
  override readonly name = 'Misread';
}

/** Reads a line piece by piece. What is expected and not there is a `Misread`. */
export class LineReader {
  readonly #tokens: readonly Token[];
  #index = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** Goes past these words, if they come next. */
  takes(...words: string[]): boolean {
    const doMatch = words.every((word, offset) => {
      const token = this.#tokens[this.#index + offset];
      return token?.kind === 'word' && token.value === word;
    });
    if (doMatch) this.#index += words.length;
    return doMatch;
  }

  /** The next word, without going past it. */
  peekWord(): string | undefined {
    const token = this.#peek();
    return token?.kind === 'word' ? token.value : undefined;
  }

  /** The next word, whatever it is; `what` says what it should be. */
  word(what: string): string {
    const token = this.#tokens[this.#index];
    if (token?.kind !== 'word') throw this.misread(what);
    this.#index += 1;
    return token.value;
  }

  /** The next word, which has to look like this. */
  wordLike(pattern: RegExp, what: string): string {
    if (!pattern.test(this.#peek()?.value ?? '')) throw this.misread(what);
    return this.word(what);
  }

  /** All that is left, in one; stays where it is. */
  rest(): string {
    return this.#tokens
      .slice(this.#index)
      .map(({ value }) => value)
      .join(' ');
  }

  /** Whether a whole number comes next. */
  isNumber(): boolean {
    return /^\d+$/.test(this.#peek()?.value ?? '');
  }

  /** The next piece, which has to be a text in quotes that is not empty. */
  text(what: string): string {
    const token = this.#peek();
    if (token?.kind !== 'text' || token.value.trim() === '') throw this.misread(what);
    this.#index += 1;
    return token.value;
  }

  /** The next word, which has to be a duration, in seconds. */
  seconds(): number {
    const what = 'a duration such as 500ms, 10s, 2m or 1h';
    const seconds = parseDuration(this.peekWord() ?? '');
    if (seconds === undefined) throw this.misread(what);
    this.word(what);
    return seconds;
  }

  /** The duration after this word, or `otherwise` where the word does not come next. */
  secondsAfter(word: string, otherwise: number): number {
    return this.takes(word) ? this.seconds() : otherwise;
  }

  /** Makes sure that nothing is left; `what` could have been. */
  end(what?: string): void {
    if (this.#peek())
      throw this.misread(what ? `${what}, or the end of the line` : 'the end of the line');
  }

  misread(expected: string): Misread {
    const token = this.#peek();
    const found =
      token === undefined
        ? 'the end of the line'
        : `“${token.value}”${token.kind === 'text' ? ' in quotes' : ''}`;
    return new Misread(`expected ${expected}, found ${found}`);
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#index];
  }
}
