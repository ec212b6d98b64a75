import { findLanguage } from '../prompts/language';

/** The variables that say which language a reader has, as a shell has them. */
export interface ReaderEnvironment {
  LANGUAGE?: string | undefined;
  LC_ALL?: string | undefined;
  LC_MESSAGES?: string | undefined;
  LANG?: string | undefined;
}

/**
 * The reader's language, of those that we have prompts for; English where theirs is not among them.
 * LANGUAGE goes before the others, as with GNU's programs; `systemLocale` is for systems that set
 * none. https://www.gnu.org/software/gettext/manual/html_node/Locale-Environment-Variables.html
 */
export function findReaderLanguage(
  { LANGUAGE, LC_ALL, LC_MESSAGES, LANG }: ReaderEnvironment,
  systemLocale: string,
): string {
  const locale = LC_ALL || LC_MESSAGES || LANG || systemLocale;
  const withoutEncoding = locale.replace(/[.@].*$/, '');
  return findLanguage(LANGUAGE ?? '') ?? findLanguage(withoutEncoding) ?? 'en-US';
}
