/** What a phone of a script may have for a number. */
export const NUMBER_FORMS =
  'a number such as +819012345678, client:NAME, or a word such as anonymous';

const SPACERS = /[\s().-]/g;

/** The number somebody wrote: E.164, `client:NAME`, or a word; `undefined` where it is none of these. */
export function findNumber(written: string): string | undefined {
  if (/^client:[A-Za-z0-9_]{1,121}$/.test(written)) return written;
  // Carriers send words of their own choice for a withheld number.
  if (/^[A-Za-z]+$/.test(written)) return written;
  const number = written.replace(SPACERS, '');
  return /^\+[1-9]\d{6,14}$/.test(number) ? number : undefined;
}
