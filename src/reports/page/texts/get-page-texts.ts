import type { PageLanguage } from '../page-language';
import { en } from './en';
import { ja } from './ja';
import type { PageTexts } from './texts';

const TEXTS: Readonly<Record<PageLanguage, PageTexts>> = { en, ja };

/** What the pages say in a language. */
export function getPageTexts(language: PageLanguage): PageTexts {
  return TEXTS[language];
}
