import type { PageLanguage } from '../../reports/page/page-language';
import { en } from './en';
import { ja } from './ja';
import type { WallboardTexts } from './texts';

const TEXTS: Readonly<Record<PageLanguage, WallboardTexts>> = { en, ja };

/** What the wallboard says in that language. */
export function getWallboardTexts(language: PageLanguage): WallboardTexts {
  return TEXTS[language];
}
