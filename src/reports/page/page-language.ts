/** The languages of the pages; the first one is for readers of none of them. */
export const PAGE_LANGUAGES = ['en', 'ja'] as const;

/** A language of the pages. */
export type PageLanguage = (typeof PAGE_LANGUAGES)[number];

/** The page language that a tag such as `ja-JP` is of, or undefined where it is of none. */
export function findPageLanguage(tag: string): PageLanguage | undefined {
  const [language] = tag.toLowerCase().split('-');
  return PAGE_LANGUAGES.find((own) => own === language);
}

/**
 * The tag by which dates and numbers are written: that of the owner where it is of the page's
 * language, so that they are written as in the owner's country.
 */
export function chooseLocale(language: PageLanguage, ownersTag: string): string {
  if (findPageLanguage(ownersTag) !== language) return { en: 'en-US', ja: 'ja-JP' }[language];
  // What Twilio calls Welsh English is a voice.
  return ownersTag === 'en-GB-WLS' ? 'en-GB' : ownersTag;
}
