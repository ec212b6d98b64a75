import { createPromptFinder } from '../../src/demo/find-prompt';
import type { Step } from '../../src/demo/steps';
import { getTexts } from '../../src/demo/texts/get-texts';
import { PROMPTS } from '../../src/prompts/catalogue';
import { getCatalogue } from '../../src/prompts/language';
import { createSpeak } from '../../src/prompts/prompts';

const plain = (text: string) => text.replaceAll('\u00A0', ' ');

const ANSWERED: Step[] = [
  { kind: 'hears', prompt: 'menu' },
  { kind: 'presses', keys: '1' },
  { kind: 'waits', places: [3, 2, 1], hearsMusic: true },
  { kind: 'connected', operator: 'first', waitedSeconds: 100 },
  { kind: 'talks', seconds: 3605 },
  { kind: 'hangs-up' },
];
const CUT_OFF: Step[] = [
  { kind: 'connected', operator: 'second', waitedSeconds: 0 },
  { kind: 'operator-hangs-up', operator: 'second' },
];
const LEAVES: Step[] = [{ kind: 'hears', prompt: 'menu' }, { kind: 'hangs-up-in-mid-prompt' }];

describe('what the demo tells of a customer', () => {
  it.each([
    [
      'en-US',
      'Hears the menu, presses 1, is told “3rd in line”, later “2nd” and “1st”, hears music, is connected with Aiko after 1 min 40 s, talks for 1 h 5 s, and hangs up.',
      'Is connected with Ken at once and Ken hangs up.',
      'Hears the menu and hangs up in the middle of it.',
    ],
    [
      'ja-JP',
      'メニューを聞き、1を押し、「3番目」、次に「2番目」、次に「1番目」と案内され、音楽を聞き、1分40秒待って田中につながり、1時間5秒話し、電話を切る。',
      'すぐに佐藤につながり、佐藤が電話を切る。',
      'メニューを聞き、その途中で電話を切る。',
    ],
    [
      'ru-RU',
      'Слышит меню, нажимает 1, узнаёт своё место в очереди (3-е, затем 2-е, затем 1-е), слушает музыку, через 1 мин 40 с соединяется с Анной, разговаривает 1 ч 5 с и кладёт трубку.',
      'Сразу соединяется с Павлом, трубку кладёт Павел.',
      'Слышит меню и кладёт трубку, не дослушав.',
    ],
  ])('is a sentence in %s', (language, answered, cutOff, leaves) => {
    const { tellCustomer } = getTexts(language);
    expect(plain(tellCustomer(ANSWERED))).toBe(answered);
    expect(plain(tellCustomer(CUT_OFF))).toBe(cutOff);
    expect(plain(tellCustomer(LEAVES))).toBe(leaves);
  });
});

describe('what the demo counts', () => {
  it.each([
    [1, 'Serves 1 customer,', '1 клиенту,', '1 клиент,', '1 звонок'],
    [2, 'Serves 2 customers,', '2 клиентам,', '2 клиента,', '2 звонка'],
    [5, 'Serves 5 customers,', '5 клиентам,', '5 клиентов,', '5 звонков'],
    [21, 'Serves 21 customers,', '21 клиенту,', '21 клиент,', '21 звонок'],
  ])('takes the form of the number %d', (customers, en, dative, genitive, calls) => {
    const morning = { customers, talkSeconds: 60 };
    expect(plain(getTexts('en-GB').tellShift(morning))).toContain(en);
    const ru = getTexts('ru-RU');
    expect(plain(ru.tellShift(morning))).toContain(dative);
    expect(plain(ru.busiest({ operator: 'first', ...morning }))).toContain(genitive);
    expect(plain(ru.progress('09:00:00', customers))).toContain(calls);
  });
});

describe('createPromptFinder', () => {
  it.each(['en-US', 'ja-JP', 'ru-RU'])('recognises every prompt in %s', (language) => {
    const speak = createSpeak(getCatalogue(language), language, undefined);
    const find = createPromptFinder(language);
    const textOf = (...parameters: Parameters<typeof speak>) => {
      const prompt = speak(...parameters);
      return prompt.verb === 'Say' ? prompt.text : '';
    };
    for (const key of Object.keys(PROMPTS) as (keyof typeof PROMPTS)[]) {
      if (key !== 'queuePosition') expect(find(textOf(key))).toEqual({ key });
    }
    const position = 12;
    const place = textOf('queuePosition', { position, ahead: position - 1 });
    expect(find(place)).toEqual({ key: 'queuePosition', position });
    expect(find('something else')).toBeUndefined();
  });
});
