import { en } from './en';
import { ja } from './ja';
import type { ReportTexts } from './texts';

/** What reports say in the language of a tag such as `ja-JP`; English where theirs is not among ours. */
export function getReportTexts(language: string): ReportTexts {
  return language.toLowerCase().split('-')[0] === 'ja' ? ja : en;
}
