import { layOutTable } from '../../../src/reports/show/text-table';

const COLUMNS = [
  { heading: 'Who', align: 'left' as const },
  { heading: 'Long\ntalk', align: 'right' as const },
];

describe('layOutTable', () => {
  it('aligns what is as wide as what stands in it, and headings at the bottom', () => {
    const rows = [
      ['花子', '1:05'],
      ['Aiko', '12:34:56'],
    ];
    expect(layOutTable(COLUMNS, rows)).toEqual([
      ...['          Long', 'Who       talk', '花子      1:05', 'Aiko  12:34:56'],
    ]);
  });

  it('has no headings where all are empty', () => {
    expect(layOutTable([{ heading: '', align: 'left' }], [['a']])).toEqual(['a']);
  });

  it('puts stress on headings alone', () => {
    const emphasise = (text: string) => `<${text}>`;
    expect(layOutTable(COLUMNS.slice(0, 1), [['a']], { emphasise })).toEqual(['<Who>', 'a']);
  });
});
