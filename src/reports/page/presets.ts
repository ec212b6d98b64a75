/** The periods that the page offers, as `from` takes them. */
export const PRESETS = [
  'today',
  'yesterday',
  'this-week',
  'last-week',
  'this-month',
  'last-month',
] as const;

/** A period that the page offers. */
export type Preset = (typeof PRESETS)[number];
