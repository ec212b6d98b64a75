import { getReportTexts } from '../show/texts/get-report-texts';
import type { ReportTexts } from '../show/texts/texts';
import { createFormats, type Formats } from './formats';
import { chooseLocale, type PageLanguage } from './page-language';
import { getPageTexts } from './texts/get-page-texts';
import type { PageTexts } from './texts/texts';

/** All that a page is written with. */
export interface Words {
  language: PageLanguage;
  zone: string;
  texts: PageTexts;
  /** What figures and formulas are called. */
  reportTexts: ReportTexts;
  formats: Formats;
}

/** The words of a page in a language, with times of a zone; `ownersTag` is as `en-GB`. */
export function createWords(language: PageLanguage, ownersTag: string, zone: string): Words {
  return {
    language,
    zone,
    texts: getPageTexts(language),
    reportTexts: getReportTexts(language),
    formats: createFormats(chooseLocale(language, ownersTag), zone),
  };
}
