/** A text for each grammatical form that a language has for a number. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** What puts a number and the form that goes with it together: `3 calls`, unbroken. */
export function createCounter(language: string): (number: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(language);
  const format = new Intl.NumberFormat(language);
  return (number, forms) =>
    `${format.format(number)}\u00A0${forms[rules.select(number)] ?? forms.other}`;
}

/** A length of time in hours, minutes and seconds, without the parts that are zero, unbroken. */
export function formatDuration(
  seconds: number,
  units: { h: string; min: string; s: string },
  separator = '\u00A0',
): string {
  const parts = [
    [Math.floor(seconds / 3600), units.h],
    [Math.floor(seconds / 60) % 60, units.min],
    [seconds % 60, units.s],
  ] as const;
  const shown = parts.filter(([number]) => number > 0);
  return (shown.length > 0 ? shown : parts.slice(2))
    .map(([number, unit]) => `${number}${unit}`)
    .join(separator);
}

/** A sentence begins with a capital letter. */
export function capitalise(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
