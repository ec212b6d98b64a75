import { stringify } from 'csv-stringify/sync';

/** What stands in a cell; nothing where it is undefined. */
export type Cell = string | number | undefined;

/** A piece of this many rows is written at a time. */
const ROWS_AT_ONCE = 200;

/** What a spreadsheet program might take for the beginning of a formula, whatever stands before it. */
const FORMULA = /^[\s\p{Cc}\p{Cf}]*[=+\-@\u2212\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/u;
/** The same where a spreadsheet program ends a cell that has another separator, as many in Europe. */
const FORMULA_WITHIN = /([;\t\r\n][\s\p{Cc}\p{Cf}]*)(?=[=+\-@\u2212\uFF1D\uFF0B\uFF0D\uFF20])/gu;
/** Digits that are no number: a spreadsheet program would drop zeros, or the last digits. */
const DIGITS = /^(0\d+|\d{12,})$/;

/**
 * Rows, the first of them the headings, as CSV for spreadsheet programs: UTF-8 with its mark, lines
 * that end in CR and LF. Text that would be taken for a formula or a number has an apostrophe before
 * it, telephone numbers too; numbers are numbers. https://owasp.org/www-community/attacks/CSV_Injection
 */
export async function* streamCsv(
  rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>,
): AsyncGenerator<string, void, undefined> {
  let isFirst = true;
  let piece: Cell[][] = [];
  for await (const row of rows) {
    piece.push(row.map(makeInert));
    if (piece.length < ROWS_AT_ONCE) continue;
    yield write(piece, isFirst);
    isFirst = false;
    piece = [];
  }
  if (piece.length > 0 || isFirst) yield write(piece, isFirst);
}

function write(rows: Cell[][], isFirst: boolean): string {
  return stringify(rows, { bom: isFirst, record_delimiter: 'windows', escape_formulas: true });
}

function makeInert(cell: Cell): Cell {
  if (typeof cell !== 'string') return cell;
  const text = cell.replace(FORMULA_WITHIN, "$1'");
  return FORMULA.test(text) || DIGITS.test(text) ? `'${text}` : text;
}
