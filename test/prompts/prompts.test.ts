import type { PromptCatalogue } from '../../src/prompts/catalogue';
import { en } from '../../src/prompts/en';
import { ja } from '../../src/prompts/ja';
import { createSpeak, isRecording } from '../../src/prompts/prompts';
import { ru } from '../../src/prompts/ru';

function sayPosition(catalogue: PromptCatalogue, language: string, position: number): string {
  const speak = createSpeak(catalogue, language, undefined);
  const prompt = speak('queuePosition', { position, ahead: position - 1 });
  return prompt.verb === 'Say' ? prompt.text : '';
}

describe('createSpeak', () => {
  it('speaks a prompt in its language', () => {
    const speak = createSpeak(ja, 'ja-JP', undefined);
    expect(speak('connecting')).toEqual({
      verb: 'Say',
      text: 'オペレーターにおつなぎいたします。しばらくお待ちください。',
      language: 'ja-JP',
    });
  });

  it('speaks with the voice that is set', () => {
    const speak = createSpeak(ja, 'ja-JP', 'Polly.Tomoko-Neural');
    expect(speak('menu')).toEqual({
      verb: 'Say',
      text: ja.menu,
      language: 'ja-JP',
      voice: 'Polly.Tomoko-Neural',
    });
  });

  it.each(['https://a.example/menu.mp3', 'HTTPS://a.example/menu.mp3'])(
    'plays the recording %s',
    (url) => {
      const speak = createSpeak({ ...ja, menu: url }, 'ja-JP', 'Polly.Tomoko-Neural');
      expect(speak('menu')).toEqual({ verb: 'Play', url });
    },
  );

  it('plays a recording for each place', () => {
    const queuePosition = 'https://a.example/{position}/{ahead}.mp3';
    const speak = createSpeak({ ...ja, queuePosition }, 'ja-JP', undefined);
    expect(speak('queuePosition', { position: 3, ahead: 2 })).toEqual({
      verb: 'Play',
      url: 'https://a.example/3/2.mp3',
    });
  });

  it('fills in every placeholder', () => {
    const queuePosition = '{position}, {ahead}, {position}';
    const speak = createSpeak({ ...ja, queuePosition }, 'ja-JP', undefined);
    expect(speak('queuePosition', { position: 12, ahead: 11 })).toMatchObject({
      text: '12, 11, 12',
    });
  });

  it('lets an exact number go before its grammatical form', () => {
    const queuePosition = {
      by: 'position',
      '1': 'next ({position})',
      one: '{position}st',
      other: '{position}th',
    } as const;
    const catalogue = { ...en, queuePosition };
    expect(sayPosition(catalogue, 'en-US', 1)).toBe('next (1)');
    expect(sayPosition(catalogue, 'en-US', 21)).toBe('21st');
  });

  it('takes the form "other" where a form has no text', () => {
    const queuePosition = { by: 'position', other: 'number {position}' } as const;
    expect(sayPosition({ ...en, queuePosition }, 'en-US', 2)).toBe('number 2');
  });

  it('takes the forms of ordinals by position and those of counts by ahead', () => {
    const forms = { one: 'one {position}', two: 'two {position}', other: 'other {position}' };
    const byPosition = { ...en, queuePosition: { by: 'position', ...forms } as const };
    const byAhead = { ...en, queuePosition: { by: 'ahead', ...forms } as const };
    expect(sayPosition(byPosition, 'en-US', 2)).toBe('two 2');
    expect(sayPosition(byAhead, 'en-US', 2)).toBe('one 2');
    expect(sayPosition(byAhead, 'en-US', 3)).toBe('other 3');
  });

  it.each([
    [1, '1st'],
    [2, '2nd'],
    [3, '3rd'],
    [4, '4th'],
    [10, '10th'],
    [11, '11th'],
    [12, '12th'],
    [13, '13th'],
    [21, '21st'],
    [22, '22nd'],
    [23, '23rd'],
    [101, '101st'],
    [111, '111th'],
    [112, '112th'],
    [1000, '1000th'],
  ])('says the place %i in English as %s', (position, ordinal) => {
    expect(sayPosition(en, 'en-US', position)).toBe(
      `All our operators are busy. You are ${ordinal} in line. Please stay on the line.`,
    );
  });

  it.each([
    [1, '1 человек'],
    [2, '2 человека'],
    [4, '4 человека'],
    [5, '5 человек'],
    [11, '11 человек'],
    [12, '12 человек'],
    [14, '14 человек'],
    [20, '20 человек'],
    [21, '21 человек'],
    [22, '22 человека'],
    [25, '25 человек'],
    [101, '101 человек'],
    [111, '111 человек'],
  ])('says in Russian that %i wait in front as "%s"', (ahead, people) => {
    expect(sayPosition(ru, 'ru-RU', ahead + 1)).toBe(
      `Сейчас все операторы заняты. Вы ${ahead + 1}-й в очереди, перед вами ${people}. Пожалуйста, оставайтесь на линии.`,
    );
  });

  it('says nothing in Russian of the nobody who waits in front', () => {
    expect(sayPosition(ru, 'ru-RU', 1)).toBe(
      'Сейчас все операторы заняты. Вы 1-й в очереди. Пожалуйста, оставайтесь на линии.',
    );
  });

  it.each([1, 2, 21, 111])('says the place %i in Japanese', (position) => {
    expect(sayPosition(ja, 'ja-JP', position)).toBe(
      `ただいま電話が混み合っております。お客様は${position}番目にお待ちいただいております。順番におつなぎいたしますので、そのままお待ちください。`,
    );
  });
});

describe('a language whose tag is Twilio’s alone', () => {
  it('has the grammar of its language', () => {
    const speak = createSpeak(en, 'en-GB-WLS', undefined);
    expect(speak('queuePosition', { position: 1, ahead: 0 })).toMatchObject({
      language: 'en-GB-WLS',
      text: expect.stringContaining('1st'),
    });
  });
});

describe('isRecording', () => {
  it.each([
    ['https://a.example/b.mp3', true],
    ['HTTPS://a.example/b.mp3', true],
    ['http://a.example/b.mp3', false],
    ['See https://a.example', false],
    ['', false],
  ])('tells of "%s": %s', (text, expected) => {
    expect(isRecording(text)).toBe(expected);
  });
});
