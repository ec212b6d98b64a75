import { en } from './en';
import { ja } from './ja';
import { ru } from './ru';
import type { DemoTexts } from './texts';

const TEXTS: Readonly<Record<string, DemoTexts>> = { en, ja, ru };

/** What the demo says in the language of a tag such as `en-US`. */
export function getTexts(language: string): DemoTexts {
  const texts = TEXTS[language.split('-')[0] ?? ''];
  if (!texts) throw new Error(`no texts for the language ${language}`);
  return texts;
}
