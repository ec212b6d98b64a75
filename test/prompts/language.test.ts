import { PROMPTS } from '../../src/prompts/catalogue';
import { findLanguage, findVoiceFault, getCatalogue, LANGUAGES } from '../../src/prompts/language';
import { getUnion } from '../../src/simulator/twiml/values';

describe('LANGUAGES', () => {
  it.each(LANGUAGES)('holds %s as Twilio writes it', (language) => {
    expect(getUnion('SayLanguage')).toContain(language);
  });
});

describe('findLanguage', () => {
  it.each([
    ['ja-JP', 'ja-JP'],
    ['JA-jp', 'ja-JP'],
    ['ja_JP', 'ja-JP'],
    ['ja', 'ja-JP'],
    ['en', 'en-US'],
    ['en-GB', 'en-GB'],
    ['en-gb-wls', 'en-GB-WLS'],
    ['ru', 'ru-RU'],
    ['en_GB:en', 'en-GB'],
    ['fr_FR:ru:en', 'ru-RU'],
  ])('takes %s for %s', (text, language) => {
    expect(findLanguage(text)).toBe(language);
  });

  it.each(['fr', 'fr-FR', 'e', 'ja-', '-', '', ':', 'C', 'jaJP', 'ja-JP-x', 'toString'])(
    'does not know "%s"',
    (text) => {
      expect(findLanguage(text)).toBeUndefined();
    },
  );
});

describe('getCatalogue', () => {
  it.each(LANGUAGES)('has every prompt for %s, and no other', (language) => {
    expect(Object.keys(getCatalogue(language)).sort()).toEqual(Object.keys(PROMPTS).sort());
  });

  it('gives each language its own prompts', () => {
    const menus = ['ja-JP', 'en-US', 'ru-RU'].map((language) => getCatalogue(language).menu);
    expect(menus).toEqual([
      expect.stringContaining('お電話ありがとうございます'),
      expect.stringContaining('Thank you for calling'),
      expect.stringContaining('Спасибо за звонок'),
    ]);
    expect(getCatalogue('en-GB')).toBe(getCatalogue('en-US'));
  });

  it.each(['ja-JP', 'en-US', 'ru-RU'])(
    'has a text for every grammatical form of %s',
    (language) => {
      for (const entry of Object.values(getCatalogue(language))) {
        if (typeof entry === 'string') continue;
        const type = entry.by === 'position' ? 'ordinal' : 'cardinal';
        const { pluralCategories } = new Intl.PluralRules(language, { type }).resolvedOptions();
        expect(Object.keys(entry)).toEqual(expect.arrayContaining(pluralCategories));
      }
    },
  );

  it.each(['fr-FR', 'JA-JP', ''])('throws for "%s"', (language) => {
    expect(() => getCatalogue(language)).toThrow(`no prompts for the language ${language}`);
  });
});

// https://www.twilio.com/docs/voice/twiml/say/text-speech
describe('findVoiceFault', () => {
  it.each([
    ['Polly.Tomoko-Neural', 'ja-JP'],
    ['Polly.Mizuki', 'ja-JP'],
    ['Polly.Kazuha-Neural', 'ja-JP'],
    ['Google.ja-JP-Wavenet-B', 'ja-JP'],
    ['Google.ja-JP-Chirp3-HD-Aoede', 'ja-JP'],
    ['Polly.Joanna-Generative', 'en-US'],
    ['man', 'en-US'],
    ['woman', 'en-GB'],
    ['Polly.Tatyana', 'ru-RU'],
    ['Google.ru-RU-Standard-A', 'ru-RU'],
  ])('finds none with %s in %s', (voice, language) => {
    expect(findVoiceFault(voice, language)).toBeUndefined();
  });

  it('knows the voices that the twilio package lists for our languages', () => {
    const voices = getUnion('SayVoice').filter((voice) =>
      /^(Polly|Google\.(ja-JP|en-US|ru-RU)-)[\w.-]+$/.test(voice),
    );
    expect(voices.length).toBeGreaterThan(100);
    const unspoken = voices.filter((voice) =>
      ['ja-JP', 'en-US', 'ru-RU'].every((language) => findVoiceFault(voice, language)),
    );
    expect(unspoken).toEqual([]);
  });

  it.each([
    ['man', 'ja-JP'],
    ['woman', 'ja-JP'],
    ['woman', 'ru-RU'],
    ['Polly.Amy', 'ja-JP'],
    ['Polly.Tatyana', 'ja-JP'],
    ['Polly.Joanna-Neural', 'ru-RU'],
    ['Polly.Takumi-Neural', 'en-US'],
    ['Polly.Maxim', 'en-GB'],
    ['Google.en-US-Wavenet-A', 'ja-JP'],
    ['Google.en-GB-Wavenet-A', 'en-US'],
  ])('finds that %s does not speak %s', (voice, language) => {
    expect(findVoiceFault(voice, language)).toBe(`${voice} does not speak ${language}`);
  });

  it.each([
    'alice',
    'Polly',
    'Polly.',
    'polly.Mizuki',
    'Mizuki',
    'Google.ja-JP',
    'Google.ja-JP-',
    'woman ',
  ])('finds that "%s" is no voice', (voice) => {
    expect(findVoiceFault(voice, 'ja-JP')).toBe(
      'must be a voice such as Polly.Tomoko-Neural or Google.ja-JP-Wavenet-B',
    );
  });
});
