import type { PageLanguage } from '../reports/page/page-language';

/** What the page is told when it opens, beside its first board. */
export interface PageSetup {
  language: PageLanguage;
  /** As `ja-JP`: how numbers and times are written. */
  locale: string;
  /** The owner's time zone. */
  zone: string;
  /** A wait that is longer is late. */
  thresholdSeconds: number;
}
