import { wrap } from '../../src/demo/wrap';

describe('wrap', () => {
  it('breaks between words', () => {
    expect(wrap('Hears the menu, presses 1.', 10, 'en-US')).toEqual([
      'Hears the',
      'menu,',
      'presses 1.',
    ]);
  });

  it('leaves a short text as it is', () => {
    expect(wrap('short', 10, 'en-US')).toEqual(['short']);
  });

  it('breaks Japanese between words, without leaving punctuation at the wrong end', () => {
    expect(wrap('電話を切る。「はい」と言う', 10, 'ja-JP')).toEqual([
      '電話を',
      '切る。',
      '「はい」と',
      '言う',
    ]);
    expect(wrap('電話を切る、はい', 10, 'ja-JP')).toEqual(['電話を', '切る、はい']);
  });

  it('keeps together what a no-break space joins', () => {
    expect(wrap('разговаривает 3\u00A0мин', 15, 'ru-RU')).toEqual(['разговаривает', '3 мин']);
  });
});
