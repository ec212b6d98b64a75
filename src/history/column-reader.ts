/** The largest INT of MySQL. */
const MAX_INT = 2_147_483_647;

/**
 * Reads a call's parameters as values that a column takes whatever was sent: a row with a cut value
 * is worth more than no row.
 */
export class ColumnReader {
  /** Columns whose value had to be changed to fit, in the order they were read. */
  readonly changedColumns: string[] = [];
  readonly #parameters: ReadonlyMap<string, string>;

  constructor(parameters: ReadonlyMap<string, string>) {
    this.#parameters = parameters;
  }

  /** The parameter of the column's name, cut to `maxCharacters`; NULL where it was not sent. */
  text(column: string, maxCharacters: number): string | null {
    const value = this.#parameters.get(column);
    if (value === undefined) return null;
    // SQLite ends a text at U+0000. Characters, not UTF-16 units, are what MySQL counts.
    const characters = [...value.replaceAll('\0', '\u{FFFD}')];
    const fitting = characters.slice(0, maxCharacters).join('');
    if (fitting !== value) this.changedColumns.push(column);
    return fitting;
  }

  /** The parameter as whole seconds; NULL where it was not sent, is empty, or is no such number. */
  seconds(column: string): number | null {
    const value = this.#parameters.get(column) ?? '';
    const seconds = /^\d{1,10}$/.test(value) ? Number(value) : null;
    if (seconds !== null && seconds <= MAX_INT) return seconds;
    if (value !== '') this.changedColumns.push(column);
    return null;
  }
}
