import { findReaderLanguage, type ReaderEnvironment } from '../../src/demo/reader-language';

describe('findReaderLanguage', () => {
  it.each<[string, ReaderEnvironment, string]>([
    ['the language of LANG', { LANG: 'ja_JP.UTF-8' }, 'ja-JP'],
    ['its variety of English', { LANG: 'en_GB.UTF-8@euro' }, 'en-GB'],
    ['a language without its country', { LANG: 'ru' }, 'ru-RU'],
    ['LC_MESSAGES before LANG', { LC_MESSAGES: 'ru_RU.UTF-8', LANG: 'ja_JP.UTF-8' }, 'ru-RU'],
    ['LC_ALL before both', { LC_ALL: 'ja_JP', LC_MESSAGES: 'ru_RU', LANG: 'ru_RU' }, 'ja-JP'],
    ['LANGUAGE before all', { LANGUAGE: 'ru-RU', LC_ALL: 'ja_JP.UTF-8' }, 'ru-RU'],
    ['the first that we have of a list', { LANGUAGE: 'fr_FR:ru_RU:en' }, 'ru-RU'],
    ['LANG where LANGUAGE is not one of ours', { LANGUAGE: 'fr', LANG: 'ja_JP.UTF-8' }, 'ja-JP'],
    ['no empty variable', { LC_ALL: '', LANGUAGE: '', LANG: 'ru_RU.UTF-8' }, 'ru-RU'],
    ['English for a language that we do not have', { LANG: 'de_DE.UTF-8' }, 'en-US'],
    ['English for none', { LC_ALL: 'C', LANG: 'ja_JP.UTF-8' }, 'en-US'],
    ['the language of the system where nothing is set', {}, 'ja-JP'],
  ])('takes %s', (_what, environment, language) => {
    expect(findReaderLanguage(environment, 'ja-JP')).toBe(language);
  });
});
