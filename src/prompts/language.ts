import type { PromptCatalogue } from './catalogue';
import { en } from './en';
import { ja } from './ja';
import { ru } from './ru';

const CATALOGUES: Readonly<Record<string, PromptCatalogue>> = { ja, en, ru };

/**
 * The tags that Twilio speaks and we have prompts for; the first of a language is its default.
 * https://www.twilio.com/docs/voice/twiml/say/text-speech
 */
export const LANGUAGES = [
  'ja-JP',
  'en-US',
  'en-GB',
  'en-AU',
  'en-IN',
  'en-IE',
  'en-NZ',
  'en-ZA',
  'en-GB-WLS',
  'ru-RU',
] as const;

/**
 * The tag of `LANGUAGES` that `text` means: the tag itself in any letter case, its language alone
 * (`ru`), or the list that many systems keep in their variable LANGUAGE (`en_GB:en`).
 */
export function findLanguage(text: string): string | undefined {
  for (const wanted of text.toLowerCase().replaceAll('_', '-').split(':')) {
    const tag =
      LANGUAGES.find((language) => language.toLowerCase() === wanted) ??
      LANGUAGES.find((language) => language.startsWith(`${wanted}-`));
    if (tag) return tag;
  }
  return undefined;
}

/** The built-in prompts for a tag of `LANGUAGES`. */
export function getCatalogue(language: string): PromptCatalogue {
  const catalogue = CATALOGUES[language.split('-')[0] ?? ''];
  if (!catalogue) throw new Error(`no prompts for the language ${language}`);
  return catalogue;
}

/** Amazon's voices for the languages of which Twilio's documents name every one. */
const POLLY_VOICES: Readonly<Record<string, readonly string[]>> = {
  'ja-JP': ['Mizuki', 'Takumi', 'Kazuha', 'Tomoko'],
  'ru-RU': ['Tatyana', 'Maxim'],
};

/**
 * Why Twilio could not speak `language` with `voice`, or undefined where nothing speaks against it.
 * An impossible pair makes `Say` fail in the middle of a call.
 * https://www.twilio.com/docs/voice/twiml/say/text-speech
 */
export function findVoiceFault(voice: string, language: string): string | undefined {
  const mismatch = `${voice} does not speak ${language}`;
  if (/^(man|woman)$/.test(voice)) return language.startsWith('en-') ? undefined : mismatch;
  const google = /^Google\.([a-z]{2,3}-[A-Z]{2})-\w/.exec(voice);
  if (google) return google[1] === language ? undefined : mismatch;
  const polly = /^Polly\.([A-Z][a-z]+)(-[A-Z][A-Za-z-]*)?$/.exec(voice)?.[1];
  if (polly === undefined) {
    return 'must be a voice such as Polly.Tomoko-Neural or Google.ja-JP-Wavenet-B';
  }
  const speaks = Object.keys(POLLY_VOICES).find((tag) => POLLY_VOICES[tag]?.includes(polly));
  return (speaks ?? 'en') === (POLLY_VOICES[language] ? language : 'en') ? undefined : mismatch;
}
