import { findPageLanguage, type PageLanguage } from '../reports/page/page-language';

/** Where a reader's language stands, in the order in which it counts. */
export interface LanguageWishes {
  /** `?lang` of the address. */
  asked: string | undefined;
  /** `Accept-Language`: https://www.rfc-editor.org/rfc/rfc9110#field.accept-language */
  accepted: string | undefined;
  /** The owner's, as `ja-JP`. */
  owner: string;
}

/** The language that a page is shown in. */
export function chooseLanguage({ asked, accepted, owner }: LanguageWishes): PageLanguage {
  const tags = [asked ?? '', ...listAccepted(accepted ?? ''), owner];
  for (const tag of tags) {
    const language = findPageLanguage(tag);
    if (language) return language;
  }
  return 'en';
}

/** The tags in the order of their weights. */
function listAccepted(header: string): string[] {
  return header
    .slice(0, 1000)
    .split(',')
    .map((part) => {
      const [tag = '', ...rest] = part.split(';').map((piece) => piece.trim());
      const weight = rest.find((piece) => piece.startsWith('q='))?.slice(2);
      return { tag, weight: weight === undefined ? 1 : Number(weight) || 0 };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}
