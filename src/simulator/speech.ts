/** Characters that a voice speaks in a second: about 150 words a minute, or 400 morae. */
const CHARACTERS_PER_SECOND = 15;
const EAST_ASIAN_CHARACTERS_PER_SECOND = 7;

/** How long a voice takes to say a text, in milliseconds. */
export function speechMs(text: string, language: string): number {
  const perSecond = /^(ja|zh|cmn|yue|ko)\b/.test(language)
    ? EAST_ASIAN_CHARACTERS_PER_SECOND
    : CHARACTERS_PER_SECOND;
  return Math.round((1000 * [...text.trim()].length) / perSecond);
}
