/** What is said of a name that is none. */
export const ZONE_FORM = 'must be a time zone by its IANA name, as Asia/Tokyo or UTC';

/**
 * The time zone of that IANA name, `Region/City` or `UTC`, in any letter case; undefined where there is
 * none. Abbreviations are none: `IST` is India's, Israel's and Ireland's.
 */
export function findZone(name: string): string | undefined {
  if (!/^(utc$|\w+\/)/i.test(name)) return undefined;
  const known = findKnownName(name);
  // A younger name, as Europe/Kyiv, is known here by its older one, which nobody asked for.
  return known?.toLowerCase() === name.toLowerCase() ? known : known && name;
}

function findKnownName(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
