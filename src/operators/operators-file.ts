import { CsvError, type Info, parse } from 'csv-parse/sync';
import { UserError } from '../errors';
import { decodeUtf8 } from '../utf8';
import { parseOperatorName } from './operator-name';
import type { Operator } from './operators-table';
import { type CountryCode, parsePhoneNumber } from './phone-number';

/**
 * Reads a CSV of operators: a number a line, a name after it if there is one; a first line of
 * headings is passed over. Throws a `UserError` with a line for every fault, so that a file is
 * taken whole or not at all.
 */
export function parseOperatorsFile(csv: Uint8Array, country: CountryCode): Operator[] {
  const seen = new Map<string, number>();
  const operators: Operator[] = [];
  const faults: string[] = [];
  for (const { line, cells } of readLines(csv)) {
    try {
      const operator = parseOperator(cells, country);
      const earlier = seen.get(operator.telnum);
      if (earlier !== undefined) throw new UserError(`the same number as line ${earlier}`);
      seen.set(operator.telnum, line);
      operators.push(operator);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      faults.push(`line ${line}: ${error.message}`);
    }
  }
  if (faults.length > 0) throw new UserError(faults.join('\n'));
  return operators;
}

interface Line {
  /** From 1, as a text editor counts. */
  line: number;
  cells: string[];
}

function readLines(csv: Uint8Array): Line[] {
  const lines = parseCsv(decodeUtf8(csv)).map(({ record, info }) => ({
    line: info.lines,
    cells: record,
  }));
  const heading = lines[0]?.cells[0] ?? '';
  return heading !== '' && !/\p{Nd}/u.test(heading) ? lines.slice(1) : lines;
}

function parseCsv(text: string): { record: string[]; info: Info }[] {
  try {
    return parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
    }) as unknown as { record: string[]; info: Info }[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new UserError(`line ${error.lines}: a quotation mark is out of place`);
  }
}

function parseOperator(cells: string[], country: CountryCode): Operator {
  const [number = '', name = '', ...more] = cells;
  if (more.some((cell) => cell !== '')) {
    throw new UserError('more than a number and a name');
  }
  return { telnum: parsePhoneNumber(number, country), name: parseOperatorName(name) };
}
