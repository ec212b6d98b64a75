import { textWidth } from '../text-width';

const NO_BREAK_SPACE = '\u00A0';
/** What may not stand at the beginning of a line. */
const CLINGS_TO_THE_LEFT = /^[\p{Pe}\p{Pf}\p{Po}ー]/u;
/** What may not stand at the end of one. */
const CLINGS_TO_THE_RIGHT = /[\p{Ps}\p{Pi}]$/u;

/**
 * Breaks a text into lines of at most `columns`: between words, also in a language that writes them
 * without spaces. A no-break space keeps a line together, and is given as a space.
 */
export function wrap(text: string, columns: number, language: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of splitIntoPieces(text, language)) {
    if (line !== '' && textWidth(`${line}${piece}`.trimEnd()) > columns) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += piece;
  }
  return [...lines, line.trimEnd()].map((whole) => whole.replaceAll(NO_BREAK_SPACE, ' '));
}

/** The smallest parts that a line may end after; they end with the space behind them. */
function splitIntoPieces(text: string, language: string): string[] {
  const pieces: string[] = [];
  const words = new Intl.Segmenter(language.split('-')[0], { granularity: 'word' }).segment(text);
  for (const { segment } of words) {
    const last = pieces.at(-1);
    if (last === undefined || isBreakable(last, segment)) pieces.push(segment);
    else pieces[pieces.length - 1] = last + segment;
  }
  return pieces;
}

function isBreakable(before: string, after: string): boolean {
  if (/^[ \n]/.test(after)) return false;
  if (/[ \n]$/.test(before)) return true;
  if (CLINGS_TO_THE_LEFT.test(after) || CLINGS_TO_THE_RIGHT.test(before)) return false;
  // Where words have no spaces between them, their characters are wide.
  const isWide = (character: string) => textWidth(character) === 2;
  return isWide([...before].at(-1) ?? '') && isWide([...after][0] ?? '');
}
