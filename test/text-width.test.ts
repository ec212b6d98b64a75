import { padToWidth, shortenToWidth, textWidth } from '../src/text-width';

describe('textWidth', () => {
  it.each([
    ['Hanako', 6],
    ['花子', 4],
    ['ハナコ', 6],
    ['ﾊﾅｺ', 3],
    ['（株）', 6],
    ['e\u0301', 1],
    ['☎️', 1],
    ['📞', 2],
    ['Ольга', 5],
    ['', 0],
  ])('counts the columns of %j', (text, columns) => {
    expect(textWidth(text)).toBe(columns);
  });
});

describe('padToWidth', () => {
  it('fills up to the same column, whatever the characters', () => {
    expect([padToWidth('花子', 6), padToWidth('Aiko', 6), padToWidth('花子花子', 6)]).toEqual([
      ...['花子  ', 'Aiko  ', '花子花子'],
    ]);
  });
});

describe('shortenToWidth', () => {
  it('cuts between characters, and never takes more columns than it may', () => {
    expect([shortenToWidth('花子と愛子', 6), shortenToWidth('Hanako', 6)]).toEqual([
      ...['花子…', 'Hanako'],
    ]);
  });
});
