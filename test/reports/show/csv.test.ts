import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { type Cell, streamCsv } from '../../../src/reports/show/csv';

async function write(rows: readonly (readonly Cell[])[]): Promise<string> {
  let text = '';
  for await (const piece of streamCsv(rows)) text += piece;
  return text;
}

async function readBack(cell: Cell): Promise<string> {
  const [, [read = ''] = []] = parse(
    await write([
      ['a', 'b'],
      [cell, 'end'],
    ]),
    {
      bom: true,
      record_delimiter: '\r\n',
    },
  ) as string[][];
  return read;
}

const cells = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'=+-@\t\r\n "\',;＝＋－＠−0123456789ｱ田\u200b\ufeff') }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constant(undefined),
);
/** A number and nothing else, which a spreadsheet program may take for one. */
const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/;

describe('streamCsv', () => {
  it('writes a mark of UTF-8, and lines that end in CR and LF', async () => {
    expect(
      await write([
        ['名前', 'n'],
        ['田中, "T"', 1.5],
      ]),
    ).toBe('\ufeff名前,n\r\n"田中, ""T""",1.5\r\n');
  });

  it.each([
    ['=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'],
    ['@cmd', "'@cmd"],
    ['-1+1', "'-1+1"],
    ['\n=1', "'\n'=1"],
    ['sip:a;=1', "sip:a;'=1"],
    ['a\r\n\t@b;-', "a\r\n\t'@b;'-"],
    [' =1', "' =1"],
    ['＝1', "'＝1"],
    ['\u200b=1', "'\u200b=1"],
    ['+819012345678', "'+819012345678"],
    ['0312345678', "'0312345678"],
    ['819012345678', "'819012345678"],
    ['Tanaka', 'Tanaka'],
    ['12', '12'],
    ['UTC+09:00', 'UTC+09:00'],
    [undefined, ''],
    [-1.5, '-1.5'],
    [0, '0'],
    [819_012_345_678, '819012345678'],
  ])('writes %j as %j', async (cell, read) => {
    expect(await readBack(cell)).toBe(read);
  });

  it('has no cell that begins as a formula, whatever is written', async () => {
    await fc.assert(
      fc.asyncProperty(cells, async (cell) => {
        const read = await readBack(cell);
        const isFormula = /^[\s\p{Cc}\p{Cf}]*[=+\-@−＝＋－＠]/u.test(read);
        return !isFormula || (typeof cell === 'number' && NUMBER.test(read));
      }),
    );
  });

  it('is read back as it was written, but for the apostrophes before the inert', async () => {
    const strip = (text: string) => text.replaceAll("'", '');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cells, { minLength: 2, maxLength: 2 })), async (rows) => {
        const all: Cell[][] = [['first', 'second'], ...rows];
        const read: string[][] = parse(await write(all), { bom: true, record_delimiter: '\r\n' });
        const wanted = all.map((row) =>
          row.map((cell) => (cell === undefined ? '' : strip(String(cell)))),
        );
        expect(read.map((row) => row.map(strip))).toEqual(wanted);
      }),
    );
  });

  it('reads on only as it is read, and ends its source where it is left', async () => {
    let given = 0;
    let isEnded = false;
    async function* source() {
      try {
        for (;;) yield [given++];
      } finally {
        isEnded = true;
      }
    }
    for await (const piece of streamCsv(source())) {
      expect(piece.startsWith('\ufeff0\r\n')).toBe(true);
      break;
    }
    expect(given).toBeLessThan(1000);
    expect(isEnded).toBe(true);
  });

  it('writes many rows each once, with one mark', async () => {
    const rows = Array.from({ length: 1234 }, (_, index) => [index]);
    expect(await write(rows)).toBe(`\ufeff${rows.map(([index]) => `${index}\r\n`).join('')}`);
  });
});
