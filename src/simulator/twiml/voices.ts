import type { Conflict, VerbUse } from './conflicts';
import { getFaultNumber } from './fault-numbers';
import { characters, inUnion, quote, type ValueCheck } from './values';

// Languages with no basic voice, and with these Polly voices only:
// https://www.twilio.com/docs/voice/twiml/say/text-speech
const POLLY_NAMES: Readonly<Record<string, readonly string[]>> = {
  'ja-JP': ['Mizuki', 'Takumi', 'Kazuha', 'Tomoko'],
  'ru-RU': ['Tatyana', 'Maxim'],
};

const sayVoice = inUnion('SayVoice');

/** Passes the voices that Twilio offers. */
export const voiceName: ValueCheck = (value) =>
  value === 'alice' ? 'is no longer offered' : sayVoice(value);

/** Passes the languages that Twilio speaks. */
export const sayLanguage: ValueCheck = inUnion('SayLanguage');

function isPollyFor(name: string, language: string): boolean {
  const owner = Object.keys(POLLY_NAMES).find((key) => POLLY_NAMES[key]?.includes(name));
  return owner === undefined ? !(language in POLLY_NAMES) : owner === language;
}

function isVoiceFor(voice: string, language: string): boolean {
  if (voice === 'man' || voice === 'woman') return !(language in POLLY_NAMES);
  const [family, ...rest] = voice.split('.');
  const name = rest.join('.');
  if (family === 'Polly') return isPollyFor(name.split('-')[0] ?? '', language);
  // Twilio's own list spells a few voices with the region in lower case (Google.fil-ph-Neural2-A).
  if (family === 'Google') return name.toLowerCase().startsWith(`${language.toLowerCase()}-`);
  return true;
}

/**
 * Says where a voice does not speak the language, which makes Say fail, and the Gather around it
 * too; no page gives a number to the pair, so it has that of the voice.
 * https://www.twilio.com/docs/voice/twiml/say/text-speech
 * https://www.twilio.com/docs/voice/twiml/changelog (2024-07-22)
 */
export function checkVoiceAndLanguage({ attributes, parent }: VerbUse): Conflict[] {
  const { voice, language } = attributes;
  if (voice === undefined || language === undefined || isVoiceFor(voice, language)) return [];
  if (voiceName(voice) !== undefined || sayLanguage(language) !== undefined) return [];
  return [
    {
      complaint: `voice ${quote(voice)} does not speak ${language}`,
      code: getFaultNumber('Say', 'voice', parent),
      refuses: true,
      spoilsParent: true,
    },
  ];
}

/**
 * Finds fault with more than a voice says at once. Without a voice, the account's settings choose
 * one; 3000 characters are what every voice says.
 * https://www.twilio.com/docs/voice/twiml/say/text-speech
 */
export function checkLength({ attributes, text, parent }: VerbUse): Conflict[] {
  const complaint = characters(0, longestText(attributes.voice ?? ''))(text);
  if (complaint === undefined) return [];
  const code = getFaultNumber('Say', '#text', parent);
  return [{ complaint: `text ${quote(text)} ${complaint}`, code, refuses: true }];
}

function longestText(voice: string): number {
  if (voice === 'man' || voice === 'woman') return 4000;
  return voice.startsWith('Google.') ? 5000 : 3000;
}
